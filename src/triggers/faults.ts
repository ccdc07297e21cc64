/** Which faults of GitHub may pass. */
import { RequestError } from '@octokit/request-error';

/** Whether trying again later may help: GitHub is busy or away, or the network is. Not: what is refused or not there. */
export function isPassing(error: unknown): boolean {
  if (error instanceof RequestError)
    return error.status >= 500 || error.status === 429 || (error.status === 403 && isRateLimit(error));
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
