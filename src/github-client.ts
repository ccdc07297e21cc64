/**
 * GitHub's client of the server, at GitHub's pace: 900 points a minute, of which a write costs 5, and 80 requests a minute
 * (500 an hour) that create content; issues and comments are slower, since users measured less.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
import { RequestError } from '@octokit/request-error';
import { ProbotOctokit } from 'probot';
import { type Pace, TooSoonError, type Turns, turnsAt } from './pace.js';

/** Writes and GraphQL queries of one installation: 900 / 5 in a minute. */
const WRITES: Pace = { gap: 60_000 / 180 };
/** Issues, comments and pull requests of one installation: 20 in a minute. */
const CONTENT: Pace = { gap: 3_000, hourly: 150 };

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
  return clientWith(userAgent, { write: groupOf(turnsAt(WRITES)), notifications: groupOf(turnsAt(CONTENT)) });
}

/** The client's class for a GitHub that limits nobody, as an Enterprise Server does unless its administrator says so. */
export function unpacedClient(userAgent: string): typeof ProbotOctokit {
  return clientWith(userAgent, { enabled: false });
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

function clientWith(userAgent: string, throttle: object): typeof ProbotOctokit {
  const isNotWaitedFor = () => false;
  return Client.defaults((options: { readonly throttle?: object } | undefined) => ({
    ...options,
    userAgent,
    throttle: {
      ...options?.throttle,
      onRateLimit: isNotWaitedFor,
      onSecondaryRateLimit: isNotWaitedFor,
      ...throttle,
    },
  }));
}
