/** The server under load and under attack: the real process, on an emulated GitHub. */
import { spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { json } from 'node:stream/consumers';
import { join } from 'node:path';
import { chanceOf } from '../../test/crash/chance.js';
import { crash, onStage, sendAll, shuffledPushes, type Stage } from '../../test/crash/driver.js';
import { SECRET, type Webhook } from '../../test/crash/github.js';
import { HOSTILE_INPUTS } from '../../test/crash/hostile/play.js';
import { push } from '../../test/crash/people.js';
import { type Repository, repositoryOf } from '../../test/crash/repository.js';
import { built, removeFolder } from '../../test/crash/server.js';
import { print } from '../print.js';
import { ATTACKS, type Attack } from './attacks.js';

const MEBIBYTE = 1024 * 1024;
/** As long as a webhook of GitHub, in characters. */
const LENGTH = 12_000;
const repositoriesOf = (count: number) => Array.from({ length: count }, (_, index) => repositoryOf(index));

/** Measures everything, or what has a word in its name. */
export async function measureServer(word = ''): Promise<void> {
  const programs = built();
  try {
    console.log('\nServer (the real process on an emulated GitHub)');
    if ('acknowledge'.includes(word)) await acknowledge(programs);
    if ('order'.includes(word)) await anyOrder(programs);
    for (const [name, attack] of Object.entries(ATTACKS))
      if (`attack ${name}`.includes(word)) await underAttack(programs, name, attack);
    if ('kills'.includes(word)) await kills(programs);
  } finally {
    removeFolder(programs);
  }
}

/** 1,000 signed webhooks, 50 at once, while assessments run. */
async function acknowledge(programs: string): Promise<void> {
  const repositories = repositoriesOf(40);
  await onStage(programs, repositories, async stage => {
    stage.github.isSwept = false;
    await stage.start();
    const begin = repositories.flatMap(of => push(of, chanceOf(1), 0));
    await sendAll(
      stage.github,
      begin.map(webhook => [webhook, 1]),
    );
    const requests = Array.from({ length: 1_000 }, (_, index) =>
      push(repositories[index % 40] as Repository, chanceOf(1), index),
    ).flat();
    const { milliseconds, statuses } = await load(stage, requests.map(signed), 50);
    const sorted = milliseconds.toSorted((a, b) => a - b);
    const at = (share: number) => `${(sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1)} ms`;
    print('acknowledge, 1,000 webhooks, 50 at once', `p50 ${at(0.5)}`, `p99 ${at(0.99)}`, '(goal: ≤ 5 and ≤ 20 ms)');
    if (statuses['202'] !== 1_000) print('… not all were accepted', JSON.stringify(statuses));
  });
}

function signed({ event, payload }: Webhook) {
  const body = JSON.stringify({ ...payload, commits: 'x'.repeat(LENGTH) });
  const signature = createHmac('sha256', SECRET).update(body).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': randomUUID(),
    'x-hub-signature-256': `sha256=${signature}`,
  };
  return { headers, body };
}

interface Loaded {
  readonly milliseconds: readonly number[];
  readonly statuses: Readonly<Record<string, number>>;
}

async function load({ server }: Stage, requests: readonly object[], atOnce: number): Promise<Loaded> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'load.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify({ url: server?.webhooks, atOnce, requests }));
  return (await json(child.stdout)) as Loaded;
}

async function anyOrder(programs: string): Promise<void> {
  const { heads, problems, seconds } = await shuffledPushes(
    programs,
    { seed: 1, repositories: 40, kills: 0, faults: 0 },
    200,
  );
  const goal = '(goal: 40 heads, 0 problems)';
  print(
    '200 pushes over 40 repositories, any order',
    `${heads} heads`,
    `${problems.length} problems`,
    `${seconds.toFixed(0)} s`,
    goal,
  );
}

async function kills(programs: string): Promise<void> {
  const { heads, commands, issues, problems, seconds } = await crash(programs, {
    seed: 11,
    repositories: 20,
    kills: 50,
    faults: 0.05,
  });
  const of = `${heads} heads, ${commands} commands, ${issues} issues`;
  print(
    '50 kills, faults at 5% of the requests',
    of,
    `${problems.length} lost`,
    `${seconds.toFixed(0)} s`,
    '(goal: 0)',
  );
}

interface Watched {
  readonly slowest: number;
  readonly failed: number;
  readonly peak: number;
}

async function underAttack(programs: string, name: string, attack: Attack): Promise<void> {
  await onStage(programs, repositoriesOf(HOSTILE_INPUTS.length), async stage => {
    stage.github.isSwept = false;
    const { child, webhooks } = await stage.start();
    const watch = () => {
      const watcher = spawn(
        process.execPath,
        [join(import.meta.dirname, 'watch.mjs'), new URL(webhooks).origin, String(child.pid)],
        { stdio: ['pipe', 'pipe', 'inherit'] },
      );
      const result = json(watcher.stdout) as Promise<Watched>;
      return () => {
        watcher.stdin.end();
        return result;
      };
    };
    const atRest = watch();
    await new Promise(resolve => setTimeout(resolve, 2_000));
    const before = (await atRest()).peak;
    const during = watch();
    await attack(stage);
    const { slowest, failed, peak } = await during();
    const more = `${((peak - before) / MEBIBYTE).toFixed(0)} MiB more`;
    const ended = child.exitCode === null ? [] : ['the server ended'];
    print(
      name,
      `${slowest.toFixed(0)} ms`,
      more,
      ...(failed > 0 ? [`${failed} failed`] : []),
      ...ended,
      '(goal: ≤ 1,000 ms, ≤ 300 MiB)',
    );
  });
}
