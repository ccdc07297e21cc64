/** The shortest way to production: what a module still lacks, the cheapest first. */
import type { Criterion } from '../standard/criterion.js';
import type { Standard } from '../standard/standard.js';
import { type Assessment, blocks, type Finding } from './assessment.js';

/** What closing a gap costs, from a file that can be generated to a decision of people. */
export const EFFORTS = ['file', 'edit', 'settings', 'code', 'people'] as const;
export type Effort = (typeof EFFORTS)[number];

export interface WayStep {
  readonly finding: Finding;
  readonly effort: Effort;
  /** `gap`: unmet. `attest`: a person's word is missing. `measure`: what would decide it was not read. */
  readonly kind: 'gap' | 'attest' | 'measure';
}

/** What the release itself still needs, once nothing blocks. */
export interface ReleaseNeed {
  readonly what: string;
}

export interface Way {
  /** What the module says that it is; `development` if it says nothing. */
  readonly status: string;
  /** Null for a module that is not on its way: a template, or one that is deprecated. */
  readonly next: 'production' | null;
  readonly steps: readonly WayStep[];
  readonly release: readonly ReleaseNeed[];
}

/** Files that can be generated without knowing the module. */
const FILES = new Set([
  'code-of-conduct',
  'contributing',
  'gitignore',
  'license',
  'rust-toolchain',
  'security-policy',
  'cim-yaml',
  'changelog',
  'ci-build-and-test',
  'ci-cross-platform',
  'ci-docs',
  'ci-license-check',
  'ci-security-scan',
  'registry-notification',
  'release-automation',
  'dependency-audit',
  'sast',
  'nix-package',
  'docker',
  'ci-clippy',
  'ci-format',
]);
/** Passages of files that are there. */
const EDITS = new Set([
  'cargo-metadata',
  'dependency-versions',
  'feature-docs',
  'bench-targets',
  'readme',
  'adr',
  'message-schemas',
  'env-config',
  'public-api-docs',
  'public-exports',
  'release-tags',
  'semver',
  'conventional-commits',
  'crate-metadata',
  'msrv',
]);
/** Settings of the repository, and the discipline of its history. */
const SETTINGS = new Set(['protected-main', 'linear-history', 'tests-pass-in-ci', 'coverage']);

/** What it costs to meet a criterion. */
export function estimateEffort({ id, kind }: Pick<Criterion, 'id' | 'kind'>): Effort {
  if (kind === 'attested') return 'people';
  if (FILES.has(id)) return 'file';
  if (EDITS.has(id)) return 'edit';
  return SETTINGS.has(id) ? 'settings' : 'code';
}

/**
 * The way from an assessment to production: blocking gaps, then what a `must` still needs to be decided.
 * @param facts what the module says of itself
 */
export function findWay(
  assessment: Assessment,
  standard: Standard,
  facts: { readonly status: string | null; readonly version: string | null; readonly tag: string | null },
): Way {
  const status = facts.status ?? 'development';
  if (status === 'template' || status === 'deprecated') return { status, next: null, steps: [], release: [] };
  const steps = assessment.findings.flatMap((finding): WayStep[] => {
    const criterion = standard.criterion(finding.criterion);
    const effort = estimateEffort(criterion ?? { id: finding.criterion, kind: finding.kind });
    if (blocks(finding)) return [{ finding, effort, kind: 'gap' }];
    if (finding.severity !== 'must' || finding.status !== 'unknown') return [];
    return [{ finding, effort, kind: finding.kind === 'attested' ? 'attest' : 'measure' }];
  });
  const cost = ({ effort, kind, finding }: WayStep) =>
    EFFORTS.indexOf(effort) * 1_000_000 + (kind === 'gap' ? 0 : 500_000) + Math.min(finding.count, 400_000);
  return {
    status,
    next: status === 'production' && steps.length === 0 ? null : 'production',
    steps: steps.toSorted((a, b) => cost(a) - cost(b)),
    release: releaseNeeds(status, facts),
  };
}

function releaseNeeds(
  status: string,
  { version, tag }: { readonly version: string | null; readonly tag: string | null },
): ReleaseNeed[] {
  const isBelow = version === null || version.startsWith('0.');
  return [
    ...(isBelow ? [{ what: `release version 1.0.0 (Cargo.toml says ${version ?? 'nothing'})` }] : []),
    ...(tag === null ? [{ what: 'tag the release' }] : []),
    ...(status === 'production'
      ? []
      : [{ what: 'record the five steps of the review process, then change the status in the registry' }]),
  ];
}
