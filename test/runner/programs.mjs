/** Bundles the programs that tests start as processes: once for each run of Jest, by the first test file that starts one. */
import { existsSync, mkdirSync, mkdtempSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../../scripts/build.mjs';

const PROGRAMS = {
  cli: 'src/cli.ts',
  'fleet-worker': 'src/cli/fleet-worker.ts',
  main: 'src/main.ts',
  worker: 'src/worker.ts',
  'ending-worker': 'test/app/pool/ending-worker.ts',
  'misbehaving-worker': 'test/app/pool/misbehaving-worker.ts',
};
/** Within the project, so that the programs find the packages that are not bundled. */
const CACHE = join(import.meta.dirname, '..', '..', 'node_modules', '.cache');
const VARIABLE = 'CIM_READINESS_TEST_PROGRAMS';

/** Runs before all test files, in Jest's main process. The workers inherit the variable. */
export default function setup() {
  mkdirSync(CACHE, { recursive: true });
  process.env[VARIABLE] = mkdtempSync(join(CACHE, 'test-programs-'));
}

/** The path of a program. */
export async function programPath(name) {
  return join(await built(), `${name}.js`);
}

async function built() {
  const directory = join(process.env[VARIABLE], 'programs');
  if (existsSync(directory)) return directory;
  const own = mkdtempSync(join(process.env[VARIABLE], 'new-'));
  await bundle(PROGRAMS, own);
  try {
    renameSync(own, directory);
  } catch (error) {
    // Another worker has built the programs meanwhile.
    if (!existsSync(directory)) throw error;
  }
  return directory;
}
