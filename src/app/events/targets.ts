/** The names of targets: `KIND` or `KIND/WHICH`. They are also the external IDs of check runs. */

/** The kinds of target; each has one handler. */
export const KINDS = [
  'default-branch',
  'pull',
  'tag',
  'merge-group',
  'commit',
  'results',
  'comment',
  'review-comment',
  'issue',
  'attestation',
  'plan',
  'migration',
  'fixes',
  'notice',
  'registry',
  'documents',
  'history',
  'promises',
  'digest',
  'welcome',
  'installation',
  'delivery',
] as const;
export type TargetKind = (typeof KINDS)[number];

/** The parts of a target's name; `which` is empty if a repository has only one target of the kind. */
export interface ParsedTarget {
  readonly kind: TargetKind;
  readonly which: string;
}

/** Parses a name; undefined if no target has such a name. */
export function parseTarget(name: string): ParsedTarget | undefined {
  const slash = name.indexOf('/');
  const kind = KINDS.find(each => each === (slash < 0 ? name : name.slice(0, slash)));
  return kind && { kind, which: slash < 0 ? '' : name.slice(slash + 1) };
}

/** The target named by the external ID of a check run, if it is of a kind that has check runs. */
export function targetOfCheckRun(externalId: string | null | undefined): string | undefined {
  return /^(?:default-branch|registry|(?:pull|documents)\/\d+|tag\/.+|merge-group\/[0-9a-f]{40,64})$/s.test(
    externalId ?? '',
  )
    ? (externalId ?? undefined)
    : undefined;
}

/** The target that fixes what a check run about another target found: a pull request, or else the default branch. */
export function fixesTarget(target: string): string {
  return /^pull\/\d+$/.test(target) ? `fixes/${target}` : 'fixes';
}

/** How long the registry waits for modules, in seconds: changes often come together, and its pull request is updated daily. */
export const REGISTRY_DELAY = 600;
