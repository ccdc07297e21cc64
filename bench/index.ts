/**
 * `npm run bench` measures the time and memory of the shipped command line on generated repositories, the time of an assessment, the
 * requests for a push and a pull request, the server under load, attacks, and kills, the pages of a large fleet, and the same work by
 * similar tools. Figures are medians of several processes. Machines differ, so compare ratios. Goals are shown beside the figures.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { READY_TEXTS } from '../test/support/snapshots.js';
import { measureChangedTree } from './changed-tree.js';
import { measure, median } from './measure.js';
import { measurePages } from './pages.js';
import { print } from './print.js';
import { inRounds } from './processes.js';
import { makeRepository, manyCommits, manyFiles, manyRustFiles } from './repositories.js';
import { measureRequests } from './requests.js';
import { measureServer } from './server/index.js';

const CLI = join(import.meta.dirname, '..', 'bin', 'cim-readiness');
/** The directory of the similar tools, which are installed only when the benchmark runs. */
const NEIGHBOURS = join(import.meta.dirname, 'neighbours');
const BEGIN = 'feat: begin';

async function main(): Promise<void> {
  run('node scripts/build.mjs');
  const small = await makeRepository([{ message: BEGIN, files: READY_TEXTS }]);
  const large = await makeRepository([{ message: BEGIN, files: manyFiles(READY_TEXTS) }]);
  const rust = await makeRepository([{ message: BEGIN, files: manyRustFiles(READY_TEXTS) }]);
  const history = await makeRepository(manyCommits(READY_TEXTS, 500));
  const long = await makeRepository(manyCommits(READY_TEXTS, 1_000));
  const folders = [small, large, rust, history, long];
  try {
    installNeighbours();
    await commandLine(small, large, rust, history);
    await assessment(rust, long);
    await measureRequests();
    await measureChangedTree();
    await measureServer();
    await measurePages();
    await neighbours(large, history);
  } finally {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  }
}

async function commandLine(small: string, large: string, rust: string, history: string): Promise<void> {
  console.log('Command line (whole process)');
  await row('--version', ['--version'], small);
  await row('assess, small module', ['assess', '--format', 'json', '--ref', 'HEAD'], small);
  await row('assess, 10,000 files (9,800 vendored)', ['assess', '--format', 'json', '--ref', 'HEAD'], large);
  await row('assess, the same from the working tree', ['assess', '--format', 'json'], large);
  await row(
    'assess, 1,000 Rust files (5 MB)',
    ['assess', '--format', 'json', '--ref', 'HEAD'],
    rust,
    '(goal: < 250 MB)',
  );
  await row('commits, 500 commits', ['commits', '--format', 'json'], history);
}

async function row(name: string, args: readonly string[], cwd: string, goal?: string): Promise<void> {
  const { milliseconds, megabytes } = await measure([CLI, ...args], cwd);
  print(name, inMilliseconds(milliseconds), `${megabytes.toFixed(0)} MB`, ...(goal === undefined ? [] : [goal]));
}

/** Measures within a process, without its start and without Git: the work that the server repeats for each push. */
async function assessment(rust: string, long: string): Promise<void> {
  console.log('\nAssessment (in the process)');
  const [[parsed = []] = [], [grammar = []] = [], [first = [], second = []] = [], [judged = []] = []] = await inRounds([
    ['parse', rust],
    ['parse-with-grammar', rust, join(NEIGHBOURS, 'node_modules')],
    ['assess', rust],
    ['commits', long],
  ]);
  print('1,000 Rust files, only parsing', inMilliseconds(median(parsed)));
  print('the same with tree-sitter (WebAssembly)', inMilliseconds(median(grammar)));
  print('all criteria, including parsing', inMilliseconds(median(first)), shareOf(first, parsed), '(goal: ≤ 2)');
  print('again, one file changed', inMilliseconds(median(second)), shareOf(second, first), '(goal: ≤ 0.1)');
  print('1,000 commits checked', inMilliseconds(median(judged)), '(goal: < 100 ms)');
}

/** The median of the ratios in each round. */
function shareOf(part: readonly number[], whole: readonly number[]): string {
  return `ratio ${median(part.map((time, round) => time / (whole[round] ?? Number.NaN))).toFixed(2)}`;
}

function inMilliseconds(time: number): string {
  return `${time.toFixed(0)} ms`;
}

function installNeighbours(): void {
  const { dependencies } = JSON.parse(readFileSync(join(NEIGHBOURS, 'package.json'), 'utf8')) as {
    dependencies: object;
  };
  const has = (name: string) => existsSync(join(NEIGHBOURS, 'node_modules', name));
  if (!Object.keys(dependencies).every(has)) run('npm ci --silent --ignore-scripts', NEIGHBOURS);
}

/** Measures repolinter with its default rules, and commitlint with the conventional configuration, on the same repositories. */
async function neighbours(large: string, history: string): Promise<void> {
  const program = (...path: string[]) => join(NEIGHBOURS, 'node_modules', ...path);
  await writeFile(
    join(history, 'commitlint.config.cjs'),
    `module.exports = { extends: [${JSON.stringify(program('@commitlint', 'config-conventional'))}] };\n`,
  );

  console.log('\nSimilar tools (whole process)');
  await ratio(
    'repolinter, 10,000 files',
    [CLI, 'assess', '--format', 'json', '--ref', 'HEAD'],
    [program('repolinter', 'bin', 'repolinter.js'), 'lint', '.'],
    large,
    '(goal: ≤ 0.5)',
  );
  await ratio(
    'commitlint, 500 commits',
    [CLI, 'commits', 'v0.1.0..HEAD', '--format', 'json'],
    [program('@commitlint', 'cli', 'cli.js'), '--from', 'v0.1.0'],
    history,
    '(goal: ≤ 0.3)',
  );
}

async function ratio(
  name: string,
  ours: readonly string[],
  theirs: readonly string[],
  cwd: string,
  goal: string,
): Promise<void> {
  const us = await measure(ours, cwd);
  const them = await measure(theirs, cwd);
  print(
    name,
    inMilliseconds(us.milliseconds),
    inMilliseconds(them.milliseconds),
    `ratio ${(us.milliseconds / them.milliseconds).toFixed(2)}`,
    goal,
  );
}

/** Runs a command in a shell, because npm is a script on Windows. */
function run(command: string, cwd = '.'): void {
  const { status } = spawnSync(command, { cwd, shell: true, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ended with ${status}`);
}

await main();
