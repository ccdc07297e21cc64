import { CHANGES } from '../../facts/ci/ci-runs.js';
import type { Ci, Run } from '../../facts/ci/model.js';
import { CIM_NAMES, type Names } from '../../policy/names.js';
import type { CheckResult } from '../../snapshot/github.js';

/** The conclusions with which a check passed. */
const PASSED = new Set(['success', 'neutral', 'skipped']);
/** `stale`: GitHub gave up waiting; it never concluded. */
const PENDING = new Set(['stale', 'pending', 'queued', 'in_progress', 'requested', 'waiting', 'expected']);

/**
 * The check results of other apps; those of this app say nothing about the tests. Those that it left under the names of the CIM standard,
 * before the organization changed them, do not count either.
 */
export function resultsOfOtherApps(
  checks: readonly CheckResult[],
  { names }: { readonly names?: Names | undefined },
): CheckResult[] {
  const own = [CIM_NAMES, ...(names ? [names] : [])].flatMap(({ readiness, commits, version }) => [
    readiness,
    commits,
    version,
  ]);
  return checks.filter(({ app, name }) => app !== 'cim-readiness' && !own.includes(name));
}

export function hasPassed({ conclusion }: CheckResult): boolean {
  return PASSED.has(conclusion);
}

export function isPending({ conclusion }: CheckResult): boolean {
  return PENDING.has(conclusion);
}

/** How much of a job's name is compared, in characters. */
const LONGEST_NAME = 200;

/** The results of a tool's runs on the commit, by the checks of their jobs. */
export interface RunResults {
  /** Runs whose job succeeded. */
  readonly passed: readonly Run[];
  readonly failed: readonly CheckResult[];
  readonly pending: readonly CheckResult[];
  /** Runs that prove something once their job succeeds. */
  readonly proving: readonly Run[];
}

/**
 * Follows runs to the checks of their jobs. A run proves nothing if its failure would not fail its job, or if events other
 * than the job's start it. Skipped jobs and jobs without a check did not run.
 */
export function followRuns(ci: Ci, runs: readonly Run[], results: readonly CheckResult[]): RunResults {
  const seen = runs
    .filter(run => run.canFail && isOfItsJob(ci, run))
    .map(run => ({ run, of: results.filter(({ name }) => isNamed(name, nameOf(ci, run))) }));
  const all = [...new Set(seen.flatMap(({ of }) => of))];
  return {
    passed: seen.flatMap(({ run, of }) =>
      of.length > 0 && of.every(({ conclusion }) => conclusion === 'success') ? [run] : [],
    ),
    failed: all.filter(each => !hasPassed(each) && !isPending(each)),
    pending: all.filter(isPending),
    proving: seen.map(({ run }) => run),
  };
}

/** A step that only a schedule runs did not run if a push started its job. */
function isOfItsJob({ runs }: Ci, run: Run): boolean {
  const onChanges = (each: Run) => each.occasions.some(occasion => CHANGES.includes(occasion));
  return onChanges(run) || !runs.some(each => each.path === run.path && each.job === run.job && onChanges(each));
}

/** The name of a run's job, in parts between which an expression puts anything. */
function nameOf({ workflows }: Ci, { path, job }: Run): readonly string[] {
  const name = workflows.find(each => each.path === path)?.jobs.find(({ id }) => id === job)?.name ?? job;
  return name.slice(0, LONGEST_NAME).split(/\$\{\{[^}]{0,200}\}\}/);
}

/** A check is called as its job, a variation of a matrix in parentheses behind, the calling job before: `build / test (stable)`. */
function isNamed(check: string, parts: readonly string[]): boolean {
  const [first = '', ...others] = parts;
  const last = others.pop();
  const ends = [check.length, ...(check.endsWith(')') ? placesOf(' (', check) : [])];
  const starts = [0, ...placesOf(' / ', check).map(at => at + 3)].filter(at => check.startsWith(first, at));
  if (last === undefined) return starts.some(at => ends.includes(at + first.length));
  let [at = Number.NaN] = starts;
  at += first.length;
  for (const part of others) {
    const found = check.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return ends.some(end => end - last.length >= at && check.startsWith(last, end - last.length));
}

function placesOf(text: string, within: string): number[] {
  const places: number[] = [];
  for (let at = within.indexOf(text); at >= 0; at = within.indexOf(text, at + 1)) places.push(at);
  return places;
}
