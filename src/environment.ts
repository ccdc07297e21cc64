/** Reads every environment variable of the server once; `.env.example` lists them. An invalid one is an error at startup. */
import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import type { Addresses } from './report/addresses.js';
import { PUBLISHED_DOCS } from './report/addresses.js';
import { readNats } from './nats-environment.js';
import type { NatsSettings } from './store/nats/settings.js';
import { environmentError, parseVariables, readText, type Variables } from './variables.js';

export { EnvironmentError } from './variables.js';

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const TOO_SHORT = { error: 'is too short to be secure: use at least 8 characters' };

const VARIABLES = z.object({
  HOST: z.string().default('localhost'),
  PORT: z.coerce
    .number({ error: 'must be a port: a whole number from 0 to 65535' })
    .int()
    .min(0)
    .max(65_535)
    .default(3000),
  LOG_LEVEL: z.enum(LEVELS, { error: `must be one of ${LEVELS.join(', ')}` }).default('info'),
  DATA_DIR: z.string().default('data'),
  ADVISORIES_DIR: z.string().optional(),
  GHE_HOST: z
    .string()
    .regex(/^[\w.:[\]-]+$/, { error: 'must be a host name, without https:// and path' })
    .optional(),
  GHE_PROTOCOL: z.enum(['http', 'https'], { error: 'must be http or https' }).default('https'),
  WORKERS: z.coerce.number({ error: 'must be a whole number from 0 to 64' }).int().min(0).max(64).default(2),
  STORE: z.enum(['sqlite', 'nats'], { error: 'must be sqlite or nats' }).optional(),
  DOCS_URL: z
    .url({ protocol: /^https?$/, error: 'must be a web address, such as https://example.com/docs' })
    .transform(url => url.replace(/(?<!\/)\/+$/, ''))
    .default(PUBLISHED_DOCS),
  RATE_LIMITS: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  GH_ORG: z
    .string()
    .regex(/^[\w-]+$/, { error: 'must be the name of an organization, as in its address on GitHub' })
    .optional(),
  APP_ID: z.string().regex(/^\d+$/, { error: "must be the numeric App ID from the app's settings page" }).optional(),
  PRIVATE_KEY: z.string().optional(),
  PRIVATE_KEY_PATH: z.string().optional(),
  WEBHOOK_SECRET: z.string().min(8, TOO_SHORT).optional(),
  WEBHOOK_SECRET_PREVIOUS: z.string().min(8, TOO_SHORT).optional(),
  PUBLIC_URL: z
    .url({
      protocol: /^https?$/,
      error: 'must be the web address of this server, such as https://readiness.example.com',
    })
    .refine(isOriginOnly, { error: 'must have no path: the server answers at the root of a host' })
    .refine(isPrivateChannel, {
      error: 'must begin with https://: over http, anyone on the network path can sign in as others',
    })
    .transform(url => new URL(url).origin)
    .optional(),
  GITHUB_CLIENT_ID: z.string().optional(),
  GITHUB_CLIENT_SECRET: z.string().min(8, TOO_SHORT).optional(),
  METRICS_TOKEN: z.string().min(8, TOO_SHORT).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be a web address, such as http://localhost:4318' })
    .optional(),
  TRUSTED_PROXIES: z.coerce.number({ error: 'must be a whole number from 0 to 10' }).int().min(0).max(10).default(0),
});

function isOriginOnly(url: string): boolean {
  return URL.canParse(url) && new URL(url).href === `${new URL(url).origin}/`;
}

