/** The server: HTTP front, store, app, Probot's client. `npm start` */
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { type Logger, pino } from 'pino';
import { Probot } from 'probot';
import pack from '../package.json' with { type: 'json' };
import { type App, createApp } from './app/app.js';
import type { AppContext } from './app/context.js';
import { startDispatcher } from './app/dispatcher.js';
import { type Isolated, isolated } from './app/pool/isolated.js';
import type { SelfCheck } from './app/self-check.js';
import { organizationFleet } from './app/fleet-parts.js';
import { type Metrics, createMetrics } from './app/telemetry/metrics.js';
import { watchAttempts } from './app/telemetry/attempts.js';
import { loggedError } from './app/telemetry/logged-error.js';
import type { SpanSender } from './app/telemetry/otlp.js';
import { watchRequests } from './app/telemetry/requests.js';
import { tracingWith } from './app/telemetry/tracing.js';
import { preciseNow } from './app/step.js';
import { organizationPatterns, registryNames } from './collect/github/registry-names.js';
import type { GitHubClient } from './collect/octokit.js';
import { background } from './background.js';
import { type AppEnvironment, EnvironmentError, readEnvironment } from './environment.js';
import { loginOf, pacedClient, personClient, unpacedClient } from './github-client.js';
import { deriveMarkerKeys } from './publish/comment.js';
import { createEventPublisher } from './event-publisher.js';
import { openServerStore, type ServerStore } from './server-store.js';
import { DEFAULT_STANDARD } from './standard/all.js';
import { fileTrees } from './store/files/trees.js';
import { StoreOpenError, StoreUnavailableError } from './store/unavailable.js';
import type { WorkCounts } from './store/work.js';
import { startSetup } from './setup-server.js';
import { boundedServer, closed, listenProblem } from './web/connections.js';
import { front } from './web/front.js';
import { mcpRoutes } from './web/mcp.js';
import { addressBehind } from './web/pages/limits.js';
import { pagesApp } from './web/pages/app.js';
import { signIn } from './web/sign-in/routes.js';

const USER_AGENT = `cim-readiness/${pack.version}`;
/** The program of a worker. */
const WORKER = join(import.meta.dirname, 'worker.js');
/** An assessment that takes longer than this has its check run begun first, in milliseconds. */
const PATIENCE = 5_000;
/** How long work in progress can take after SIGTERM, and when the process ends in any case, in milliseconds. */
const LAST_WORK = 6_000;
const LAST_MOMENT = 9_000;

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const environment = readEnvironment(process.env);
  if ('app' in environment) await startApp(environment);
  else await startSetup(environment, fail);
}

async function startApp(environment: AppEnvironment): Promise<void> {
  const { app: credentials, dataDir, host, port, logLevel, apiUrl } = environment;
  const log = pino({ level: logLevel, name: 'cim-readiness', serializers: { err: loggedError } });
  const spans = await spanSender(environment);
  const tracing = spans && tracingWith(spans.send, preciseNow);
  const invalid = new Set<string>();
  const wake = () => dispatcher?.wake();
  const store = await openServerStore(environment, {
    changed: wake,
    refused: ({ message }) => fail(message),
    invalid: problem => {
      if (!invalid.has(problem)) log.error(`the database holds what is not valid, and it is left out: ${problem}`);
      invalid.add(problem);
    },
  });
  const { seconds } = store;
  const publisher = environment.nats && createEventPublisher(store.ledger, environment.nats);
  const metrics = createMetrics({ version: pack.version, dataDir, state: () => measured() });
  const context = contextOf(environment, store, log, metrics, wake);
  const app = createApp(context);
  const workers = isolated(
    app,
    context,
    {
      program: WORKER,
      size: environment.workers,
      onEnd: metrics.workerEnded,
    },
    tracing,
  );
  /** Why the last webhook was not stored. */
  let notStored: string | undefined;
  let checked: SelfCheck = { problems: [], warnings: [] };
  const state = async () => {
    const { counts, problems } = await storeState(app);
    const { oldestDue, ...work } = counts;
    return {
      work,
      lateness: oldestDue === undefined ? 0 : Math.max(0, seconds() - oldestDue),
      problems: [
        ...checked.problems,
        ...problems,
        ...store.problems(),
        ...(notStored === undefined ? [] : [`webhooks are not stored: ${notStored}`]),
        ...(dispatcher?.problems() ?? []),
        ...workers.problems(),
      ],
      warnings: [...checked.warnings, ...invalid, ...(publisher?.problem() ?? [])],
    };
  };
  const measured = async () => {
    const { work, ...others } = await state();
    return { ...work, ...others, pool: workers.state() };
  };
  const { fetch } = front({
    accept: async delivery => {
      const stored = tracing?.webhook(delivery);
      try {
        await app.accept(delivery);
        notStored = undefined;
        stored?.(false);
      } catch (error) {
        stored?.(true);
        if (error instanceof StoreUnavailableError) notStored = error.message;
        throw error;
      }
    },
    state: async () => {
      const { work, problems, warnings } = await state();
      return { ...work, problems, warnings };
    },
    metrics: metrics.text,
    ...(environment.metricsToken === undefined ? {} : { metricsToken: environment.metricsToken }),
    answered: metrics.answered,
    webhookSecrets: [credentials.webhookSecret, credentials.previousSecret].filter(each => each !== undefined),
    pages: new Hono().route('/', mcpOf(environment, workers)).route(
      '/',
      pagesOf(environment, context, error => log.error({ err: error }, 'GitHub or this server failed')),
    ),
    failed: (error, delivery) =>
      log.error(
        { err: error, ...(delivery === undefined ? {} : { delivery: delivery.slice(0, 100) }) },
        'a request failed',
      ),
  });
  let dispatcher: ReturnType<typeof startDispatcher> | undefined;
  const server = boundedServer(getRequestListener(fetch, { hostname: host })).listen(port, host, () => {
    const { port: at } = server.address() as AddressInfo;
    log.info({ host, port: at, github: apiUrl, version: pack.version }, 'listening');
    if (environment.workers > 0)
      dispatcher = startDispatcher({
        work: context.work,
        handle: workers.handle,
        watch: watchAttempts(metrics, tracing, seconds),
        log,
        seconds,
      });
    void background(
      context,
      app,
      store,
      log,
      metrics,
      found => {
        checked = found;
      },
      publisher,
    );
  });
  server.on('error', (error: NodeJS.ErrnoException) => fail(listenProblem(error, host, port)));
  const stop = async () => {
    log.info('stopping: work in progress is finished or handed back');
    setTimeout(() => process.exit(0), LAST_MOMENT).unref();
    await Promise.all([closed(server), dispatcher?.stop(LAST_WORK)]);
    workers.stop();
    await Promise.all([store.close(), spans?.stop()]);
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void stop());
}

