/** What is kept of a module that was assessed, for the view of the fleet: plain data, small enough for a hundred modules. */
import { type Assessment, blocks, isGap, type Summary, summarize } from '../assess/assessment.js';
import { moduleCimYaml } from '../facts/cim-yaml.js';
import { manifestFacts } from '../facts/planning/planning.js';
import type { Policy } from '../policy/policy.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import type { Status } from '../standard/criterion.js';
import { moduleReleases } from '../standard/shared/module-releases.js';
import type { Standard } from '../standard/standard.js';

/** A criterion's finding, its words left out. */
export interface MeasuredFinding {
  readonly criterion: string;
  readonly status: Status;
  /** A blocking gap. */
  readonly blocks: boolean;
  readonly gap: boolean;
}

/** A section's criteria, counted. */
export interface MeasuredSection {
  readonly section: string;
  readonly met: number;
  readonly unmet: number;
  readonly unknown: number;
  /** All that apply. */
  readonly applicable: number;
}

export interface Measured {
  readonly name: string;
  readonly owner: string | null;
  readonly repo: string | null;
  readonly ref: string;
  readonly sha: string;
  readonly assessedAt: string;
  /** When the commit was made, ISO 8601. */
  readonly committedAt: string | null;
  /** Of Cargo.toml. */
  readonly version: string | null;
  /** The tag of the newest release. */
  readonly tag: string | null;
  /** Versions of the releases, the newest first. */
  readonly releases: readonly string[];
  /** The status in cim.yaml. */
  readonly statedStatus: string | null;
  /** Names of the crates that it depends on, from Cargo.toml and cim.yaml. */
  readonly dependencies: readonly string[];
  /** Names in lines of Cargo.toml that are commented out. */
  readonly commentedOut: readonly string[];
  /** What Cargo.toml requires of each dependency; null if it gives no version. */
  readonly requirements: Readonly<Record<string, string | null>>;
  readonly summary: Summary;
  readonly sections: readonly MeasuredSection[];
  readonly findings: readonly MeasuredFinding[];
}

/** Keeps what the view needs. @param folder the directory's name, for a module that nothing else names */
export function measured(
  snapshot: Snapshot,
  assessment: Assessment,
  { standard, policy, folder }: { readonly standard: Standard; readonly policy: Policy; readonly folder: string },
): Measured {
  const { subject, findings, assessedAt } = assessment;
  const { files, history, tags } = snapshot.parts;
  const cimYaml = files.read ? moduleCimYaml(files.value) : undefined;
  const manifests = files.read ? manifestFacts(files.value) : [];
  const named = cimYaml?.read ? cimYaml.value.name?.value : undefined;
  const listed = cimYaml?.read ? [...(cimYaml.value.dependencies?.keys() ?? [])] : [];
  const names = [subject.repo, named, folder];
  const own = manifests.find(({ name }) => names.includes(name)) ?? manifests[0];
  const { releases } = tags.read ? moduleReleases(tags.value, files, { subject, policy }) : { releases: [] };
  const newest = releases.toSorted((a, b) => (a.tag.date < b.tag.date ? 1 : -1));
  return {
    name: subject.repo ?? named ?? own?.name ?? folder,
    owner: subject.owner,
    repo: subject.repo,
    ref: subject.ref,
    sha: subject.sha,
    assessedAt,
    committedAt: history.read ? (history.value.commits[0]?.committer.date ?? null) : null,
    version: own?.version ?? null,
    tag: newest[0]?.tag.name ?? null,
    releases: newest.map(({ version }) => version),
    statedStatus: cimYaml?.read ? (cimYaml.value.status?.value ?? null) : null,
    dependencies: [
      ...new Set([...listed, ...manifests.flatMap(({ dependencies }) => [...dependencies.keys()])]),
    ].sort(),
    commentedOut: [...new Set(manifests.flatMap(({ commentedOut }) => [...commentedOut]))].sort(),
    requirements: Object.fromEntries(own?.dependencies ?? []),
    summary: summarize(findings),
    sections: standard.sections.map(({ id }) => {
      const { met, unmet, unknown } = summarize(findings.filter(({ section }) => section === id));
      return { section: id, met, unmet, unknown, applicable: met + unmet + unknown };
    }),
    findings: findings.map(finding => ({
      criterion: finding.criterion,
      status: finding.status,
      blocks: blocks(finding),
      gap: isGap(finding),
    })),
  };
}
