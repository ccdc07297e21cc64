/**
 * The crash driver with three servers that share a store through NATS: one of them is killed again and again, and so is NATS. Webhooks go
 * to any server that listens.
 */
import { setTimeout } from 'node:timers/promises';
import { openReplica, type Replica } from '../../src/store/nats/replica.js';
import { startNats } from '../support/nats.js';
import { type Chance, chanceOf } from './chance.js';
import { type CrashResult, type CrashSettings, sendAll, unknownTo, untilRest, untilSwept } from './driver.js';
import { chanceOfFaults, type GitHub, startGitHub } from './github.js';
import { burst } from './people.js';
import { repositoryOf } from './repository.js';
import { dataFolder, end, type Installed, type Running, removeFolder, type StoredWork, startServer } from './server.js';
import { tallyOf } from './verdict.js';

export interface SharedSettings extends CrashSettings {
  /** How often NATS is killed, and for how long it is away each time, in seconds. */
  readonly brokerKills: number;
  readonly awaySeconds: number;
}

const SERVERS = 3;
/** How often a state is looked at, in milliseconds. */
const LOOK = 20;
/** How much time passes for the work that waits in each round, in seconds. */
const BETWEEN_ROUNDS = 60;

/** Kills servers and NATS, lets all come to rest, and says what is not as it must be. @param programs the folder of the built server */
export async function crashShared(programs: string, settings: SharedSettings): Promise<CrashResult> {
  const began = Date.now();
  const { seed, kills, faults, brokerKills, awaySeconds } = settings;
  const chance = chanceOf(seed);
  const repositories = Array.from({ length: settings.repositories }, (_, index) => repositoryOf(index));
  const [github, nats] = await Promise.all([startGitHub(repositories), startNats()]);
  const installed = Array.from({ length: SERVERS }, () => ({ programs, data: dataFolder(), nats: nats.address }));
  const running = new Map<Installed, Running>();
  const lives: Running[] = [];
  const start = async (each: Installed) => {
    const server = await startServer(each, new URL(github.url).host);
    server.child.once('exit', () => running.delete(each));
    running.set(each, server);
    lives.push(server);
    return server;
  };
  sendToAny(github, running);
  const directory = dataFolder();
  const observer = openReplica({
    nats: { servers: [nats.address], replicas: 1 },
    directory,
    version: '0.0.0',
  });
  try {
    await Promise.all(installed.map(start));
    github.faultOf = chanceOfFaults(chance, faults);
    let broken = 0;
    for (let round = 0; round < kills; round++) {
      const isBroken = Math.floor(((round + 1) * brokerKills) / kills) > broken;
      const victim = installed[chance.below(SERVERS, 'server', round)] as Installed;
      const killed = killAt({ github, observer, repositories }, running.get(victim), chance, round);
      const sent = sendAll(github, burst(repositories, chance, round));
      if (isBroken) {
        broken++;
        await setTimeout(chance.below(500, 'broker', round));
        await nats.stop();
        await setTimeout(awaySeconds * 1_000);
        await nats.start();
      }
      await Promise.all([sent, killed]);
      await passTime(observer, BETWEEN_ROUNDS);
      await start(victim);
    }
    await sendAll(github, burst(repositories, chance, kills));
    const rest = () =>
      untilRest({
        github,
        work: () => workIn(observer),
        passTime: () => passTime(observer),
        log: () => lives.map(life => life.log().slice(-3_000)).join('--- \n'),
      });
    await rest();
    github.faultOf = () => undefined;
    const beforeSweep = tallyOf(repositories).problems.length;
    for (const server of running.values()) {
      const code = await end(server, 'SIGTERM');
      if (code !== 0) throw new Error(`a server ended with ${code} at SIGTERM: ${server.log()}`);
    }
    await Promise.all(installed.map(start));
    await untilSwept(() => [...running.values()]);
    await rest();
    const { problems, ...tally } = tallyOf(repositories);
    return {
      ...tally,
      problems: [
        ...problems,
        ...(await workIn(observer)).dead.map(each => `given up: ${each}`),
        ...github.undelivered().map(({ event, guid }) => `the delivery ${guid} (${event}) never arrived`),
        ...unknownTo(github),
      ],
      kills,
      brokerKills: broken,
      counts: github.counts,
      beforeSweep,
      seconds: (Date.now() - began) / 1_000,
      logs: lives.map(life => life.log()),
    };
  } finally {
    for (const server of running.values()) await end(server, 'SIGKILL');
    await observer.close();
    await nats.remove();
    github.close();
    for (const { data } of installed) removeFolder(data);
    removeFolder(directory);
  }
}

/** Sends each webhook to the next server that listens. */
function sendToAny(github: GitHub, running: ReadonlyMap<Installed, Running>): void {
  let turn = 0;
  Object.defineProperty(github, 'target', {
    get: () => {
      const listening = [...running.values()];
      return listening[(turn += 1) % Math.max(1, listening.length)]?.webhooks;
    },
  });
}

/** Kills a server at a request to GitHub that the seed decides, or when nothing is left to do. */
async function killAt(
  { github, observer, repositories }: { github: GitHub; observer: Replica; repositories: readonly unknown[] },
  server: Running | undefined,
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
  for (let idle = 0; !isOver() && idle < 20; await setTimeout(LOOK)) {
    const { due } = await workIn(observer).catch(() => ({ due: 1 }));
    idle = due === 0 ? idle + 1 : 0;
  }
  server.child.kill('SIGKILL');
  await killed;
  github.seen = () => undefined;
}

async function workIn({ work, seconds }: Replica): Promise<StoredWork> {
  const all = await work.list();
  const open = all.filter(({ state }) => state !== 'dead');
  const later = open.filter(({ state, due }) => state === 'waiting' && due > seconds()).length;
  const dead = all.filter(({ state }) => state === 'dead');
  return {
    due: open.length - later,
    later,
    dead: dead.map(({ repo, name, reason }) => `${repo} ${name}: ${reason}`),
  };
}

/** So many seconds pass for what waits, or as many as are needed. */
async function passTime({ work, seconds }: Replica, passed = Number.MAX_SAFE_INTEGER): Promise<void> {
  const now = seconds();
  for (const { id, state, due } of await work.list())
    if (state === 'waiting' && due > now && due <= now + passed) await work.replay(id);
}
