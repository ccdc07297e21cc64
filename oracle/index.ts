/**
 * `npm run oracle -- [NAME…] [--runs N] [--seed N]` compares the readers with the real tools on generated inputs. Exits with 1 if any
 * answer differs.
 */
import { parseArgs } from 'node:util';
import type { Oracle } from './oracle.js';
import { ORACLES } from './oracles.js';
import { isInstalled } from './tool.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '2000' }, seed: { type: 'string' } },
});

process.exitCode = await main();

async function main(): Promise<number> {
  const runs = wholeNumber(values.runs);
  const seed = values.seed === undefined ? Date.now() % 0x7f_ff_ff_ff : wholeNumber(values.seed);
  const unknown = positionals.filter(name => !ORACLES.some(oracle => oracle.name === name));
  if (runs === undefined || seed === undefined) return refused('--runs and --seed take a whole number');
  if (unknown.length > 0)
    return refused(`no oracle is called ${unknown[0]}; there are ${ORACLES.map(({ name }) => name).join(', ')}`);
  const chosen = ORACLES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  let code = 0;
  for (const oracle of chosen) if (!(await agrees(oracle, runs, seed))) code = 1;
  return code;
}

async function agrees(oracle: Oracle, runs: number, seed: number): Promise<boolean> {
  const { name, judges, tool } = oracle;
  if (!isInstalled(tool)) {
    console.log(`${name}: skipped, because ${tool.command} is not installed (Debian: ${tool.package})`);
    return true;
  }
  console.log(`${name}: ${judges}`);
  const started = performance.now();
  const found = await oracle.check(runs, seed);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (!found) {
    console.log(`  ${runs} inputs of seed ${seed}, no disagreement (${seconds} s)`);
    return true;
  }
  console.log(`  a disagreement at seed ${found.seed}, path ${found.path} (${seconds} s)`);
  console.log(indented(`input:\n${indented(found.input)}\nours:   ${found.ours}\ntheirs: ${found.theirs}`));
  return false;
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function refused(reason: string): number {
  console.error(reason);
  return 2;
}
