/** The recorded demands of a revision of the standard, so that every changed demand is in the changelog. */
import type { Criterion } from '../src/standard/criterion.js';
import type { Standard } from '../src/standard/standard.js';

/** The demands of a criterion. Its other texts can change freely. */
type Demand = Pick<Criterion, 'severity' | 'kind' | 'thresholds' | 'looksAt'>;

/** The demands of one revision, by criterion. */
export interface Revision {
  readonly standard: string;
  readonly revision: number;
  readonly criteria: Readonly<Record<string, Demand>>;
}

/** The demands of the standard in the code. */
export function revisionOf({ id, revision, criteria }: Standard): Revision {
  const demand = ({ severity, kind, thresholds, looksAt }: Criterion): Demand => ({
    severity,
    kind,
    thresholds,
    looksAt,
  });
  return { standard: id, revision, criteria: Object.fromEntries(criteria.map(each => [each.id, demand(each)])) };
}

/** The differences between the demands of two revisions: a phrase for each criterion that was added, removed, or changed. */
export function differences(before: Revision, after: Revision): ReadonlyMap<string, string> {
  const ids = new Set([...Object.keys(before.criteria), ...Object.keys(after.criteria)]);
  const changes = [...ids].map(id => [id, change(before.criteria[id], after.criteria[id])] as const);
  return new Map(changes.filter((each): each is readonly [string, string] => each[1] !== undefined));
}

function change(was: Demand | undefined, is: Demand | undefined): string | undefined {
  if (!was) return 'added';
  if (!is) return 'removed';
  const keys = (['severity', 'kind', 'thresholds', 'looksAt'] as const).filter(key => !isSame(was[key], is[key]));
  return keys.length > 0 ? `other ${keys.join(', ')}` : undefined;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The changelog's text about a revision, and whether the revision is released: `## Revision 2 (unreleased)`. */
export function changelogEntry(
  changelog: string,
  revision: number,
): { readonly text: string; readonly released: boolean } | undefined {
  const [heading, ...rest] = (changelog.split(/^## /m)[1] ?? '').split('\n');
  const [, number, date] = /^Revision (\d+) \((unreleased|\d{4}-\d{2}-\d{2})\)$/.exec(heading ?? '') ?? [];
  return Number(number) === revision ? { text: rest.join('\n'), released: date !== 'unreleased' } : undefined;
}

/** The revisions to compare. */
export interface Revisions {
  /** The revision in the code. */
  readonly current: Revision;
  /** The recorded revision with the same number. */
  readonly written: Revision | undefined;
  /** The previous revision; absent for the first. */
  readonly previous: Revision | undefined;
  readonly changelog: string;
}

/** The problems of the current revision, each with what to do: changes that are not recorded or not in the changelog. */
export function revisionProblems({ current, written, previous, changelog }: Revisions): string[] {
  const { revision } = current;
  const entry = changelogEntry(changelog, revision);
  if (!entry) return [`the changelog does not begin with \`## Revision ${revision} (unreleased)\`: add the entry`];
  const changed = written ? [...differences(written, current)] : [];
  if (entry.released && changed.length > 0) {
    const what = changed.map(([id, how]) => `${id} (${how})`).join(', ');
    return [
      `the code differs from the released revision ${revision}, in ${what}: increase \`revision\` of the standard`,
    ];
  }
  const unnamed = previous
    ? [...differences(previous, current)].filter(([id]) => !entry.text.includes(`\`${id}\``))
    : [];
  return [
    ...(written ? [] : [`revision ${revision} is not recorded: run \`npm run revision\``]),
    ...changed.map(([id, how]) => `\`${id}\` differs from the recorded revision (${how}): run \`npm run revision\``),
    ...unnamed.map(
      ([id, how]) =>
        `\`${id}\` differs from revision ${revision - 1} (${how}): name it in the changelog of revision ${revision}`,
    ),
  ];
}
