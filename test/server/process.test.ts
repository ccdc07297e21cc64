/** The server as a process, on a GitHub that is away, slow, or refuses it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import { DATABASE_FILE, openStore } from '../../src/store/sqlite/database.js';
import { sqliteWork } from '../../src/store/sqlite/work.js';
import { WEBHOOK_PATH } from '../../src/web/front.js';
import { headersOf, pushOf, SECRET } from '../app/support.js';
import { programPath } from '../runner/programs.mjs';
import { itOnUnix } from '../support/platform.js';

const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString();

let built: string;
beforeAll(async () => {
  const shared = dirname(await programPath('main'));
  // A copy, because a test takes the worker's program away.
  built = mkdtempSync(`${shared}-`);
  cpSync(shared, built, { recursive: true });
});
afterAll(() => rmSync(built, { recursive: true, force: true }));

let directory: string;
let github: Server;
let answer: RequestListener;
const started: ChildProcess[] = [];
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'cim-data-'));
  // Without another answer, GitHub hangs.
  answer = () => undefined;
  github = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
  await once(github, 'listening');
});
afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  github.closeAllConnections();
  github.close();
  rmSync(directory, { recursive: true, force: true });
});

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
}

/** Starts the server; resolves when it listens. */
async function start(variables: Record<string, string> = {}): Promise<Running> {
  const child = spawnServer(variables);
  const url = await new Promise<string>((resolve, reject) => {
    let log = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      const [, port] = /"port":(\d+),[^\n]*"msg":"listening"/.exec(log) ?? [];
      if (port) resolve(`http://127.0.0.1:${port}`);
    });
    child.once('exit', () => reject(new Error(`it did not listen: ${log}`)));
  });
  return { child, url };
}

function spawnServer(variables: Record<string, string> = {}): ChildProcess {
  const { port } = github.address() as AddressInfo;
  const child = spawn(process.execPath, [join(built, 'main.js')], {
    cwd: directory,
    env: {
      PATH: process.env['PATH'],
      APP_ID: '1',
      PRIVATE_KEY: KEY,
      WEBHOOK_SECRET: SECRET,
      GHE_HOST: `127.0.0.1:${port}`,
      GHE_PROTOCOL: 'http',
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: directory,
      RATE_LIMITS: 'off',
      ...variables,
    },
  });
  started.push(child);
  return child;
}

async function push({ url }: Running): Promise<number> {
  const body = JSON.stringify(pushOf('a'.repeat(40)));
  const response = await fetch(`${url}${WEBHOOK_PATH}`, {
    method: 'POST',
    body,
    headers: headersOf('push', 'guid', body),
  });
  return response.status;
}

/** What the store holds after the server has ended. */
async function waiting(): Promise<number> {
  const store = openStore(directory, { isServer: true });
  const { waiting: count } = await sqliteWork(store, () => 0).counts();
  store.close();
  return count;
}

describe('the server', () => {
  it('listens before it asks GitHub anything, and loses nothing that it accepted when it is killed', async () => {
    const server = await start();
    expect(await push(server)).toBe(202);
    server.child.kill('SIGKILL');
    await once(server.child, 'exit');
    expect(await waiting()).toBe(1);
  });

  itOnUnix('hands back what it works on at SIGTERM, and ends', async () => {
    const server = await start();
    expect(await push(server)).toBe(202);
    server.child.kill('SIGTERM');
    expect(await once(server.child, 'exit')).toEqual([0, null]);
    expect(await waiting()).toBe(1);
  });

  it('says in one line and in /readyz when GitHub does not accept it', async () => {
    answer = (_, response) => response.writeHead(401, { 'content-type': 'application/json' }).end('{"message":"Bad"}');
    const server = await start();
    let state: { ready: boolean; problems: string[] };
    do {
      state = (await (await fetch(`${server.url}/readyz`)).json()) as typeof state;
    } while (state.ready);
    expect(state.problems).toEqual([expect.stringContaining('does not accept APP_ID with this private key (401)')]);
    expect(await push(server)).toBe(202);
  });

  it('refuses to start beside another one on the same directory, with words', async () => {
    await start();
    const second = spawnServer();
    let words = '';
    second.stderr?.on('data', (chunk: Buffer) => (words += chunk.toString()));
    expect(await once(second, 'exit')).toEqual([1, null]);
    expect(words).toMatch(/^cim-readiness: another server uses .*: stop that one/);
  });

  it('answers, and accepts a webhook, once a lock of another process ends', async () => {
    const server = await start();
    const other = new Database(join(directory, DATABASE_FILE));
    other.exec('PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE');
    const accepted = push(server);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    other.exec('COMMIT');
    other.close();
    expect(await accepted).toBe(202);
    expect(server.child.exitCode).toBeNull();
  });

  it('is not ready while another process has the database, says so, and is ready afterwards', async () => {
    answer = respondAsApp;
    const server = await start();
    const other = new Database(join(directory, DATABASE_FILE));
    other.exec('PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE');
    await readyzUntil(server, ({ problems }) => problems.length > 0).then(({ problems }) =>
      expect(problems).toContainEqual(expect.stringContaining('no work can be claimed: the database is locked')),
    );
    other.exec('COMMIT');
    other.close();
    expect((await readyzUntil(server, ({ ready }) => ready)).problems).toEqual([]);
  });

  it('is not ready while no worker can be started, and says so', async () => {
    answer = respondAsApp;
    renameSync(join(built, 'worker.js'), join(built, 'away.js'));
    try {
      const server = await start();
      const { problems } = await readyzUntil(server, each => !each.ready);
      expect(problems).toEqual([expect.stringContaining('no worker can be started')]);
      renameSync(join(built, 'away.js'), join(built, 'worker.js'));
      expect((await readyzUntil(server, ({ ready }) => ready)).problems).toEqual([]);
    } finally {
      if (existsSync(join(built, 'away.js'))) renameSync(join(built, 'away.js'), join(built, 'worker.js'));
    }
  });
});

