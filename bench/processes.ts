/** Runs `inside.ts` as processes of their own, bundled as the product is. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { median } from './measure.js';

/** What to measure of a repository; gives the medians of its steps, in milliseconds. */
export type Inside = (what: string, folder: string, ...more: readonly string[]) => number[];

/** Bundles, hands the measure over, and cleans up. */
export async function insideProcesses(work: (inside: Inside) => Promise<void>, runs = 5): Promise<void> {
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
    await work((...args) => {
      const all = Array.from({ length: runs }, () => once(bundle, args));
      return (all[0] ?? []).map((_, step) => median(all.map(each => each[step] ?? Number.NaN)));
    });
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
