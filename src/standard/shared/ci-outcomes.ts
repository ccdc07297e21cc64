/** Outcomes of the criteria on what CI runs: the same messages for runs that count, runs that do not, and unread files. */

import type { IsOwn, SelectedRuns } from '../../facts/ci/ci-runs.js';
import type { Ci, NamedRun, Occasion, Run } from '../../facts/ci/model.js';
import { analyzeCi } from '../../facts/ci/runs.js';
import { testsAnyPackage } from '../../facts/ci/tested-packages.js';
import type { Files } from '../../snapshot/files.js';
import type { Repository } from '../../snapshot/github.js';
import type { Reading } from '../../snapshot/reading.js';
import { type Context, type Evidence, met, type Outcome, type Problem, unknown, unmet } from '../criterion.js';
import { packagesInScope } from './scope.js';

export interface CiParts {
  readonly files: Files;
  readonly repository: Reading<Repository>;
}

/**
 * What the workflows run, seen from the default branch: the one that GitHub or the checkout names, else the usual names and the assessed branch.
 * @param named a command or an action to look for by its name
 */
export function moduleCi({ files, repository }: CiParts, { subject }: Context, named?: NamedRun): Ci {
  if (repository.read) return analyzeCi(files, repository.value.defaultBranch, [], named);
  const isBranch =
    /^[\w./-]+$/.test(subject.ref) && !/^(HEAD$|refs\/|(?:[0-9a-f]{40}|[0-9a-f]{64})$|v?\d)/.test(subject.ref);
  return analyzeCi(files, subject.defaultBranch, isBranch ? [subject.ref] : [], named);
}

/** Whether a run of tests is about the packages in scope; one that names none is. */
export function ownTests(files: Files, context: Context): IsOwn {
  const packages = packagesInScope(files, context);
  return ({ tested }) => tested === undefined || testsAnyPackage(files, tested, packages);
}

export interface RunMessages {
  /** What is required, as a continuation of "no workflow …": "runs the tests". */
  readonly asked: string;
  /** What to add, as an imperative. */
  readonly add: string;
  /** Why a run does not count, apart from what starts it. */
  readonly but?: (run: Run) => string | undefined;
}

/** Met by the runs that fit; else unknown if something could not be read or followed; else unmet, at the closest run. */
export function ciOutcome(ci: Ci, { fitting, wrong, possible }: SelectedRuns, words: RunMessages): Outcome {
  const [first] = fitting;
  if (first) return met(`\`${first.path}\` ${words.asked}: ${shown(first)}`, runEvidence(fitting));
  return unknownCi(ci, possible, words) ?? unmet(`no workflow ${words.asked}`, findingsOf(ci, wrong, words));
}

/** Unknown if a file could not be read, or something named in it could not be followed. */
export function unknownCi(
  ci: Ci,
  possible: readonly Run[],
  { asked }: Pick<RunMessages, 'asked'>,
): Outcome | undefined {
  const [problem] = ci.problems;
  if (problem) {
    return unknown(
      `no workflow that could be read ${asked}; \`${problem.path}:${problem.line}\` could not be read: ${problem.message}`,
    );
  }
  const [run] = possible;
  return run && unknown(`found no workflow that ${asked}; ${describeUnfollowed(run)}`);
}

/** The place that could not be followed, and the reason. */
export function describeUnfollowed(run: Run): string {
  const place = `\`${run.path}:${run.line}\``;
  return run.remote
    ? `${place} calls ${shown(run)} from another repository, which was not read`
    : `${place} runs ${shown(run)}, which could not be followed`;
}

/** The places of runs, one for each line, at most 5. */
export function runEvidence(runs: readonly Run[]): Evidence[] {
  const lines = new Map(runs.map(run => [`${run.path}:${run.line}`, run]));
  return [...lines.values()]
    .slice(0, 5)
    .map(run => ({ path: run.path, line: run.line, message: `${shown(run)} in the job \`${run.job}\`` }));
}

function findingsOf(ci: Ci, wrong: readonly Run[], words: RunMessages): Problem[] {
  if (wrong.length > 0) {
    return wrong.slice(0, 10).map(run => ({
      kind: 'ineffective-run',
      subject: run.shown,
      path: run.path,
      line: run.line,
      message: `${shown(run)} does not count: ${words.but?.(run) ?? occasionsOf(run)}`,
    }));
  }
  const place = nearestJob(ci);
  return place
    ? [{ kind: 'missing-job', ...place, message: `no job ${words.asked}: ${words.add}` }]
    : [{ kind: 'missing-job', message: `no workflow in \`.github/workflows/\`: ${words.add}` }];
}

/** The place to add a job: the workflow that runs tests, else the first. */
export function nearestJob({ workflows, runs }: Ci): { path: string; line: number } | undefined {
  const tested = runs.find(run => run.does.includes('test'))?.path;
  const workflow = workflows.find(each => each.path === tested) ?? workflows[0];
  return workflow && { path: workflow.path, line: workflow.jobsLine };
}

const OCCASIONS: Readonly<Record<Occasion, string>> = {
  push: 'pushes to the default branch',
  'pull-request': 'pull requests',
  'merge-group': 'the merge queue',
  tag: 'tags',
  release: 'releases',
  schedule: 'a schedule',
  'after-workflow': 'another workflow',
  merged: 'closed pull requests',
  opened: 'opened or labeled pull requests',
  part: 'pushes of files other than code',
  'part-proposed': 'pull requests for files other than code',
  other: 'other branches or events',
  manual: 'a person',
  never: 'nothing',
};

function occasionsOf(run: Run): string {
  if (run.occasions.length === 1 && run.occasions[0] === 'never')
    return 'no event starts it, or its condition is never true';
  return `it is started only by ${run.occasions.map(each => OCCASIONS[each]).join(', ')}`;
}

function shown(run: Run): string {
  return `\`${run.shown.replaceAll('`', "'")}\``;
}
