/** Runs `inside.ts` in separate processes, bundled like the product. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/** A measurement with its repository: the arguments of `inside.ts`. */
export type Measured = readonly [what: string, folder: string, ...more: readonly string[]];

/** The milliseconds of each round, by measurement and step. */
export type Rounds = readonly (readonly (readonly number[])[])[];

/**
 * Bundles, and measures in rounds, each with all measurements in turn. If the machine is slow for a while, this affects all of them, and the
 * ratios within a round stay valid.
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
