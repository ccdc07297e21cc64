/**
 * `npm run scale` simulates a day of many organizations, minute by minute, and prints which limit is met first. The limits are those that GitHub
 * documents: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api. docs/scale.md explains the figures.
 */

import { SWEEP_LANES } from '../src/app/sweep.js';
import { print } from './print.js';

/** The fleet. */
const ORGANIZATIONS = 1_000;
const MODULES = 40;
const PUSHES = 50;
/** The share of pushes that belong to a pull request, which has two check runs. */
const PULLS = 0.7;
/** Deliveries for each push: the push, the pull request, and the check suites, check runs, and workflow runs of CI. */
const DELIVERIES = 10;

/** What a warm push costs: a comparison, the query with its points, and the check runs. */
const QUERY_POINTS = 4;
/** What the sweep sends for each module in an hour. */
const SWEEP_REQUESTS = 3;

/** What GitHub allows one installation. For more than 20 repositories, the hourly limits grow by 50 for each. */
const HOURLY = Math.min(12_500, 5_000 + 50 * Math.max(0, MODULES - 20));
/** A read costs 1 of the points of a minute, a write 5. */
const MINUTE_POINTS = 900;
const CREATED = { minute: 80, hour: 500 };

/** The parts of the day's pushes that fall into each hour: people of a few neighboring time zones. */
const DAY = [1, 1, 1, 1, 1, 2, 4, 6, 8, 9, 9, 7, 6, 8, 9, 9, 8, 6, 4, 3, 2, 2, 1, 1];

/** A time of the server, in seconds: measured by `npm run bench` and by the log of a server; `--assess 0.2` sets another one. */
const option = (name: string, otherwise: number) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const ASSESS_SECONDS = option('assess', 0.2);
const GITHUB_SECONDS = option('github', 0.15);
const STORE_SECONDS = option('store', 0.001);

interface Usage {
  readonly name: string;
  /** The largest share of the limit that was used. */
  share: number;
}

function main(): void {
  const random = randomFrom(12);
  const total = DAY.reduce((sum, part) => sum + part, 0);
  const usages = new Map<string, Usage>();
  const use = (name: string, used: number, limit: number) => {
    const usage = usages.get(name) ?? { name, share: 0 };
    usage.share = Math.max(usage.share, used / limit);
    usages.set(name, usage);
  };
  for (const part of DAY) {
    const hourly = (MODULES * PUSHES * part) / total;
    const hour = { requests: SWEEP_REQUESTS * MODULES, points: 0, created: 0 };
    for (let minute = 0; minute < 60; minute += 1) {
      const pushes = poisson(hourly / 60, random);
      let created = 0;
      for (let push = 0; push < pushes; push += 1) created += random() < PULLS ? 2 : 1;
      hour.requests += pushes + created;
      hour.points += pushes * QUERY_POINTS;
      hour.created += created;
      const sweep = (SWEEP_REQUESTS * MODULES) / 60;
      use('installation: points of a minute (reads 1, writes 5)', 2 * pushes + sweep + 5 * created, MINUTE_POINTS);
      use('installation: content created in a minute', created, CREATED.minute);
    }
    use('installation: requests of an hour', hour.requests, HOURLY);
    use("installation: queries' points of an hour", hour.points, HOURLY);
    use('installation: content created in an hour', hour.created, CREATED.hour);
  }

  const peak = (ORGANIZATIONS * MODULES * PUSHES * Math.max(...DAY)) / total / 3_600;
  const sweepSeconds = (ORGANIZATIONS * MODULES * SWEEP_REQUESTS * GITHUB_SECONDS) / SWEEP_LANES;
  use('server: the sweep of all, of an hour', sweepSeconds, 3_600);
  use('server: webhooks into one file (SQLite), of a second', peak * DELIVERIES * STORE_SECONDS, 1);

  console.log(`${ORGANIZATIONS} organizations of ${MODULES} modules, ${PUSHES} pushes a module and day\n`);
  for (const { name, share } of [...usages.values()].sort((a, b) => b.share - a.share))
    print(name.padEnd(66), `${Math.round(100 * share)}%`, share > 1 ? '(exceeded)' : '');
  console.log();
  print('pushes a second in the busiest hour', peak.toFixed(0));
  print('webhooks a second then', (peak * DELIVERIES).toFixed(0));
  print('cores for assessments then', (peak * ASSESS_SECONDS).toFixed(0));
  print('hours for a sweep of all', (sweepSeconds / 3_600).toFixed(1));
}

/** Random numbers from a seed (mulberry32): the same day each time. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How many events fall into an interval with a mean (Knuth). */
function poisson(mean: number, random: () => number): number {
  const limit = Math.exp(-mean);
  let count = -1;
  for (let product = 1; product > limit; product *= random()) count += 1;
  return count;
}

main();
