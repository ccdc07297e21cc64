/**
 * The crash driver: people act in many repositories, GitHub tells the real server of it, some requests meet faults, and the
 * server is killed at moments that a seed decides. At rest, each head, issue and command must be as if nothing had happened.
 */
import { setTimeout } from 'node:timers/promises';
import { type Chance, chanceOf } from './chance.js';
import { type GitHub, startGitHub, type Webhook } from './github.js';
import { burst, inAnyOrder, push } from './people.js';
import { type Repository, repositoryOf } from './repository.js';
import {
  dataFolder,
  end,
  type Installed,
  passTime,
  type Running,
  removeFolder,
  startServer,
  workIn,
} from './server.js';
import { type Tally, tallyOf } from './verdict.js';

export interface CrashSettings {
  readonly seed: number;
  readonly repositories: number;
  readonly kills: number;
  /** The share of requests to GitHub that meet a fault. */
  readonly faults: number;
  /** How long it may take to come to rest after the last kill, in milliseconds. */
  readonly deadline?: number;
}

export interface CrashResult extends Tally {
  readonly kills: number;
  readonly counts: GitHub['counts'];
  /** What was not as it must be before the last sweep; an hourly sweep finds it. */
  readonly beforeSweep: number;
  readonly seconds: number;
  /** The logs of the server's lives. */
  readonly logs: readonly string[];
}

/** How often a state is looked at, in milliseconds. */
const LOOK = 20;
/** What died is claimed alone, so that more repositories take longer. */
const deadlineOf = (repositories: number) => 60_000 + 30_000 * repositories;

/**
 * Kills the server again and again, lets it come to rest, and says what is not as it must be.
 * @param programs the folder of the built server
 */
export async function crash(programs: string, settings: CrashSettings): Promise<CrashResult> {
  const { seed, kills, faults } = settings;
  const chance = chanceOf(seed);
  return staged(programs, settings, async stage => {
    const { github, repositories, installed } = stage;
    github.faults = faults;
    const away = repositories.slice(0, Math.ceil(repositories.length / 4));
    for (let round = 0; round < kills; round++) {
      await stage.start();
      const killed = killAt(stage, chance, round);
      await sendAll(github, burst(repositories, chance, round));
      await killed;
      passTime(installed);
      // Some of it happens while no server listens.
      await sendAll(github, burst(away, chance, round + 0.5));
    }
    await stage.start();
    await sendAll(github, burst(repositories, chance, kills));
  });
}

/** Pushes to every repository, told of in any order, some of them twice; no faults, no kills. */
export async function shuffledPushes(programs: string, settings: CrashSettings, pushes: number): Promise<CrashResult> {
  const chance = chanceOf(settings.seed);
  return staged(programs, settings, async ({ github, repositories, start }) => {
    await start();
    const webhooks = Array.from({ length: pushes }, (_, index) =>
      push(repositories[index % repositories.length] as Repository, chance, index),
    );
    await sendAll(github, inAnyOrder(webhooks.flat(), chance, 0));
  });
}

interface Stage {
  readonly github: GitHub;
  readonly repositories: readonly Repository[];
  readonly installed: Installed;
  readonly start: () => Promise<Running>;
  /** The server that runs. */
  server?: Running;
}

