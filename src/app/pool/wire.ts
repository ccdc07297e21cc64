/** What the server and its workers send each other: structured clones, and errors in a form that keeps their class. */

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
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly cause?: SentError | undefined;
  /** What else it holds that can be sent: a status, a time. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Classes of errors that callers tell apart, by name. */
export type ErrorClasses = Readonly<Record<string, { readonly prototype: Error }>>;

/** How many causes are followed. */
const DEEPEST = 5;

export function sentError(error: unknown, depth = 0): SentError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), fields: {} };
  const { name, message, stack, cause, ...fields } = error as Error & Record<string, unknown>;
  return {
    // Fields of an error are on itself, its name often on its class.
    name: error.name,
    message: error.message,
    stack: error.stack,
    ...(error.cause === undefined || depth === DEEPEST ? {} : { cause: sentError(error.cause, depth + 1) }),
    fields: JSON.parse(
      JSON.stringify(fields, (_, value: unknown) => (typeof value === 'function' ? undefined : value)),
    ),
  };
}

export function receivedError({ name, message, stack, cause, fields }: SentError, classes: ErrorClasses): Error {
  const prototype = Object.hasOwn(classes, name) ? classes[name]?.prototype : undefined;
  const error = Object.create(prototype ?? Error.prototype) as Error;
  for (const [key, value] of Object.entries({ ...fields, name, message, stack }))
    Object.defineProperty(error, key, { value, writable: true, configurable: true });
  if (cause) error.cause = receivedError(cause, classes);
  return error;
}

export async function outcomeOf(work: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error: sentError(error) };
  }
}

export function valueOf(outcome: Outcome, classes: ErrorClasses): unknown {
  if ('error' in outcome) throw receivedError(outcome.error, classes);
  return outcome.value;
}
