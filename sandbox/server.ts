/** Runs the shipped app, `dist/main.js`, in a process of its own that is configured only by environment variables. */
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmulatedGitHub, freePort } from './emulated-github.js';
import { until } from './people.js';

export interface RunningServer {
  readonly url: string;
  /** The path of the server's log. */
  readonly log: string;
  /** Stops the server, and deletes its log unless `keepLog` is set. */
  stop(keepLog?: boolean): Promise<void>;
}

/** Starts the app and waits until it is ready. Throws if it is not ready within 20 seconds. */
export async function startServer(github: EmulatedGitHub): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), 'cim-readiness-'));
  const log = join(folder, 'server.log');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const output = openSync(log, 'a');
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'dist', 'main.js')], {
    cwd: folder,
    stdio: ['ignore', output, output],
    env: {
      PATH: process.env['PATH'],
      // Windows needs SystemRoot to open connections.
      SystemRoot: process.env['SystemRoot'],
      APP_ID: String(github.credentials.appId),
      PRIVATE_KEY: github.credentials.privateKey,
      WEBHOOK_SECRET: github.credentials.webhookSecret,
      GHE_HOST: github.host,
      GHE_PROTOCOL: 'http',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: folder,
      // The emulated GitHub has no rate limits.
      RATE_LIMITS: 'off',
      LOG_LEVEL: 'info',
    },
  });
  const ended = new Promise<void>(resolve => {
    child.once('exit', () => resolve());
  });
  const ready = await until(async () => {
    if (child.exitCode !== null) return false;
    const response = await fetch(`${url}/readyz`).catch(() => undefined);
    return response?.ok ? true : undefined;
  }, 20);
  const stop = async (keepLog = false) => {
    child.kill('SIGTERM');
    await ended;
    if (!keepLog) await rm(folder, { recursive: true, force: true });
  };
  if (!ready) {
    child.kill('SIGKILL');
    throw new Error(`the app did not become ready: see its log, ${log}`);
  }
  return { url, log, stop };
}
