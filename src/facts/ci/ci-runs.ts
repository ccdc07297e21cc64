/** What CI runs for a purpose and on which occasions, and whether it counts. */
import { UNKNOWN_TEXT } from './expression.js';
import type { Ci, Occasion, Purpose, Run, System } from './model.js';
import { SYSTEMS } from './model.js';

/** Changes of the default branch, made or proposed. */
export const CHANGES: readonly Occasion[] = ['push', 'pull-request', 'merge-group'];
/** What releases a version: a tag, a release, the default branch. */
export const RELEASES: readonly Occasion[] = ['tag', 'release', 'push', 'part', 'merged', 'after-workflow', 'schedule'];
/** Everything that starts by itself, for changes of the default branch, releases, or on a schedule. */
export const AUTOMATIC: readonly Occasion[] = [
  ...CHANGES,
  'part',
  'part-proposed',
  'tag',
  'release',
  'schedule',
  'after-workflow',
  'merged',
  'opened',
];

/** What was found for a purpose. */
export interface SelectedRuns {
  /** It runs on a wanted occasion. */
  readonly fitting: readonly Run[];
  /** It runs, but does not count. */
  readonly wrong: readonly Run[];
  /** It might run: a task or workflow that could not be followed, on a wanted occasion. */
  readonly possible: readonly Run[];
}

/** Looks for a purpose among the runs; `counts` says what else a run must be. */
export function findRuns(
  ci: Ci,
  purpose: Purpose,
  occasions: readonly Occasion[],
  counts: (run: Run) => boolean = () => true,
): SelectedRuns {
  const timely = (run: Run) => run.occasions.some(each => occasions.includes(each));
  const doing = ci.runs.filter(run => run.does.includes(purpose));
  return {
    fitting: doing.filter(run => timely(run) && counts(run)),
    wrong: doing.filter(run => !(timely(run) && counts(run))),
    possible: ci.runs.filter(run => timely(run) && (run.remote || run.may.includes(purpose))),
  };
}

/** Which runs of tests are those of the module. */
export type IsOwn = (run: Run) => boolean;

/** Runs the module's tests on changes of the default branch, in a step whose failure is seen. */
export function testRuns(ci: Ci, isOwn: IsOwn): SelectedRuns {
  return findRuns(ci, 'test', CHANGES, run => run.canFail && isOwn(run));
}

/** Runs the module's tests by itself. */
export function automaticTestRuns(ci: Ci, isOwn: IsOwn): SelectedRuns {
  return findRuns(ci, 'test', AUTOMATIC, isOwn);
}

/** Runs the benchmarks by itself. */
export function benchRuns(ci: Ci): SelectedRuns {
  return findRuns(ci, 'bench', AUTOMATIC);
}

/** Builds a container image, by Docker or (where the flake has one) by Nix; on a branch of releases too. */
export function imageRuns(ci: Ci): SelectedRuns {
  return findRuns(ci, 'image', [...AUTOMATIC, 'other']);
}

/** Builds outputs of Nix. */
export function nixRuns(ci: Ci): SelectedRuns {
  return findRuns(ci, 'nix', AUTOMATIC);
}

/** Analyzes the source for flaws: CodeQL, Semgrep, and similar tools. */
export function sastRuns(ci: Ci): SelectedRuns {
  return findRuns(ci, 'sast', AUTOMATIC);
}

/** Publishes a release; a container image counts where a tag or a release starts it. */
export function publishRuns(ci: Ci): SelectedRuns {
  const releases = findRuns(ci, 'publish', RELEASES);
  const images = findRuns(ci, 'push-image', ['tag', 'release']);
  return { ...releases, fitting: [...releases.fitting, ...images.fitting] };
}

/** Tells the registry: the repository `cim` (or one called a registry), or a message on `cim.module.…`. */
export function noticeRuns(ci: Ci): SelectedRuns {
  const found = findRuns(ci, 'notify', RELEASES, run => reaches(run.target) === true);
  const unclear = (run: Run) => reaches(run.target) === undefined;
  return {
    fitting: found.fitting,
    wrong: found.wrong.filter(run => !unclear(run)),
    possible: [
      ...found.possible,
      ...found.wrong.filter(run => unclear(run) && run.occasions.some(each => RELEASES.includes(each))),
    ],
  };
}

function reaches(target: string | undefined): boolean | undefined {
  if (target === undefined) return undefined;
  if (target.startsWith('subject ')) {
    const subject = target.slice('subject '.length);
    return subject.startsWith('cim.module.')
      ? true
      : subject.startsWith(UNKNOWN_TEXT) || 'cim.module.'.startsWith(subject.split(UNKNOWN_TEXT)[0] ?? '')
        ? undefined
        : false;
  }
  const name = (target.split('/').at(-1) ?? '').toLowerCase();
  if (name === 'cim' || name.includes('registry')) return true;
  return name.includes(UNKNOWN_TEXT) ? undefined : false;
}

/** On which systems tests run by themselves, and on which they may. */
export function testSystems(
  ci: Ci,
  isOwn: IsOwn,
): {
  readonly tested: readonly Run[];
  readonly missing: readonly System[];
  readonly unclear: ReadonlyMap<System, Run>;
} {
  const { fitting, possible } = automaticTestRuns(ci, isOwn);
  const missing = SYSTEMS.filter(system => !fitting.some(run => run.systems.includes(system)));
  const unclear = new Map<System, Run>();
  for (const run of [...fitting.filter(each => each.anySystem), ...possible]) {
    for (const system of missing) {
      if (!unclear.has(system) && (run.anySystem || run.systems.includes(system))) unclear.set(system, run);
    }
  }
  return { tested: fitting, missing, unclear };
}