interface Spans {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly {
      readonly spans: readonly {
        readonly traceId: string;
        readonly spanId: string;
        readonly parentSpanId?: string;
        readonly name: string;
      }[];
    }[];
  }[];
}

describe('what the server tells of a delivery', () => {
  const guid = '72d3162e-cc78-11e3-81ab-4c9367dc0958';
  const secret = 'what only the payload says';

  /** Sends a push whose work fails, and stops the server. */
  async function failedPush(variables: Record<string, string> = {}): Promise<{ status: number; lines: string[] }> {
    answer = (_, response) =>
      response.writeHead(403, { 'content-type': 'application/json' }).end('{"message":"Forbidden"}');
    const server = await start(variables);
    let log = '';
    const failed = new Promise<void>(resolve => {
      server.child.stdout?.on('data', (chunk: Buffer) => {
        log += chunk.toString();
        if (log.includes('an attempt failed')) resolve();
      });
    });
    const body = JSON.stringify({ ...pushOf('a'.repeat(40)), head_commit: { message: secret } });
    const headers = headersOf('push', guid, body);
    const { status } = await fetch(`${server.url}${WEBHOOK_PATH}`, { method: 'POST', body, headers });
    await failed;
    server.child.kill('SIGTERM');
    await once(server.child, 'exit');
    return { status, lines: log.split('\n').filter(Boolean) };
  }

  itOnUnix('is in the log with its GUID, and never its payload', async () => {
    const { lines } = await failedPush();
    const ofWork = lines.map(line => JSON.parse(line) as Record<string, unknown>).filter(line => 'target' in line);
    expect(ofWork.length).toBeGreaterThan(0);
    for (const line of ofWork) expect(line).toMatchObject({ delivery: guid });
    expect(lines.join('\n')).not.toContain(secret);
    expect(lines.join('\n')).not.toMatch(/"headers"|Bearer/);
  });

  itOnUnix('is one trace with the ID of the delivery, where an endpoint is set', async () => {
    const spans: Spans['resourceSpans'][number]['scopeSpans'][number]['spans'][number][] = [];
    const receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        expect(request.url).toBe('/v1/traces');
        for (const { scopeSpans } of (JSON.parse(body) as Spans).resourceSpans)
          for (const each of scopeSpans) spans.push(...each.spans);
        expect(body).not.toContain('cim-x');
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const { port } = receiver.address() as AddressInfo;
    const { status } = await failedPush({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
    receiver.close();
    expect(status).toBe(202);
    const ofDelivery = spans.filter(({ traceId }) => traceId === guid.replaceAll('-', ''));
    expect(ofDelivery.map(({ name }) => name)).toEqual(expect.arrayContaining(['webhook', 'default-branch']));
    const webhook = ofDelivery.find(({ name }) => name === 'webhook');
    expect(ofDelivery.find(({ name }) => name === 'default-branch')?.parentSpanId).toBe(webhook?.spanId);
  });
});

interface Readyz {
  readonly ready: boolean;
  readonly problems: readonly string[];
}

async function readyzUntil({ url }: Running, isSo: (state: Readyz) => boolean): Promise<Readyz> {
  for (;;) {
    const state = (await (await fetch(`${url}/readyz`)).json()) as Readyz;
    if (isSo(state)) return state;
  }
}

/** GitHub knows the app, and nothing is installed. */
const respondAsApp: RequestListener = (request, response) => {
  const body = request.url?.includes('/hook/config') ? { secret: '****' } : request.url?.endsWith('/app') ? {} : [];
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
