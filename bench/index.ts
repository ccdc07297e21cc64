/**
 * npm run bench: time and memory of the shipped command line, on generated repositories; requests for a push and a pull
 * request; and the same work by neighbours. Figures of whole processes, medians of five runs; machines differ: compare ratios.
 */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { READY_TEXTS } from '../test/support/snapshots.js';
import { measure } from './measure.js';
import { print } from './print.js';
import { makeRepository, manyCommits, manyFiles, manyRustFiles } from './repositories.js';
import { measureRequests } from './requests.js';

const CLI = join(import.meta.dirname, '..', 'bin', 'cim-readiness');
/** Installed when the benchmark runs, for nothing else. */
const NEIGHBOURS = join(import.meta.dirname, 'neighbours');
const BEGIN = 'feat: begin';

async function main(): Promise<void> {
  run('node', 'scripts/build.mjs');
  const small = await makeRepository([{ message: BEGIN, files: READY_TEXTS }]);
  const large = await makeRepository([{ message: BEGIN, files: manyFiles(READY_TEXTS) }]);
  const rust = await makeRepository([{ message: BEGIN, files: manyRustFiles(READY_TEXTS) }]);
  const history = await makeRepository(manyCommits(READY_TEXTS, 500));
  const folders = [small, large, rust, history];
  try {
    await commandLine(small, large, rust, history);
    await measureRequests();
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
  await row('assess, the same from the work tree', ['assess', '--format', 'json'], large);
  await row('assess, 1,000 Rust files (5 MB)', ['assess', '--format', 'json', '--ref', 'HEAD'], rust);
  await row('commits, 500 commits', ['commits', '--format', 'json'], history);
}

async function row(name: string, args: readonly string[], cwd: string): Promise<void> {
  const { milliseconds, megabytes } = await measure([CLI, ...args], cwd);
  print(name, `${milliseconds.toFixed(0)} ms`, `${megabytes.toFixed(0)} MB`);
}

/** The default rules of repolinter, and commitlint with the conventional configuration, on the same repositories. */
async function neighbours(large: string, history: string): Promise<void> {
  if (!existsSync(join(NEIGHBOURS, 'node_modules')))
    run('npm', 'ci', '--silent', '--ignore-scripts', '--prefix', NEIGHBOURS);
  const program = (...path: string[]) => join(NEIGHBOURS, 'node_modules', ...path);
  await writeFile(
    join(history, 'commitlint.config.cjs'),
    `module.exports = { extends: [${JSON.stringify(program('@commitlint', 'config-conventional'))}] };\n`,
  );

  console.log('\nNeighbours (whole process)');
  await ratio(
    'repolinter, 10,000 files',
    [CLI, 'assess', '--format', 'json', '--ref', 'HEAD'],
    [program('repolinter', 'bin', 'repolinter.js'), 'lint', '.'],
    large,
  );
  await ratio(
    'commitlint, 500 commits',
    [CLI, 'commits', 'v0.1.0..HEAD', '--format', 'json'],
    [program('@commitlint', 'cli', 'cli.js'), '--from', 'v0.1.0'],
    history,
  );
}

async function ratio(name: string, ours: readonly string[], theirs: readonly string[], cwd: string): Promise<void> {
  const us = await measure(ours, cwd);
  const them = await measure(theirs, cwd);
  print(
    name,
    `${us.milliseconds.toFixed(0)} ms`,
    `${them.milliseconds.toFixed(0)} ms`,
    `ratio ${(us.milliseconds / them.milliseconds).toFixed(2)}`,
  );
}

function run(command: string, ...args: readonly string[]): void {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
}

await main();