/** HTTPS, or a machine that talks to itself. */
function isPrivateChannel(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

/** The variables that authenticate as the app. */
const CREDENTIALS = VARIABLES.pick({
  APP_ID: true,
  PRIVATE_KEY: true,
  PRIVATE_KEY_PATH: true,
  GHE_HOST: true,
  GHE_PROTOCOL: true,
});

export interface ServerEnvironment {
  readonly host: string;
  /** 0 selects any free port. */
  readonly port: number;
  readonly logLevel: (typeof LEVELS)[number];
  /** The directory of the server's database file. */
  readonly dataDir: string;
  /** The directory of an advisory database. */
  readonly advisoriesDir?: string;
  /** How many processes assess at once; 0 if this server only takes webhooks and shows pages. */
  readonly workers: number;
  /** Where the server keeps its data: in a file of its own, or shared with other servers through NATS. */
  readonly store: 'sqlite' | 'nats';
  readonly nats?: NatsSettings;
  /** Whether requests are paced to stay below GitHub's rate limits. */
  readonly paced: boolean;
  /** The web pages that reports link to. */
  readonly addresses: Addresses;
  /** The base URL of the REST API: `https://api.github.com`, or that of GitHub Enterprise Server. */
  readonly apiUrl: string;
  /** The organization to register the app for. */
  readonly organization?: string;
  /** Where people reach this server: `https://readiness.example.com`. */
  readonly publicUrl?: string;
  /** How many proxies in front of this server add the address of the sender to `X-Forwarded-For`. */
  readonly trustedProxies: number;
  /** Who reads the metrics sends this. */
  readonly metricsToken?: string;
  /** Where traces are sent, by OTLP over HTTP. */
  readonly tracesTo?: string;
}

/** The environment of a registered app. */
export interface AppEnvironment extends ServerEnvironment {
  readonly app: {
    readonly id: number;
    readonly privateKey: string;
    readonly webhookSecret: string;
    /** The secret before the present one: accepted while the secret is being changed. */
    readonly previousSecret?: string;
  };
  /** With what people sign in; absent if nobody can. */
  readonly signIn?: { readonly clientId: string; readonly clientSecret: string; readonly publicUrl: string };
}

/**
 * Reads the variables.
 * @returns without `app` if neither APP_ID nor a private key is set, because the app is not registered yet
 * @throws EnvironmentError naming each variable that is invalid or missing
 */
export function readEnvironment(variables: Variables): ServerEnvironment | AppEnvironment {
  const { HOST, PORT, LOG_LEVEL, DATA_DIR, ADVISORIES_DIR, WORKERS, RATE_LIMITS, DOCS_URL, GH_ORG, ...given } =
    parseVariables(VARIABLES, variables);
  const {
    PUBLIC_URL,
    TRUSTED_PROXIES,
    METRICS_TOKEN,
    OTEL_EXPORTER_OTLP_ENDPOINT,
    GITHUB_CLIENT_ID,
    GITHUB_CLIENT_SECRET,
    STORE,
    ...app
  } = given;
  const nats = readNats(variables);
  const store = STORE ?? (nats ? 'nats' : 'sqlite');
  if (store === 'nats' && !nats) throw environmentError(['NATS_URL is missing: STORE=nats needs a NATS server']);
  if (store === 'sqlite' && WORKERS === 0)
    throw environmentError(['WORKERS must be at least 1: only servers that share a store through NATS can do without']);
  const { APP_ID, WEBHOOK_SECRET, WEBHOOK_SECRET_PREVIOUS, ...rest } = app;
  const server = {
    host: HOST,
    port: PORT,
    logLevel: LOG_LEVEL,
    dataDir: DATA_DIR,
    workers: WORKERS,
    store,
    ...(nats === undefined ? {} : { nats }),
    paced: RATE_LIMITS === 'on',
    addresses: { github: webUrl(rest), docs: DOCS_URL },
    apiUrl: restApiUrl(rest),
    trustedProxies: TRUSTED_PROXIES,
    ...(GH_ORG === undefined ? {} : { organization: GH_ORG }),
    ...(OTEL_EXPORTER_OTLP_ENDPOINT === undefined ? {} : { tracesTo: OTEL_EXPORTER_OTLP_ENDPOINT }),
    ...(METRICS_TOKEN === undefined ? {} : { metricsToken: METRICS_TOKEN }),
    ...(PUBLIC_URL === undefined ? {} : { publicUrl: PUBLIC_URL }),
    ...(ADVISORIES_DIR === undefined ? {} : { advisoriesDir: ADVISORIES_DIR }),
  };
  const signIn = signInWith({ PUBLIC_URL, GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET });
  if (APP_ID === undefined && !hasPrivateKey(rest)) return server;
  const missing = [
    ...missingCredentials({ APP_ID, ...rest }),
    ...(WEBHOOK_SECRET === undefined
      ? [
          "WEBHOOK_SECRET is missing: set it to the webhook secret on the app's settings page. Without it, anyone could send webhooks",
        ]
      : []),
  ];
  if (missing.length > 0) throw environmentError(missing);
  const privateKey = readPrivateKey(rest.PRIVATE_KEY, rest.PRIVATE_KEY_PATH);
  const previous = WEBHOOK_SECRET_PREVIOUS === undefined ? {} : { previousSecret: WEBHOOK_SECRET_PREVIOUS };
  const credentials = { id: Number(APP_ID), privateKey, webhookSecret: WEBHOOK_SECRET ?? '', ...previous };
  return { ...server, app: credentials, ...(signIn === undefined ? {} : { signIn }) };
}

/** The sign-in needs all of its variables. @throws EnvironmentError naming those that are missing */
function signInWith(
  given: Pick<z.infer<typeof VARIABLES>, 'PUBLIC_URL' | 'GITHUB_CLIENT_ID' | 'GITHUB_CLIENT_SECRET'>,
): AppEnvironment['signIn'] {
  const { PUBLIC_URL: publicUrl, GITHUB_CLIENT_ID: clientId, GITHUB_CLIENT_SECRET: clientSecret } = given;
  if (clientId === undefined && clientSecret === undefined) return undefined;
  if (publicUrl !== undefined && clientId !== undefined && clientSecret !== undefined)
    return { clientId, clientSecret, publicUrl };
  throw environmentError(
    [
      ...(publicUrl === undefined
        ? ['PUBLIC_URL is missing: set it to the address at which people reach this server']
        : []),
      ...(clientId === undefined ? ["GITHUB_CLIENT_ID is missing: copy it from the app's settings page"] : []),
      ...(clientSecret === undefined
        ? ["GITHUB_CLIENT_SECRET is missing: generate a client secret on the app's settings page"]
        : []),
    ].map(line => `${line}. Without it, nobody can sign in`),
  );
}

/**
 * Reads the variables that authenticate as the app, and ignores the others.
 * @throws EnvironmentError naming each variable that is invalid or missing
 */
export function readCredentials(variables: Variables): {
  readonly id: number;
  readonly privateKey: string;
  readonly apiUrl: string;
} {
  const given = parseVariables(CREDENTIALS, variables);
  const missing = missingCredentials(given);
  if (missing.length > 0) throw environmentError(missing);
  const privateKey = readPrivateKey(given.PRIVATE_KEY, given.PRIVATE_KEY_PATH);
  return { id: Number(given.APP_ID), privateKey, apiUrl: restApiUrl(given) };
}

type Credentials = z.infer<typeof CREDENTIALS>;

function restApiUrl({ GHE_HOST, GHE_PROTOCOL }: Pick<Credentials, 'GHE_HOST' | 'GHE_PROTOCOL'>): string {
  return GHE_HOST === undefined ? 'https://api.github.com' : `${GHE_PROTOCOL}://${GHE_HOST}/api/v3`;
}

function webUrl({ GHE_HOST, GHE_PROTOCOL }: Pick<Credentials, 'GHE_HOST' | 'GHE_PROTOCOL'>): string {
  return GHE_HOST === undefined ? 'https://github.com' : `${GHE_PROTOCOL}://${GHE_HOST}`;
}

function hasPrivateKey({
  PRIVATE_KEY,
  PRIVATE_KEY_PATH,
}: Pick<Credentials, 'PRIVATE_KEY' | 'PRIVATE_KEY_PATH'>): boolean {
  return PRIVATE_KEY !== undefined || PRIVATE_KEY_PATH !== undefined;
}

function missingCredentials(given: Omit<Credentials, 'GHE_HOST' | 'GHE_PROTOCOL'>): string[] {
  return [
    ...(given.APP_ID === undefined
      ? ["APP_ID is missing: set it to the numeric App ID from the app's settings page"]
      : []),
    ...(hasPrivateKey(given)
      ? []
      : ["PRIVATE_KEY or PRIVATE_KEY_PATH is missing: generate a private key on the app's settings page"]),
  ];
}

/** Returns the private key as PEM. A variable that holds only one line can contain `\n` for line breaks, or the key in base64. */
function readPrivateKey(text: string | undefined, path: string | undefined): string {
  const name = text === undefined ? 'PRIVATE_KEY_PATH' : 'PRIVATE_KEY';
  let pem = text ?? readText('PRIVATE_KEY_PATH', path ?? '');
  pem = pem.replaceAll('\\n', '\n').trim();
  if (!pem.includes('-----BEGIN')) pem = Buffer.from(pem, 'base64').toString().trim();
  try {
    createPrivateKey(pem);
    return pem;
  } catch {
    throw environmentError([
      `${name} is not a PEM private key: use the complete .pem file that you downloaded from GitHub`,
    ]);
  }
}