/** Sends traces where an endpoint is set. Otherwise nothing of it is loaded. */
async function spanSender({ tracesTo }: AppEnvironment): Promise<SpanSender | undefined> {
  if (tracesTo === undefined) return undefined;
  const { sendSpans } = await import('./app/telemetry/otlp.js');
  return sendSpans(tracesTo, pack.version);
}

/** What assistants ask, each with the token of its person. */
function mcpOf({ apiUrl, publicUrl, trustedProxies }: AppEnvironment, workers: Isolated): Hono {
  const client = (token: string) => personClient(`cim-readiness/${pack.version}`, apiUrl, token);
  return mcpRoutes({
    publicUrl,
    addressOf: addressBehind(trustedProxies),
    personOf: token => loginOf(client(token)),
    answer: (person, token, request) => workers.answer(person, client(token), request),
    now: Date.now,
  });
}

/** What people see. Without a client secret nobody can sign in, and the pages show public repositories only. */
function pagesOf(environment: AppEnvironment, context: AppContext, failed: (error: unknown) => void): Hono {
  const { addresses, apiUrl, publicUrl, trustedProxies } = environment;
  const { ledger, standard } = context;
  const people =
    environment.signIn &&
    signIn({
      ...environment.signIn,
      github: addresses.github,
      apiUrl,
      userAgent: `cim-readiness/${pack.version}`,
      now: Date.now,
      failed,
    });
  return pagesApp({
    standard,
    version: pack.version,
    github: addresses.github,
    source: { ...ledger, fleet: installation => organizationFleet(context, installation) },
    now: Date.now,
    addressOf: addressBehind(trustedProxies),
    ...(people ? { signIn: people } : {}),
    ...(publicUrl === undefined ? {} : { publicUrl }),
  });
}

/** How much work there is, or why the store does not say so. */
async function storeState(app: App): Promise<{ counts: Partial<WorkCounts>; problems: string[] }> {
  try {
    return { counts: await app.counts(), problems: [] };
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error;
    return { counts: {}, problems: [error.message] };
  }
}

function contextOf(
  {
    app: { id, privateKey, webhookSecret, previousSecret },
    addresses,
    advisoriesDir,
    apiUrl,
    dataDir,
    paced,
    logLevel,
  }: AppEnvironment,
  { work, ledger, turns }: ServerStore,
  log: Logger,
  metrics: Metrics,
  wake: () => void,
): AppContext {
  const probot = new Probot({
    appId: id,
    privateKey,
    secret: webhookSecret,
    baseUrl: apiUrl,
    // Probot logs whole payloads and requests: only for people who ask for everything.
    log: log.child({}, { level: logLevel === 'trace' ? 'debug' : 'warn' }),
    Octokit: paced ? pacedClient(USER_AGENT, turns) : unpacedClient(USER_AGENT),
  });
  const client = async (installation?: number) => (await probot.auth(installation)) as unknown as GitHubClient;
  const own = client().then(octokit => watchRequests(octokit, 0, metrics.requested));
  return {
    standard: DEFAULT_STANDARD,
    addresses,
    ...(advisoriesDir === undefined ? {} : { advisoriesDir }),
    appId: id,
    markerKeys: deriveMarkerKeys(webhookSecret, previousSecret),
    work,
    ledger,
    trees: fileTrees(join(dataDir, 'trees')),
    registryNames: registryNames(),
    assessedPatterns: organizationPatterns(),
    now: () => new Date().toISOString(),
    log,
    octokitOf: async installation => watchRequests(await client(installation), installation, metrics.requested),
    appOctokit: () => own,
    permissionsOf: async installationId => {
      const { auth } = await probot.auth();
      const token = await auth({ type: 'installation', installationId });
      return (token as { readonly permissions?: Record<string, string> }).permissions ?? {};
    },
    patience: PATIENCE,
    stepped: metrics.stepped,
    wake,
  };
}

function fail(message: string): never {
  for (const line of message.split('\n')) process.stderr.write(`cim-readiness: ${line}\n`);
  process.exit(1);
}

try {
  await main();
} catch (error) {
  if (error instanceof EnvironmentError || error instanceof StoreOpenError) fail(error.message);
  fail(`could not start: ${error instanceof Error ? error.message : String(error)}`);
}
