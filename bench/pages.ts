/** Measures the pages of a large fleet: the time to the first byte, the size, and the memory of the server. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../scripts/build.mjs';
import { print } from './print.js';

const MODULE = '/modules/acme/cim-module-007';
const PATHS = [
  '/',
  '/?page=2',
  '/?status=production',
  '/tracker',
  '/criteria',
  '/criteria/readme',
  MODULE,
  '/about',
  '/feed.atom',
];
const ROUNDS = 60;
/** After so many requests, a module is assessed again. */
const REQUESTS_A_PUSH = 150;

export async function measurePages(): Promise<void> {
  console.log('\nPages (200 modules, 2 years of history)');
  const folder = await mkdtemp(join(tmpdir(), 'cim-pages-'));
  const program = join(import.meta.dirname, '..', 'dist', 'bench-pages.js');
  await bundle({ 'bench-pages': 'bench/pages-server.ts' }, join(import.meta.dirname, '..', 'dist'));
  const server = fork(program, [folder], { execArgv: [] });
  try {
    const { port } = await message<{ port: number }>(server);
    const times: number[] = [];
    const sizes = new Map<string, number>();
    let peak = 0;
    for (let request = 0; request < ROUNDS * PATHS.length; request += 1) {
      const path = PATHS[request % PATHS.length] ?? '/';
      const started = performance.now();
      const response = await fetch(`http://127.0.0.1:${port}${path}`);
      // The headers are here, and the body follows them.
      const time = performance.now() - started;
      sizes.set(path, (await response.arrayBuffer()).byteLength);
      if (request >= PATHS.length) times.push(time);
      if (request % REQUESTS_A_PUSH === 0) {
        server.send('push');
        ({ peak } = await message<{ peak: number }>(server));
      }
    }
    times.sort((a, b) => a - b);
    const at = (share: number) => `${(times[Math.floor(times.length * share)] ?? Number.NaN).toFixed(0)} ms`;
    print('first byte, p50 and p99', at(0.5), at(0.99), '(goal: < 50 ms at p99)');
    const [largest, size] = [...sizes].toSorted((a, b) => b[1] - a[1])[0] ?? ['', 0];
    print(`the largest page: ${largest}`, `${(size / 1024).toFixed(0)} KB`, '(goal: ≤ 200 KB)');
    print('memory of the server', `${peak.toFixed(0)} MB`, '(goal: ≤ 300 MB)');
  } finally {
    server.kill();
    await rm(folder, { recursive: true, force: true });
    await rm(program, { force: true });
  }
}

async function message<T>(server: ChildProcess): Promise<T> {
  const [given] = (await once(server, 'message')) as [T];
  return given;
}