async function staged(
  programs: string,
  { repositories: count, seed, kills, deadline = deadlineOf(count) }: CrashSettings,
  play: (stage: Stage) => Promise<void>,
): Promise<CrashResult> {
  const began = Date.now();
  const installed = { programs, data: dataFolder() };
  const repositories = Array.from({ length: count }, (_, index) => repositoryOf(index));
  const github = await startGitHub(repositories, chanceOf(seed));
  const logs: (() => string)[] = [];
  const stage: Stage = {
    github,
    repositories,
    installed,
    async start() {
      const server = await startServer(installed, new URL(github.url).host);
      logs.push(() => server.log());
      github.target = server.webhooks;
      stage.server = server;
      return server;
    },
  };
  try {
    await play(stage);
    const latest = Date.now() + deadline;
    await rest(stage, latest);
    github.faults = 0;
    const beforeSweep = tallyOf(repositories).problems.length;
    await sweepAgain(stage, latest);
    const { problems, ...tally } = tallyOf(repositories);
    return {
      ...tally,
      problems: [
        ...problems,
        ...workIn(installed).dead.map(each => `given up: ${each}`),
        ...github.undelivered().map(({ event, guid }) => `the delivery ${guid} (${event}) never arrived`),
        ...[...new Set(github.unknown)].map(each => `the GitHub of the driver does not know ${each}`),
      ],
      kills,
      counts: github.counts,
      beforeSweep,
      seconds: (Date.now() - began) / 1_000,
      logs: logs.map(log => log()),
    };
  } finally {
    if (stage.server) await end(stage.server, 'SIGKILL');
    github.close();
    removeFolder(installed.data);
  }
}

/** Kills the server with a request to GitHub that the seed decides, before or after it is done, or when nothing is left to do. */
async function killAt(
  { github, server, installed, repositories }: Stage,
  chance: Chance,
  round: number,
): Promise<void> {
  if (!server) return;
  const when = chance.pick(['before', 'after'] as const, 'when', round);
  let left = chance.below(20 + 8 * repositories.length, 'request', round);
  const killed = new Promise<void>(resolve => server.child.once('exit', () => resolve()));
  github.seen = at => {
    if (at === when && left-- === 0) server.child.kill('SIGKILL');
  };
  const isOver = () => server.child.exitCode !== null || server.child.signalCode !== null;
  // A moment without requests: then nothing is left that could be interrupted.
  for (let idle = 0; !isOver() && idle < 20; await setTimeout(LOOK)) idle = workIn(installed).due === 0 ? idle + 1 : 0;
  server.child.kill('SIGKILL');
  await killed;
  github.seen = () => undefined;
  github.target = undefined;
}

async function sendAll(github: GitHub, webhooks: readonly [Webhook, number][]): Promise<void> {
  await Promise.all(webhooks.map(([webhook, times]) => github.send(webhook, times)));
}

/** Until nothing waits, now or later. */
async function rest({ installed, server }: Stage, latest: number): Promise<void> {
  for (;;) {
    const { due, later } = workIn(installed);
    if (due === 0 && later === 0) return;
    if (Date.now() > latest)
      throw new Error(
        `the server did not come to rest: ${due} due, ${later} later; its log ends\n${server?.log().slice(-3_000)}`,
      );
    if (due === 0) passTime(installed);
    await setTimeout(LOOK);
  }
}

/** The server ends as it should, starts, and sweeps. */
async function sweepAgain(stage: Stage, latest: number): Promise<void> {
  const { github, server, repositories, start } = stage;
  const code = server && (await end(server, 'SIGTERM'));
  if (code !== 0) throw new Error(`the server ended with ${code} at SIGTERM: ${server?.log() ?? ''}`);
  const open = new Set(repositories.map(({ name }) => `repos/acme/${name}/tags`));
  github.seen = (at, path) => at === 'after' && void open.delete(path);
  await start();
  while (open.size > 0 && Date.now() < latest) await setTimeout(LOOK);
  await rest(stage, latest);
}

/** A table of what happened. */
export function tableOf({
  heads,
  issues,
  commands,
  kills,
  counts,
  beforeSweep,
  problems,
  seconds,
}: CrashResult): string {
  const rows: [string, string | number][] = [
    ['kills', kills],
    ['requests to GitHub', counts.requests],
    ['… with a fault', counts.faults],
    ['webhooks sent', counts.webhooks],
    ['… that did not arrive at first', counts.lost],
    ['… asked for again', counts.redelivered],
    ['heads of branches, pull requests, tags', heads],
    ['issues', issues],
    ['commands', commands],
    ['open before the last sweep', beforeSweep],
    ['lost or doubled', problems.length],
    ['seconds', seconds.toFixed(1)],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${String(value).padStart(8)}\n`).join('');
}
