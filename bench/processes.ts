/** Runs `inside.ts` as processes of their own, bundled as the product is. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/** What to measure of a repository, and what else it needs: what `inside.ts` takes. */
export type Measured = readonly [what: string, folder: string, ...more: readonly string[]];

/** For each measure, by step: the milliseconds of each round. */
export type Rounds = readonly (readonly (readonly number[])[])[];

/**
 * Bundles, and measures in rounds, one of each after the other: a machine that is slower for a while is so for all of them,
 * and ratios within a round hold.
 */
export async function inRounds(measures: readonly Measured[], rounds = 9): Promise<Rounds> {
  const folder = await mkdtemp(join(tmpdir(), 'cim-bench-'));
  const bundle = join(folder, 'inside.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'inside.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.18',
    banner: {
      js: "import { createRequire as cimRequire } from 'node:module';\nconst require = cimRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  try {
    const all = Array.from({ length: rounds }, () => measures.map(measured => once(bundle, measured)));
    return measures.map((_, measure) =>
      (all[0]?.[measure] ?? []).map((_, step) => all.map(round => round[measure]?.[step] ?? Number.NaN)),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function once(bundle: string, args: readonly string[]): number[] {
  const { status, stdout } = spawnSync(process.execPath, [bundle, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return JSON.parse(stdout) as number[];
}
