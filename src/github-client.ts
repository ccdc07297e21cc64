/**
 * The server's client for GitHub, which stays below GitHub's rate limits: 900 points a minute, where a write costs 5, and 80 requests a minute
 * (500 an hour) that create content. Issues and comments are slower, because users measured lower limits.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
import { RequestError } from '@octokit/request-error';
import { Octokit } from '@octokit/rest';
import { ProbotOctokit } from 'probot';
import { checkAnswer } from './github-answers.js';
import { TooSoonError, type Turns, paceTurns } from './pace.js';
import type { Pace } from './store/turns.js';

/** Writes and GraphQL queries of one installation: 900 / 5 in a minute. */
const WRITES: Pace = { gap: 60_000 / 180 };
/** Issues, comments and pull requests of one installation: 20 in a minute. */
const CONTENT: Pace = { gap: 3_000, hourly: 150 };

/** How long GitHub can take for an answer and for an archive, in milliseconds. */
export interface Patience {
  readonly answer: number;
  readonly archive: number;
}

/** GitHub itself ends a request after 10 s: https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api */
const PATIENCE: Patience = { answer: 30_000, archive: 120_000 };

/** The library's client, with each answer checked. */
export const CheckedClient = ProbotOctokit.plugin(octokit => {
  octokit.hook.after('request', (response, options) => checkAnswer(response, options));
});

/**
 * Sends each write once. If the answer to a write is lost, the write might have happened: the caller tries again later, and first checks.
 * The client itself retries only reads.
 */
const Client = CheckedClient.plugin(octokit => {
  octokit.hook.before('request', options => {
    const writes = options.method !== 'GET' && !options.url.endsWith('/graphql');
    // Other requests can share the caller's options.
    if (writes) options.request = { ...options.request, retries: 0 };
  });
  octokit.hook.error('request', (error, options) => {
    if (!(error instanceof TooSoonError)) throw error;
    const seconds = Math.ceil((error.at - Date.now()) / 1_000);
    throw new RequestError(`${error.message}: again in ${seconds} s`, 429, {
      request: { ...options, url: options.url, headers: {} },
      response: { url: options.url, status: 429, headers: { 'retry-after': String(seconds) }, data: {} },
    });
  });
});

/** The turns of one kind of request. */
export type TurnsOf = (kind: string, pace: Pace) => Turns;

/** The class of the client. Each installation has its own pace. If GitHub reports a rate limit, the request fails. */
export function pacedClient(userAgent: string, turns: TurnsOf = (_, pace) => paceTurns(pace)): typeof ProbotOctokit {
  return clientWith(userAgent, {
    write: groupOf(turns('write', WRITES)),
    notifications: groupOf(turns('content', CONTENT)),
  });
}

/** The class of the client without a pace: by default, GitHub Enterprise Server has no rate limits. */
export function unpacedClient(userAgent: string, patience = PATIENCE): typeof ProbotOctokit {
  return clientWith(userAgent, { enabled: false }, patience);
}

/** A client with the token of a person, whose own rate limit counts. */
export function personClient(userAgent: string, baseUrl: string, token: string, patience = PATIENCE): Octokit {
  const silent = () => undefined;
  const octokit = new Octokit({
    auth: token,
    baseUrl,
    userAgent,
    request: { fetch: impatient(patience) },
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
  octokit.hook.after('request', (response, options) => checkAnswer(response, options));
  return octokit;
}

/** Whose a token is; undefined if GitHub does not accept it. @throws GitHub's other errors */
export async function loginOf(octokit: Pick<Octokit, 'rest'>): Promise<string | undefined> {
  try {
    return (await octokit.rest.users.getAuthenticated()).data.login;
  } catch (error) {
    if (error instanceof RequestError && (error.status === 401 || error.status === 403)) return undefined;
    throw error;
  }
}

/** `fetch` with a timeout: a request that hangs would block all work on its repository. */
function impatient({ answer, archive }: Patience): typeof fetch {
  return (input, init) => {
    const timeout = AbortSignal.timeout(isArchive(input) ? archive : answer);
    const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    return fetch(input, { ...init, signal });
  };
}

/**
 * Paces requests in the form of the limiters that the throttling plugin accepts. Bottleneck's own groups delete a limiter after five idle
 * minutes, even while jobs wait for its reservoir, and these jobs never settle.
 */
function groupOf(turns: Turns) {
  return {
    key: (installation: string) => ({
      schedule: async <T>(_: object, job: () => Promise<T>): Promise<T> => {
        await turns(installation);
        return job();
      },
    }),
  };
}

function isArchive(input: Parameters<typeof fetch>[0]): boolean {
  const address = input instanceof Request ? input.url : input.toString();
  return address.includes('/tarball/');
}

function clientWith(userAgent: string, throttle: object, patience = PATIENCE): typeof ProbotOctokit {
  const isNotWaitedFor = () => false;
  return Client.defaults((options: { readonly throttle?: object; readonly request?: object } | undefined) => ({
    ...options,
    userAgent,
    request: { ...options?.request, fetch: impatient(patience) },
    throttle: {
      ...options?.throttle,
      onRateLimit: isNotWaitedFor,
      onSecondaryRateLimit: isNotWaitedFor,
      ...throttle,
    },
  }));
}
