/** Reads from GitHub, as the app: the app, its webhook, its deliveries, and its installations. */
import { createAppAuth } from '@octokit/auth-app';
import { RequestError } from '@octokit/request-error';
import { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { UnreadableError } from '../collect/unreadable.js';
import type {
  AppFacts,
  DeliveryFacts,
  DoctorFacts,
  HookFacts,
  InstallationFacts,
  LimitFacts,
} from '../report/doctor/facts.js';
import { type Reading, read, unread } from '../snapshot/reading.js';

/** The credentials that authenticate as the app. */
export interface Credentials {
  readonly id: number;
  readonly privateKey: string;
  readonly apiUrl: string;
}

const REQUEST_TIMEOUT_SECONDS = 20;
/** The number of installations whose rate limits are read: each takes two requests. */
const INSTALLATIONS_WITH_LIMITS = 10;

const GRANTED = { permissions: z.record(z.string(), z.string()), events: z.array(z.string()) };

const APP = z.object({
  ...GRANTED,
  id: z.number(),
  slug: z.string().nullish(),
  name: z.string(),
  html_url: z.url(),
  // An enterprise has neither login nor type.
  owner: z.object({ login: z.string().nullish(), type: z.string().nullish(), slug: z.string().nullish() }).nullish(),
});

const HOOK = z
  .object({
    url: z.string().nullish(),
    content_type: z.string().nullish(),
    insecure_ssl: z.union([z.string(), z.number()]).nullish(),
    secret: z.string().nullish(),
  })
  .transform(
    ({ url, content_type: contentType, insecure_ssl: insecure, secret }): HookFacts => ({
      ...(url ? { url } : {}),
      ...(contentType ? { contentType } : {}),
      isInsecure: String(insecure ?? 0) === '1',
      hasSecret: Boolean(secret),
    }),
  );

const DELIVERIES = z.array(
  z
    .object({
      guid: z.string(),
      delivered_at: z.string(),
      event: z.string(),
      status: z.string(),
      status_code: z.number(),
    })
    .transform(
      ({ delivered_at: at, status_code: statusCode, ...rest }): DeliveryFacts => ({ ...rest, at, statusCode }),
    ),
);

const INSTALLATIONS = z.array(
  z
    .object({
      ...GRANTED,
      id: z.number(),
      html_url: z.string(),
      account: z.object({ login: z.string().nullish(), slug: z.string().nullish() }).nullish(),
      repository_selection: z.string(),
      suspended_at: z.string().nullish(),
    })
    .transform(
      ({ id, html_url: page, account, repository_selection: selection, suspended_at: suspended, ...granted }) => ({
        ...granted,
        id,
        page,
        account: account?.login ?? account?.slug ?? `installation ${id}`,
        allRepositories: selection === 'all',
        isSuspended: Boolean(suspended),
      }),
    ),
);

const RATE_LIMIT = z.object({ limit: z.number(), remaining: z.number(), reset: z.number() });
const RATE_LIMITS = z.object({ resources: z.object({ core: RATE_LIMIT, graphql: RATE_LIMIT.optional() }) });

/**
 * Reads what GitHub knows about the app.
 * @param now milliseconds since 1970
 * @throws UnreadableError if GitHub cannot be reached or rejects the credentials
 */
export async function readDoctorFacts(
  credentials: Credentials,
  now: () => number,
): Promise<Omit<DoctorFacts, 'environment'>> {
  const octokit = createClient(credentials);
  const { facts: app, clockAhead } = await readApp(octokit, credentials, now);
  const [hook, deliveries, installations] = await Promise.all([
    readPart(HOOK, async () => (await octokit.rest.apps.getWebhookConfigForApp()).data),
    readPart(DELIVERIES, async () => (await octokit.rest.apps.listWebhookDeliveries({ per_page: 100 })).data),
    readPart(INSTALLATIONS, () => octokit.paginate(octokit.rest.apps.listInstallations, { per_page: 100 })),
  ]);
  const withLimits = installations.read ? read(await withRateLimits(credentials, installations.value)) : installations;
  return { host: githubHost(credentials), clockAhead, app, hook, deliveries, installations: withLimits };
}

function githubHost({ apiUrl }: Pick<Credentials, 'apiUrl'>): string {
  const { host } = new URL(apiUrl);
  return host === 'api.github.com' ? 'github.com' : host;
}

function createClient({ id, privateKey, apiUrl }: Credentials, installationId?: number): Octokit {
  const silent = () => undefined;
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const octokit = new Octokit({
    authStrategy: createAppAuth,
    auth: { appId: id, privateKey, log, ...(installationId === undefined ? {} : { installationId }) },
    baseUrl: apiUrl,
    userAgent: 'cim-readiness',
    log,
  });
  octokit.hook.before('request', options => {
    options.request.signal = AbortSignal.timeout(REQUEST_TIMEOUT_SECONDS * 1000);
  });
  return octokit;
}

async function readApp(
  octokit: Octokit,
  credentials: Credentials,
  now: () => number,
): Promise<{ readonly facts: AppFacts; readonly clockAhead: Reading<number> }> {
  const host = githubHost(credentials);
  try {
    const { data, headers } = await octokit.rest.apps.getAuthenticated();
    const parsed = APP.safeParse(data);
    if (!parsed.success) throw new UnreadableError(`${host} does not answer like GitHub: check GHE_HOST`);
    const { id, name, html_url: page, permissions, events } = parsed.data;
    const facts = { id, name, page, settings: settingsUrl(parsed.data), permissions, events };
    return { facts, clockAhead: clockDifference(headers.date, now()) };
  } catch (error) {
    if (error instanceof UnreadableError) throw error;
    throw new UnreadableError(refusalMessage(error, credentials.id, host, now()), { cause: error });
  }
}

/** The URL of an app's settings. An app belongs to a person, an organization, or an enterprise. */
function settingsUrl({ owner, slug, html_url: page }: z.infer<typeof APP>): string {
  const { origin } = new URL(page);
  const name = slug ?? page.split('/').at(-1);
  if (owner?.login && owner.type === 'Organization')
    return `${origin}/organizations/${owner.login}/settings/apps/${name}`;
  if (!owner?.login && owner?.slug) return `${origin}/enterprises/${owner.slug}/settings/apps/${name}`;
  return `${origin}/settings/apps/${name}`;
}

function clockDifference(date: string | undefined, now: number): Reading<number> {
  const there = Date.parse(date ?? '');
  // GitHub reports whole seconds.
  return Number.isNaN(there) ? unread('GitHub did not send the time') : read(Math.round((now - there) / 1000));
}

/** Tells in one line why the app could not authenticate, and what to do. */
function refusalMessage(error: unknown, id: number, host: string, now: number): string {
  const words = errorText(error);
  if (!(error instanceof RequestError) || !error.response) return `could not reach ${host}: ${words}`;
  const { status, response } = error;
  const ahead = clockDifference(response.headers.date, now);
  if (status === 401 && ahead.read && Math.abs(ahead.value) > 30)
    return `${host} rejected the app's authentication because this machine's clock is ${Math.abs(ahead.value)} seconds ${ahead.value > 0 ? 'ahead of' : 'behind'} GitHub's: synchronize it with a time server (NTP)`;
  if (status === 401)
    return `${host} rejected the private key for app ${id} (${words}): correct APP_ID, or generate a private key on the app's settings page`;
  if (status === 404)
    return `${host} has no app ${id}: correct APP_ID or GHE_HOST. If the app was deleted, run \`npm start\` without credentials to register a new one`;
  if (status >= 500) return `${host} answered with status ${status}: try again later`;
  return `${host} refused to return app ${id}: ${words}`;
}

function errorText(error: unknown): string {
  const text =
    error instanceof Error ? error.message || String((error.cause as Error | undefined)?.message) : String(error);
  return (text.split('\n')[0] ?? '').replace(/ - https:\/\/docs\.github\.com\S*$/, '').slice(0, 200);
}

/** Requests one part. If it cannot be read, the reading gives the reason. */
async function readPart<T>(schema: z.ZodType<T>, get: () => Promise<unknown>): Promise<Reading<T>> {
  try {
    const parsed = schema.safeParse(await get());
    return parsed.success ? read(parsed.data) : unread('GitHub sent an unexpected answer');
  } catch (error) {
    return unread(`GitHub answered: ${errorText(error)}`);
  }
}

async function withRateLimits(
  credentials: Credentials,
  installations: readonly InstallationFacts[],
): Promise<InstallationFacts[]> {
  const asked = new Set(installations.filter(({ isSuspended }) => !isSuspended).slice(0, INSTALLATIONS_WITH_LIMITS));
  return Promise.all(
    installations.map(async each => {
      if (!asked.has(each)) return each;
      const octokit = createClient(credentials, each.id);
      const limits = await readPart(RATE_LIMITS, async () => (await octokit.rest.rateLimit.get()).data);
      return { ...each, limits: limits.read ? read(limitFacts(limits.value)) : limits };
    }),
  );
}

function limitFacts({ resources: { core, graphql } }: z.infer<typeof RATE_LIMITS>): LimitFacts[] {
  const factsOf = (name: LimitFacts['name'], { limit, remaining, reset }: z.infer<typeof RATE_LIMIT>): LimitFacts => ({
    name,
    limit,
    remaining,
    resetAt: new Date(reset * 1000).toISOString(),
  });
  return [factsOf('REST', core), ...(graphql ? [factsOf('GraphQL', graphql)] : [])];
}
