/** What a revision of the standard demands, written down, so that no demand changes without the changelog saying so. */
import type { Criterion } from '../src/standard/criterion.js';
import type { Standard } from '../src/standard/standard.js';

/** What a criterion demands. Its other texts can change freely. */
type Demand = Pick<Criterion, 'severity' | 'kind' | 'thresholds' | 'looksAt'>;

/** The demands of one revision, by criterion. */
export interface Revision {
  readonly standard: string;
  readonly revision: number;
  readonly criteria: Readonly<Record<string, Demand>>;
}

/** What the standard demands as the code has it now. */
export function revisionOf({ id, revision, criteria }: Standard): Revision {
  const demand = ({ severity, kind, thresholds, looksAt }: Criterion): Demand => ({
    severity,
    kind,
    thresholds,
    looksAt,
  });
  return { standard: id, revision, criteria: Object.fromEntries(criteria.map(each => [each.id, demand(each)])) };
}

/** The differences in what two revisions demand: a phrase for each criterion that was added, removed or changed. */
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

/** The text of a revision in the changelog, and whether it is released: `## Revision 2 (unreleased)`. */
export function changelogEntry(
  changelog: string,
  revision: number,
): { readonly text: string; readonly released: boolean } | undefined {
  const [heading, ...rest] = (changelog.split(/^## /m)[1] ?? '').split('\n');
  const [, number, date] = /^Revision (\d+) \((unreleased|\d{4}-\d{2}-\d{2})\)$/.exec(heading ?? '') ?? [];
  return Number(number) === revision ? { text: rest.join('\n'), released: date !== 'unreleased' } : undefined;
}

/** What a check compares. */
export interface Revisions {
  /** As the code has it. */
  readonly current: Revision;
  /** As it is written down under the same number. */
  readonly written: Revision | undefined;
  /** The revision before; absent before the first. */
  readonly previous: Revision | undefined;
  readonly changelog: string;
}

/** What nobody said about the current revision yet, each with what to do. */
export function unsaid({ current, written, previous, changelog }: Revisions): string[] {
  const { revision } = current;
  const entry = changelogEntry(changelog, revision);
  if (!entry) return [`the changelog must begin with \`## Revision ${revision} (unreleased)\`: add the entry`];
  const changed = written ? [...differences(written, current)] : [];
  if (entry.released && changed.length > 0) {
    const what = changed.map(([id, how]) => `${id} (${how})`).join(', ');
    return [
      `revision ${revision} is released, and the code differs: ${what}: raise \`revision\` in src/standard/cim.ts`,
    ];
  }
  const unnamed = previous
    ? [...differences(previous, current)].filter(([id]) => !entry.text.includes(`\`${id}\``))
    : [];
  return [
    ...(written ? [] : [`revision ${revision} is not written down: run \`npm run revision\``]),
    ...changed.map(([id, how]) => `\`${id}\` differs from what is written down (${how}): run \`npm run revision\``),
    ...unnamed.map(
      ([id, how]) =>
        `\`${id}\` differs from revision ${revision - 1} (${how}): say so in the changelog of revision ${revision}`,
    ),
  ];
}
