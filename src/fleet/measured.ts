/** What is kept of a module that was assessed, for the view of the fleet: plain data, small enough for a hundred modules. */
import { type Assessment, blocks, isGap, type Summary, summarize } from '../assess/assessment.js';
import { moduleCimYaml } from '../facts/cim-yaml.js';
import { manifestFacts } from '../facts/planning/planning.js';
import type { Policy } from '../policy/policy.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import type { Severity, Status } from '../standard/criterion.js';
import { moduleReleases } from '../standard/shared/module-releases.js';

/** A criterion's finding without its texts. */
export interface MeasuredFinding {
  readonly criterion: string;
  readonly section: string;
  readonly severity: Severity;
  readonly status: Status;
  readonly waived: boolean;
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
  /** All criteria that apply. */
  readonly applicable: number;
}

/** What was read of a module besides its findings. */
export interface ModuleFacts {
  readonly name: string;
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
}

export interface Measured extends ModuleFacts {
  readonly owner: string | null;
  readonly repo: string | null;
  readonly ref: string;
  readonly sha: string;
  readonly assessedAt: string;
  readonly summary: Summary;
  readonly sections: readonly MeasuredSection[];
  readonly findings: readonly MeasuredFinding[];
}

/** The module that is measured. */
export interface MeasuredModule {
  readonly policy: Policy;
  /** The package, if several of the repository are assessed. */
  readonly name?: string;
  /** The directory's name, for a module that nothing else names. */
  readonly folder: string;
}

/** Keeps what the view needs. */
export function measured(snapshot: Snapshot, assessment: Assessment, module: MeasuredModule): Measured {
  return measuredOf(assessment, moduleFacts(snapshot, module));
}

/** Reads what the view needs besides the findings. */
export function moduleFacts({ subject, parts }: Snapshot, { policy, name, folder }: MeasuredModule): ModuleFacts {
  const { files, history, tags } = parts;
  const cimYaml = files.read ? moduleCimYaml(files.value) : undefined;
  const manifests = files.read ? manifestFacts(files.value) : [];
  const named = cimYaml?.read ? cimYaml.value.name?.value : undefined;
  const listed = cimYaml?.read ? [...(cimYaml.value.dependencies?.keys() ?? [])] : [];
  const names = [subject.repo, named, folder];
  const own =
    manifests.find(each => each.name === name) ?? manifests.find(each => names.includes(each.name)) ?? manifests[0];
  const { releases } = tags.read ? moduleReleases(tags.value, files, { subject, policy }) : { releases: [] };
  const newest = releases.toSorted((a, b) => (a.tag.date < b.tag.date ? 1 : -1));
  return {
    name: name ?? subject.repo ?? named ?? own?.name ?? folder,
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
  };
}

/** An assessment in the form that the view needs. */
export function measuredOf({ subject, findings, assessedAt }: Assessment, facts: ModuleFacts): Measured {
  const { owner, repo, ref, sha } = subject;
  return {
    ...facts,
    owner,
    repo,
    ref,
    sha,
    assessedAt,
    summary: summarize(findings),
    sections: [...new Set(findings.map(({ section }) => section))].map(section => {
      const { met, unmet, unknown } = summarize(findings.filter(each => each.section === section));
      return { section, met, unmet, unknown, applicable: met + unmet + unknown };
    }),
    findings: findings.map(finding => {
      const { criterion, section, severity, status, waiver } = finding;
      return {
        criterion,
        section,
        severity,
        status,
        waived: waiver !== null,
        blocks: blocks(finding),
        gap: isGap(finding),
      };
    }),
  };
}
