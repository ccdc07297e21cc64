/** `npm run crash -- --kills 50 --seed 1`: the crash driver, with a table. With `--store nats`, three servers share a store. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { crash, tableOf } from './driver.js';
import { built, removeFolder } from './server.js';
import { crashShared } from './shared.js';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    repositories: { type: 'string', default: '20' },
    faults: { type: 'string', default: '0.05' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    store: { type: 'string', default: 'sqlite' },
    'broker-kills': { type: 'string', default: '10' },
    away: { type: 'string', default: '1' },
    log: { type: 'string' },
  },
});
const seed = Number(values.seed);
process.stdout.write(`seed ${seed}\n`);
const programs = built();
try {
  const settings = {
    seed,
    kills: Number(values.kills),
    repositories: Number(values.repositories),
    faults: Number(values.faults),
  };
  const result =
    values.store === 'nats'
      ? await crashShared(programs, {
          ...settings,
          brokerKills: Number(values['broker-kills']),
          awaySeconds: Number(values.away),
        })
      : await crash(programs, settings);
  process.stdout.write(tableOf(result));
  for (const problem of result.problems) process.stdout.write(`- ${problem}\n`);
  if (values.log !== undefined) writeFileSync(values.log, result.logs.join('--- next life\n'));
  process.exitCode = result.problems.length === 0 ? 0 : 1;
} finally {
  removeFolder(programs);
}
