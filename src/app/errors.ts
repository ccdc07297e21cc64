/** Maps an error to its consequence for the work: every error is retried, except those named here. */
import { RequestError } from '@octokit/request-error';
import { NoCommitError, UnreadableError } from '../collect/unreadable.js';
import { StoreUnavailableError } from '../store/unavailable.js';
import { InvalidEntryError } from '../store/work.js';
import { WorkerEndedError } from './pool/wire.js';

/** The pause before each retry, in seconds; a day in total. */
const PAUSES: readonly number[] = [10, 60, 300, 900, 1_800, ...Array.from({ length: 23 }, () => 3_600)];
/** The longest wait that is accepted from GitHub, in seconds. */
const LONGEST_WAIT = 3_600;

/** How often one entry can end its worker before it is given up. */
const MOST_ENDS = 5;

/** The consequence of an error. */
export type Consequence =
  /** The target is gone, so nothing is left to do. */
  | { readonly kind: 'gone' }
  /** A retry cannot help. */
  | { readonly kind: 'give-up'; readonly reason: string }
  | { readonly kind: 'retry'; readonly seconds: number; readonly reason: string };

/** Thrown by a handler to request a retry; what it published already says so. */
export class RetryError extends Error {
  override readonly name = 'RetryError';
}

/** The consequence of an error. @param attempts counted from 1 */
export function errorConsequence(error: unknown, attempts: number): Consequence {
  const reason = reasonOf(error);
  const request = requestErrorIn(error);
  if ((request && isGone(request)) || error instanceof NoCommitError) return { kind: 'gone' };
  if (error instanceof InvalidEntryError) return { kind: 'give-up', reason };
  if (request && isRefused(request)) return { kind: 'give-up', reason };
  if (error instanceof WorkerEndedError && attempts >= MOST_ENDS)
    return { kind: 'give-up', reason: `the work ${reason}` };
  const pause = PAUSES[attempts - 1];
  if (pause === undefined) return { kind: 'give-up', reason: `given up after ${attempts} attempts: ${reason}` };
  return { kind: 'retry', seconds: Math.max(pause, request ? waitOf(request) : 0), reason };
}

/** Whether the resource is missing, gone, or not accessible, so that nothing is left to do. Queries have one address, which is never gone. */
export function isGone(error: unknown): error is RequestError {
  return (
    error instanceof RequestError && [404, 410, 451].includes(error.status) && !error.request.url.endsWith('/graphql')
  );
}

/** Whether GitHub rejects the request for good: it is invalid, or a permission is missing. */
function isRefused(error: RequestError): boolean {
  return [400, 413, 415, 422].includes(error.status) || (error.status === 403 && !isRateLimit(error));
}

/** Whether GitHub reports a limit: other requests of the installation fail, too. */
export function isLimit(error: unknown): boolean {
  const request = requestErrorIn(error);
  return request !== undefined && (request.status === 429 || (request.status === 403 && isRateLimit(request)));
}

function isRateLimit({ response, message }: RequestError): boolean {
  const { headers } = response ?? {};
  return (
    headers?.['retry-after'] !== undefined ||
    headers?.['x-ratelimit-remaining'] === '0' ||
    /rate limit|abuse detection/i.test(message)
  );
}

/** `retry-after`, or the time until `x-ratelimit-reset` if no points remain; in seconds, at most an hour. */
function waitOf({ response }: RequestError): number {
  const headers = response?.headers ?? {};
  const named = Number(headers['retry-after'] ?? 0);
  const reset = headers['x-ratelimit-remaining'] === '0' ? Number(headers['x-ratelimit-reset'] ?? 0) : 0;
  const seconds = Math.max(named || 0, reset ? reset - Date.now() / 1000 : 0);
  return Math.min(LONGEST_WAIT, Math.max(0, Math.ceil(seconds)));
}

function requestErrorIn(error: unknown): RequestError | undefined {
  if (error instanceof RequestError) return error;
  return error instanceof Error && error.cause !== undefined ? requestErrorIn(error.cause) : undefined;
}

/** Whether the cause is external and can be temporary: then the command is retried instead of answered. */
export function isTemporary(error: unknown): boolean {
  const request = requestErrorIn(error);
  if (request) return !isGone(request) && !isRefused(request);
  if (error instanceof NoCommitError) return false;
  return (
    error instanceof RetryError ||
    error instanceof UnreadableError ||
    error instanceof StoreUnavailableError ||
    isNetwork(error)
  );
}

/** Why trying again cannot help: a phrase. Undefined if the error might be one of this app. */
export function refusalReason(error: unknown): string | undefined {
  if (error instanceof WorkerEndedError) return `the assessment ${error.message} and was ended`;
  if (error instanceof NoCommitError) return error.message;
  const request = requestErrorIn(error);
  return (
    request && `GitHub refused with ${request.status}: ${(request.message.split(' - https://')[0] ?? '').slice(0, 300)}`
  );
}

/** The error for the log and for `deliveries`. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The error for people on GitHub, without the details of an internal error. */
export function publicReason(error: unknown): string {
  if (error instanceof UnreadableError && !requestErrorIn(error)) return `${error.message}. This app tries again.`;
  const request = requestErrorIn(error);
  if (request && isRefused(request))
    return `${refusalReason(request)}. When the cause is fixed, click Re-run, or comment /cim reassess.`;
  if (request || isNetwork(error)) return 'GitHub did not answer as expected. This app tries again.';
  if (error instanceof RetryError) return error.message;
  if (error instanceof WorkerEndedError) return `The assessment ${error.message} and was ended.`;
  return 'This app had an internal error. The log of its server has the details. This app tries again.';
}

const NETWORK = /^(?:ECONN\w+|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EPIPE|UND_ERR_\w+)$/;

function isNetwork(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return NETWORK.test((error as NodeJS.ErrnoException).code ?? '') || isNetwork(error.cause);
}
