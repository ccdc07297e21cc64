/** The messages between the server and its workers: structured clones, and errors in a form that keeps their class. */

import { RequestError } from '@octokit/request-error';
import { ClosedPullError, NoCommitError, ReplacedRepositoryError, UnreadableError } from '../../collect/unreadable.js';
import { StoreUnavailableError } from '../../store/unavailable.js';
import { InvalidEntryError } from '../../store/work.js';

/** A worker ended, or was ended, before its task was done. The message completes "the assessment …". */
export class WorkerEndedError extends Error {
  override readonly name = 'WorkerEndedError';
}

/** From the server to a worker. */
export type ToWorker =
  | { readonly kind: 'task'; readonly task: unknown }
  | { readonly kind: 'answer'; readonly call: number; readonly outcome: Outcome }
  | { readonly kind: 'ping' };

/** From a worker to the server. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'call'; readonly call: number; readonly service: string; readonly input: readonly unknown[] }
  | { readonly kind: 'pong' };

export type Outcome = { readonly value: unknown } | { readonly error: SentError };

export interface SentError {
  /** Its class, if handlers or the dispatcher distinguish it. */
  readonly kind?: string | undefined;
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly cause?: SentError | undefined;
  /** Its other properties that can be sent: a status, a time. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The errors that handlers and the dispatcher distinguish. */
const ERROR_CLASSES: Readonly<Record<string, { readonly prototype: Error }>> = {
  ClosedPullError,
  HttpError: RequestError,
  InvalidEntryError,
  NoCommitError,
  ReplacedRepositoryError,
  StoreUnavailableError,
  UnreadableError,
  WorkerEndedError,
};

/** The properties that are sent separately for every error. */
const OWN_FIELDS = ['name', 'message', 'stack', 'cause'];
/** How many causes are followed. */
const DEEPEST = 5;

export function sentError(error: unknown, depth = 0): SentError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), fields: {} };
  const fields = Object.fromEntries(Object.entries(error).filter(([key]) => !OWN_FIELDS.includes(key)));
  return {
    kind: kindOf(error),
    name: error.name,
    message: error.message,
    stack: error.stack,
    ...(error.cause === undefined || depth === DEEPEST ? {} : { cause: sentError(error.cause, depth + 1) }),
    fields: JSON.parse(
      JSON.stringify(fields, (_, value: unknown) => (typeof value === 'function' ? undefined : value)),
    ),
  };
}

function kindOf(error: Error): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(error);
  return Object.entries(ERROR_CLASSES).find(([name, each]) => each.prototype === prototype || error.name === name)?.[0];
}

export function receivedError({ kind = '', name, message, stack, cause, fields }: SentError): Error {
  const prototype = Object.hasOwn(ERROR_CLASSES, kind) ? ERROR_CLASSES[kind]?.prototype : undefined;
  const error = Object.create(prototype ?? Error.prototype) as Error;
  for (const [key, value] of Object.entries({ ...fields, name, message, stack }))
    Object.defineProperty(error, key, { value, writable: true, configurable: true });
  if (cause) error.cause = receivedError(cause);
  return error;
}

export async function runForOutcome(work: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error: sentError(error) };
  }
}

export function outcomeValue(outcome: Outcome): unknown {
  if ('error' in outcome) throw receivedError(outcome.error);
  return outcome.value;
}
