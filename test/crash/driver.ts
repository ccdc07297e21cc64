/**
 * The crash driver: people act in many repositories, GitHub tells the real server of it, some requests meet faults, and the
 * server is killed at moments that a seed decides. At rest, each head, issue and command must be as if nothing had happened.
 */
import { setTimeout } from 'node:timers/promises';
import { type Chance, chanceOf } from './chance.js';
import { chanceOfFaults, type GitHub, startGitHub, type Webhook } from './github.js';
import { burst, inAnyOrder, push } from './people.js';
import { type Repository, repositoryOf } from './repository.js';
import {
  dataFolder,
  end,
  type Installed,
  passTime,
  type Running,
  removeFolder,
  type StoredWork,
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
}

export interface CrashResult extends Tally {
  readonly kills: number;
  /** How often NATS was killed. */
  readonly brokerKills?: number;
  readonly counts: GitHub['counts'];
  /** What was not as it must be before the last sweep; an hourly sweep finds it. */
  readonly beforeSweep: number;
  readonly seconds: number;
  /** The logs of the server's lives. */
  readonly logs: readonly string[];
}

/** How often a state is looked at, in milliseconds. */
const LOOK = 20;
/** How long nothing may happen before the server counts as hanging, in milliseconds: longer than it waits for an answer. */
const LONGEST_SILENCE = 120_000;
/** How much time passes between two lives of the server, in seconds. */
const BETWEEN_LIVES = 60;

/**
 * Kills the server again and again, lets it come to rest, and says what is not as it must be.
 * @param programs the folder of the built server
 */
export async function crash(programs: string, settings: CrashSettings): Promise<CrashResult> {
  const { seed, kills, faults } = settings;
  const chance = chanceOf(seed);
  return staged(programs, settings, async stage => {
    const { github, repositories, installed } = stage;
    github.faultOf = chanceOfFaults(chance, faults);
    const away = repositories.slice(0, Math.ceil(repositories.length / 4));
    for (let round = 0; round < kills; round++) {
      await stage.start();
      const killed = killAt(stage, chance, round);
      await sendAll(github, burst(repositories, chance, round));
      await killed;
      passTime(installed, BETWEEN_LIVES);
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

/** A server on a GitHub of its own. */
export interface Stage {
  readonly github: GitHub;
  readonly repositories: readonly Repository[];
  readonly installed: Installed;
  readonly start: () => Promise<Running>;
  /** The logs of the server's lives. */
  readonly logs: () => string[];
  /** The server that runs. */
  server?: Running;
}

/** Plays on a new stage, and removes it. */
export async function onStage<T>(
  programs: string,
  repositories: readonly Repository[],
  play: (stage: Stage) => Promise<T>,
): Promise<T> {
  const installed = { programs, data: dataFolder() };
  const github = await startGitHub(repositories);
  const lives: Running[] = [];
  const stage: Stage = {
    github,
    repositories,
    installed,
    logs: () => lives.map(life => life.log()),
    async start() {
      const server = await startServer(installed, new URL(github.url).host);
      lives.push(server);
      github.target = server.webhooks;
      stage.server = server;
      return server;
    },
  };
  try {
    return await play(stage);
  } finally {
    if (stage.server) await end(stage.server, 'SIGKILL');
    github.close();
    removeFolder(installed.data);
  }
}

async function staged(
  programs: string,
  { repositories: count, kills }: CrashSettings,
  play: (stage: Stage) => Promise<void>,
): Promise<CrashResult> {
  const began = Date.now();
  const repositories = Array.from({ length: count }, (_, index) => repositoryOf(index));
  return onStage(programs, repositories, async stage => {
    const { github, installed } = stage;
    await play(stage);
    await rest(stage);
    github.faultOf = () => undefined;
    const beforeSweep = tallyOf(repositories).problems.length;
    await sweepAgain(stage);
    const { problems, ...tally } = tallyOf(repositories);
    return {
      ...tally,
      problems: [
        ...problems,
        ...workIn(installed).dead.map(each => `given up: ${each}`),
        ...github.undelivered().map(({ event, guid }) => `the delivery ${guid} (${event}) never arrived`),
        ...unknownTo(github),
      ],
      kills,
      counts: github.counts,
      beforeSweep,
      seconds: (Date.now() - began) / 1_000,
      logs: stage.logs(),
    };
  });
}

/** The requests that the GitHub of the driver does not know. */
export function unknownTo(github: GitHub): string[] {
  return [...new Set(github.unknown)].map(each => `the GitHub of the driver does not know ${each}`);
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

export async function sendAll(github: GitHub, webhooks: readonly [Webhook, number][]): Promise<void> {
  await Promise.all(webhooks.map(([webhook, times]) => github.send(webhook, times)));
}

/** Until nothing waits, now or later. @throws if nothing happens for too long */
export async function rest({ github, installed, server }: Stage): Promise<void> {
  await untilRest({
    github,
    work: () => workIn(installed),
    passTime: () => passTime(installed),
    log: () => server?.log() ?? '',
  });
}

interface Resting {
  readonly github: GitHub;
  readonly work: () => StoredWork | Promise<StoredWork>;
  /** Makes everything that waits due. */
  readonly passTime: () => void | Promise<void>;
  readonly log: () => string;
}

/** Until nothing waits, now or later. @throws if nothing happens for too long */
export async function untilRest({ github, work, passTime: pass, log }: Resting): Promise<void> {
  let seen = '';
  for (let since = Date.now(); ; await setTimeout(LOOK)) {
    const { due, later } = await work();
    if (due === 0 && later === 0) return;
    if (due === 0) await pass();
    const now = JSON.stringify([due, later, github.counts.requests]);
    if (now !== seen) since = Date.now();
    seen = now;
    if (Date.now() - since > LONGEST_SILENCE)
      throw new Error(
        `the server does not come to rest: ${due} due, ${later} later; its log ends\n${log().slice(-3_000)}`,
      );
  }
}

/** Until everything that is due was tried once. */
export async function tried({ installed }: Stage): Promise<void> {
  while (workIn(installed).due > 0) await setTimeout(LOOK);
}

/** The server ends as it should, starts, and sweeps. */
export async function sweepAgain(stage: Stage): Promise<void> {
  const { server, start } = stage;
  const code = server && (await end(server, 'SIGTERM'));
  if (code !== 0) throw new Error(`the server ended with ${code} at SIGTERM: ${server?.log() ?? ''}`);
  const next = await start();
  await untilSwept(() => (next.child.exitCode === null ? [next] : []));
  await rest(stage);
}

/** Until one of the servers that run ended its sweep, so that what it found is stored, or until none runs. */
export async function untilSwept(running: () => readonly Running[]): Promise<void> {
  for (let servers = running(); servers.length > 0; servers = running()) {
    const said = await Promise.all(servers.map(async ({ metrics }) => (await fetch(metrics)).text()));
    if (said.some(text => /^cim_readiness_sweep_timestamp_seconds [1-9]/m.test(text))) return;
    await setTimeout(LOOK);
  }
}

/** A table of what happened. */
export function tableOf({
  heads,
  issues,
  commands,
  kills,
  brokerKills,
  counts,
  beforeSweep,
  problems,
  seconds,
}: CrashResult): string {
  const rows: [string, string | number][] = [
    ['kills', kills],
    ...(brokerKills === undefined ? [] : [['kills of NATS', brokerKills] as [string, number]]),
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
