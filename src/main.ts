/** The server: HTTP front, inbox, worker, Probot. `npm start` */
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { pino } from 'pino';
import { Probot } from 'probot';
import pack from '../package.json' with { type: 'json' };
import { registryNames } from './collect/github/registry-names.js';
import { openDatabase } from './database.js';
import { type AppEnvironment, EnvironmentError, readEnvironment, type ServerEnvironment } from './environment.js';
import { pacedClient, unpacedClient } from './github-client.js';
import { sqliteInbox } from './inbox/sqlite-inbox.js';
import { startWorker, type WorkerSettings } from './inbox/worker.js';
import { readiness } from './index.js';
import { sqliteLedger } from './ledger/sqlite-ledger.js';
import { sqliteReleasedTrees } from './ledger/sqlite-released-trees.js';
import { receive } from './receive.js';
import { choresIn, doChore } from './triggers/chores.js';
import type { House, Installation } from './triggers/house.js';
import { concludeOrphans } from './triggers/orphans.js';
import { sweep } from './triggers/sweep.js';
import { front } from './web/front.js';

/** How often it is looked what time alone changed, in milliseconds. */
const HOUR = 3_600_000;
/** An assessment that takes longer than this has its check-run begun first, in milliseconds. */
const PATIENCE = 5_000;

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const environment = readEnvironment(process.env);
  if ('app' in environment) await startApp(environment);
  else await startSetup(environment);
}

async function startApp({ app, apiUrl, paced, dataDir, host, port, logLevel }: AppEnvironment): Promise<void> {
  const log = pino({ level: logLevel, name: 'cim-readiness' });
  const database = openDatabase(dataDir);
  const seconds = () => Math.floor(Date.now() / 1000);
  const inbox = sqliteInbox(database, seconds);
  const probot = new Probot({
    appId: app.id,
    privateKey: app.privateKey,
    secret: app.webhookSecret,
    baseUrl: apiUrl,
    // Probot logs whole payloads and requests: only for who asks for everything.
    log: log.child({}, { level: logLevel === 'trace' ? 'debug' : 'warn' }),
    Octokit: (paced ? pacedClient : unpacedClient)(`cim-readiness/${pack.version}`),
  });
  const chores = sqliteInbox(database, seconds, 'chores');
  const house: House = {
    appId: app.id,
    chores: choresIn(chores, () => choreWorker.wake()),
    ledger: sqliteLedger(database, pack.version),
    releasedTrees: sqliteReleasedTrees(database),
    registryNames: registryNames(),
    now: () => new Date().toISOString(),
    log,
    patience: PATIENCE,
  };
  await probot.load(readiness(house));
  const failed: WorkerSettings['failed'] = ({ id, event, lane, attempts }, error, again) =>
    log.error({ err: error, delivery: id, event, lane, attempts, again }, 'it could not be handled');
  const octokitOf = async (id: number) => (await probot.auth(id)) as unknown as Installation['octokit'];
  const choreWorker = startWorker({
    inbox: chores,
    handle: chore => doChore(chore, house, octokitOf),
    failed,
    lanes: 1,
  });
  await concludeOrphans(house, octokitOf);
  const look = () => void sweep(house).catch((error: unknown) => log.error({ err: error }, 'the sweep failed'));
  look();
  setInterval(look, HOUR).unref();
  const worker = startWorker({ inbox, handle: delivery => receive(probot, delivery), failed });
  const { fetch } = front({
    inbox,
    webhookSecret: app.webhookSecret,
    arrived: () => worker.wake(),
    failed: error => log.error({ err: error }, 'a request failed'),
    version: pack.version,
  });
  const server = serve({ fetch, hostname: host, port }, ({ port: at }: AddressInfo) =>
    log.info({ host, port: at, github: apiUrl, version: pack.version }, 'listening'),
  );
  server.on('error', (error: NodeJS.ErrnoException) => fail(listenProblem(error, host, port)));
  const stop = async () => {
    log.info('stopping: what is being handled is ended first');
    await closed(server);
    await Promise.all([worker.stop(), choreWorker.stop()]);
    database.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void stop());
}

/** Before the app is registered: Probot's page that does it, and writes the credentials to `.env`. */
async function startSetup({ host, port }: ServerEnvironment): Promise<void> {
  if (process.env['NODE_ENV'] === 'production')
    throw new EnvironmentError('APP_ID is missing, and PRIVATE_KEY or PRIVATE_KEY_PATH; see .env.example');
  // Else it would fetch a package while it runs.
  process.env['NO_SMEE_SETUP'] ??= 'true';
  const { run } = await import('probot');
  await run(() => undefined, { env: { ...process.env, HOST: host, PORT: String(port), LOG_LEVEL: 'info' } });
}

function closed(server: ServerType): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    if ('closeIdleConnections' in server) server.closeIdleConnections();
  });
}

function listenProblem({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === 'EADDRINUSE') return `PORT ${port} is taken on ${host}: set another one`;
  if (code === 'EACCES') return `PORT ${port} may not be used by this user: set one above 1023`;
  return `${host}:${port} cannot be listened on: ${message}`;
}

function fail(message: string): never {
  for (const line of message.split('\n')) process.stderr.write(`cim-readiness: ${line}\n`);
  process.exit(1);
}

try {
  await main();
} catch (error) {
  if (error instanceof EnvironmentError) fail(error.message);
  fail(`could not start: ${error instanceof Error ? error.message : String(error)}`);
}
