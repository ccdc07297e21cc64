/**
 * GitHub's client of the server, at GitHub's pace: 900 points a minute, of which a write costs 5, and 80 requests a minute
 * (500 an hour) that create content; issues and comments are slower, since users measured less.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
import { RequestError } from '@octokit/request-error';
import { ProbotOctokit } from 'probot';
import { type Pace, TooSoonError, type Turns, paceTurns } from './pace.js';

/** Writes and GraphQL queries of one installation: 900 / 5 in a minute. */
const WRITES: Pace = { gap: 60_000 / 180 };
/** Issues, comments and pull requests of one installation: 20 in a minute. */
const CONTENT: Pace = { gap: 3_000, hourly: 150 };

/** How long GitHub may take for an answer and for an archive, in milliseconds. */
export interface Patience {
  readonly answer: number;
  readonly archive: number;
}

/** GitHub itself ends a request after 10 s: https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api */
const PATIENCE: Patience = { answer: 30_000, archive: 120_000 };

/**
 * A write is sent once. If its answer was lost it may have been done: the caller comes again, and looks before it writes.
 * The client itself retries only what reads.
 */
const Client = ProbotOctokit.plugin(octokit => {
  octokit.hook.before('request', options => {
    const writes = options.method !== 'GET' && !options.url.endsWith('/graphql');
    // The caller's options may be shared by other requests.
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

/** The client's class. Every installation has a pace of its own. A limit that GitHub names ends the request. */
export function pacedClient(userAgent: string): typeof ProbotOctokit {
  return clientWith(userAgent, { write: groupOf(paceTurns(WRITES)), notifications: groupOf(paceTurns(CONTENT)) });
}

/** The client's class for a GitHub that limits nobody, as an Enterprise Server does unless its administrator says so. */
export function unpacedClient(userAgent: string, patience = PATIENCE): typeof ProbotOctokit {
  return clientWith(userAgent, { enabled: false }, patience);
}

/** `fetch` that gives up on an answer that does not come: a request that hangs would keep its repository from being worked on. */
function impatient({ answer, archive }: Patience): typeof fetch {
  return (input, init) => {
    const timeout = AbortSignal.timeout(isArchive(input) ? archive : answer);
    const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    return fetch(input, { ...init, signal });
  };
}

/**
 * Turns in the form of the limiters that the throttling plugin takes. Bottleneck's own groups delete a limiter after five
 * idle minutes, also while jobs wait for its reservoir, and these never settle.
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
