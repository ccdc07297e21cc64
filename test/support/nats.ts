/** A real nats-server for tests, on a free port, with a directory of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

export const COMMAND = 'nats-server';

export interface NatsServer {
  /** `HOST:PORT` */
  readonly address: string;
  /** Starts it again on the same port and directory, after `stop`. */
  start(): Promise<void>;
  /** Ends it, by default without a word. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Ends it and removes its directory. */
  remove(): Promise<void>;
}

/** Starts a server with JetStream. @param options more arguments of the command */
export async function startNats(options: readonly string[] = []): Promise<NatsServer> {
  const directory = mkdtempSync(join(tmpdir(), 'cim-nats-'));
  let child: ChildProcess | undefined;
  let port = -1;
  const start = async () => {
    for (const name of portsFiles(directory)) rmSync(join(directory, name));
    const place = ['-a', '127.0.0.1', '-p', String(port), '-sd', directory, '--ports_file_dir', directory];
    const started = spawn(COMMAND, ['-js', ...place, ...options], { stdio: 'ignore' });
    child = started;
    while (portsFiles(directory).length === 0) {
      if (started.exitCode !== null) throw new Error(`${COMMAND} ended with ${started.exitCode}`);
      await setTimeout(10);
    }
    port = portIn(join(directory, portsFiles(directory)[0] ?? ''));
  };
  const stop = async (signal: NodeJS.Signals = 'SIGKILL') => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  await start();
  return {
    address: `127.0.0.1:${port}`,
    start,
    stop,
    async remove() {
      await stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function portsFiles(directory: string): string[] {
  return readdirSync(directory).filter(name => name.endsWith('.ports'));
}

function portIn(file: string): number {
  const { nats } = JSON.parse(readFileSync(file, 'utf8')) as { readonly nats: readonly string[] };
  return Number(new URL(nats[0] ?? '').port);
}
