/**
 * The fault matrix: at each request that the app sends for something that happens, GitHub answers once with each kind of fault.
 * At rest, everything must be as on a GitHub without faults. Each case has a repository and an installation of its own.
 */
import { chanceOf } from './chance.js';
import { onStage, rest, type Stage, sendAll, sweepAgain, unknownTo } from './driver.js';
import { FAULTS, type Fault } from './faults.js';
import type { Asked, Webhook } from './github.js';
import { openPull, push, say, tag } from './people.js';
import { pictureOf } from './picture.js';
import { type Repository, repositoryOf } from './repository.js';
import { replayAll, workIn } from './server.js';
import { tallyOf } from './verdict.js';

/** What can happen in a repository. */
const PLAYS: Readonly<Record<string, (of: Repository) => readonly Webhook[]>> = {
  push: of => push(of, chanceOf(1), 1),
  'pull request': of => openPull(of, chanceOf(1), 1),
  tag: of => tag(of, chanceOf(1), 1),
  comment: of => say(of, '/cim attest single-responsibility with https://example.org/r: it has one reason to change'),
  migration: of => say(of, '/cim plan'),
};

/** One case: the first time that the app sends a request, it meets a fault. */
export interface Cell {
  readonly play: string;
  /** The method and the path, without numbers and hashes. */
  readonly request: string;
  readonly fault: string;
}

/** What happens without faults. */
export interface Control {
  readonly play: string;
  /** Every request once, in the order in which they were sent. */
  readonly requests: readonly string[];
  readonly picture: string;
}

/** Plays everything without faults. */
export async function control(programs: string): Promise<Control[]> {
  const plays = Object.keys(PLAYS);
  const repositories = plays.map((_, index) => repositoryOf(index, index + 1));
  const asked = new Map<Repository, Set<string>>(repositories.map(of => [of, new Set()]));
  return onStage(programs, repositories, async stage => {
    stage.github.faultOf = request => {
      if (request.of) asked.get(request.of)?.add(keyOf(request));
      return undefined;
    };
    await playAll(stage, plays);
    const problems = [...tallyOf(repositories).problems, ...unknownTo(stage.github)];
    if (problems.length > 0) throw new Error(`without faults:\n${problems.join('\n')}`);
    return repositories.map((of, index) => ({
      play: plays[index] ?? '',
      requests: [...(asked.get(of) ?? [])],
      picture: pictureOf(of),
    }));
  });
}

/** Every case. */
export function cellsOf(controls: readonly Control[]): Cell[] {
  return controls.flatMap(({ play, requests }) =>
    requests.flatMap(request =>
      Object.entries(FAULTS).flatMap(([fault, { at }]) =>
        at === undefined || at.test(request) ? [{ play, request, fault }] : [],
      ),
    ),
  );
}

/** Plays cases beside one another; says for each what is not as it must be. */
export async function matrix(
  programs: string,
  controls: readonly Control[],
  cells: readonly Cell[],
): Promise<{ readonly cell?: Cell; readonly problem: string }[]> {
  const repositories = cells.map((_, index) => repositoryOf(index, index + 1));
  const cellOf = new Map(repositories.map((of, index) => [of, cells[index] as Cell]));
  return onStage(programs, repositories, async stage => {
    const { github, installed } = stage;
    const met = new Set<Repository>();
    github.faultOf = request => {
      const cell = request.of && cellOf.get(request.of);
      if (!request.of || !cell || met.has(request.of) || keyOf(request) !== cell.request) return undefined;
      met.add(request.of);
      return faultOf(cell);
    };
    const dead = await playAll(
      stage,
      cells.map(({ play }) => play),
    );
    const found = repositories.flatMap(of => {
      const cell = cellOf.get(of) as Cell;
      const wanted = controls.find(({ play }) => play === cell.play)?.picture ?? '';
      const isMet = met.has(of) ? [] : ['no request met the fault'];
      const givenUp = faultOf(cell).effect === 'passes' ? dead.filter(each => each.startsWith(`${of.name} `)) : [];
      return [...isMet, ...givenUp, ...problemsOf(of, cell, wanted)].map(problem => ({ cell, problem }));
    });
    const left = [
      ...workIn(installed).dead.map(each => `given up, after it was replayed: ${each}`),
      ...github.undelivered().map(({ event }) => `a delivery (${event}) never arrived`),
      ...unknownTo(github),
    ];
    return [...found, ...left.map(problem => ({ problem }))];
  });
}

function faultOf({ fault }: Cell): Fault {
  return FAULTS[fault] as Fault;
}

/** Everything happens, and comes to rest; what was given up is replayed; the sweep follows. @returns what was given up */
async function playAll(stage: Stage, plays: readonly string[]): Promise<readonly string[]> {
  const { github, repositories, installed } = stage;
  // The sweep at the start would do some of it.
  github.isSwept = false;
  await stage.start();
  const webhooks = repositories.flatMap((of, index) => PLAYS[plays[index] ?? '']?.(of) ?? []);
  await sendAll(
    github,
    webhooks.map(webhook => [webhook, 1]),
  );
  await rest(stage);
  const { dead } = workIn(installed);
  github.faultOf = () => undefined;
  await replayAll(installed);
  github.isSwept = true;
  await sweepAgain(stage);
  return dead;
}

/** What must hold of every case: nothing is open, doubled, or lost, except what GitHub refused, which is said. */
function problemsOf(of: Repository, cell: Cell, wanted: string): string[] {
  const { effect } = faultOf(cell);
  const picture = pictureOf(of);
  if (picture === wanted) return [];
  const problems = tallyOf([of]).problems.filter(each => effect === 'passes' || !isRefusal(each));
  if (problems.length > 0) return [...problems];
  return effect === 'passes' ? [difference(picture, wanted)] : [];
}

/** A command that GitHub did not let happen is answered so, or its comment is gone. */
function isRefusal(problem: string): boolean {
  return /was refused: .*GitHub refused with|has 0 answers$|its issues are missing$|not under the tracking issue$/.test(
    problem,
  );
}

function difference(picture: string, wanted: string): string {
  let at = 0;
  while (picture[at] === wanted[at]) at += 1;
  const near = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 40), at + 80));
  return `is ${near(picture)} instead of ${near(wanted)}`;
}

/** A request without what differs between repositories. */
function keyOf({ method, path, body }: Asked): string {
  const { query } = body as { readonly query?: string };
  const [, name] = /^\s*query (\w+)/.exec(query ?? '') ?? [];
  const plain = path
    .replace(/^repos\/[^/]+\/[^/]+/, '')
    .replaceAll(/\b[0-9a-f]{40}\b/g, 'SHA')
    .replaceAll(/\d+/g, 'N');
  return `${method} ${name === undefined ? '' : `${name} `}${plain}`;
}
