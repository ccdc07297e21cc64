/** Which faults of GitHub may pass. */
import { RequestError } from '@octokit/request-error';
import { TryAgainError } from '../inbox/worker.js';

/** What of an error GitHub's fault may pass is to be tried again, after the time that GitHub names. */
export function tryAgain(error: unknown, message: string): TryAgainError {
  return new TryAgainError(message, { cause: error, after: waitOf(error) });
}

/** `retry-after`, or until `x-ratelimit-reset` where nothing remains; at most an hour. */
function waitOf(error: unknown): number {
  if (!(error instanceof RequestError)) return error instanceof Error && error.cause ? waitOf(error.cause) : 0;
  const { headers } = error.response ?? {};
  const named = Number(headers?.['retry-after'] ?? 0);
  const reset = headers?.['x-ratelimit-remaining'] === '0' ? Number(headers['x-ratelimit-reset'] ?? 0) : 0;
  const seconds = Math.max(named || 0, reset ? reset - Date.now() / 1000 : 0);
  return Math.min(3_600, Math.max(0, Math.ceil(seconds)));
}

/**
 * Whether trying again later may help: GitHub is busy or away, or the network is; a token that expired, which the next
 * attempt renews; a write that another one overtook. Not: what is refused or not there.
 */
export function isPassing(error: unknown): boolean {
  if (error instanceof RequestError)
    return (
      error.status >= 500 || [401, 409, 429].includes(error.status) || (error.status === 403 && isRateLimit(error))
    );
  if (!(error instanceof Error)) return false;
  return isNetwork(error) || isPassing(error.cause);
}

/** Whether what was asked for is not there (any more), or may not be seen: there is nothing left to do. */
export function isGone(error: unknown): error is RequestError {
  return error instanceof RequestError && (error.status === 404 || error.status === 410 || error.status === 451);
}

function isRateLimit({ response, message }: RequestError): boolean {
  return response?.headers['retry-after'] !== undefined || /rate limit/i.test(message);
}

const NETWORK = /^(?:ECONN\w+|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EPIPE|UND_ERR_\w+)$/;

function isNetwork(error: Error): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return NETWORK.test(code ?? '');
}
