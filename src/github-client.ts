/**
 * GitHub's client of the server, at GitHub's pace: 900 points a minute, of which a write costs 5, and 80 requests a minute
 * (500 an hour) that create content; we are gentler with issues and comments, since users measured less.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
import Bottleneck from 'bottleneck';
import { ProbotOctokit } from 'probot';

/** Between two writes, or GraphQL queries, of one installation, in milliseconds: 900 / 5 in a minute. */
const WRITE_GAP = 60_000 / 180;
/** Between two issues, comments or pull requests: 20 in a minute, and at most so many in an hour. */
const CONTENT_GAP = 3_000;
const CONTENT_AN_HOUR = 150;

/**
 * A write is sent once. Where its answer was lost it may have been done: the worker comes again, and looks before it writes.
 * What only reads is asked again by the client itself.
 */
const Client = ProbotOctokit.plugin(octokit => {
  octokit.hook.before('request', options => {
    const writes = options.method !== 'GET' && !options.url.endsWith('/graphql');
    if (writes) options.request['retries'] = 0;
  });
});

/** The client's class. Every installation has a pace of its own; a rate limit that GitHub names is waited for. */
export function pacedClient(userAgent: string): typeof ProbotOctokit {
  const write = new Bottleneck.Group({ maxConcurrent: 1, minTime: WRITE_GAP });
  const notifications = new Bottleneck.Group({
    maxConcurrent: 1,
    minTime: CONTENT_GAP,
    reservoir: CONTENT_AN_HOUR,
    reservoirRefreshAmount: CONTENT_AN_HOUR,
    reservoirRefreshInterval: 3_600_000,
  });
  return clientWith(userAgent, { write, notifications });
}

/** The client's class for a GitHub that limits nobody, as an Enterprise Server does unless its administrator says so. */
export function unpacedClient(userAgent: string): typeof ProbotOctokit {
  return clientWith(userAgent, { enabled: false });
}

function clientWith(userAgent: string, throttle: object): typeof ProbotOctokit {
  return Client.defaults((options: { readonly throttle?: object } | undefined) => ({
    ...options,
    userAgent,
    throttle: { ...options?.throttle, ...throttle },
  }));
}
