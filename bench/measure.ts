/** Measures the time and peak memory of a whole process over several runs. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Measure {
  /** Median wall time in milliseconds. */
  readonly milliseconds: number;
  /** The largest peak of resident memory of the Node processes, in megabytes. */
  readonly megabytes: number;
}

const PEAK = pathToFileURL(join(import.meta.dirname, 'peak.mjs')).href;

/** Runs `node ARGS` in a directory, once to warm up and `runs` times to measure. Ignores exit codes. */
export async function measure(args: readonly string[], cwd: string, runs = 5): Promise<Measure> {
  const times: number[] = [];
  let megabytes = 0;
  for (let run = -1; run < runs; run += 1) {
    const { milliseconds, peak } = await once(args, cwd);
    if (run >= 0) times.push(milliseconds);
    megabytes = Math.max(megabytes, peak);
  }
  return { milliseconds: median(times), megabytes };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function once(args: readonly string[], cwd: string): Promise<{ milliseconds: number; peak: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'cim-peak-'));
  const file = join(folder, 'peak');
  const started = performance.now();
  await new Promise(resolve => {
    const child = spawn(process.execPath, ['--import', PEAK, ...args], {
      cwd,
      stdio: 'ignore',
      env: { ...process.env, CIM_BENCH_PEAK: file, NO_COLOR: '1' },
    });
    child.on('close', resolve);
  });
  const milliseconds = performance.now() - started;
  const peak = Number(readFileSync(file, 'utf8')) / 1024;
  rmSync(folder, { recursive: true });
  return { milliseconds, peak };
}
