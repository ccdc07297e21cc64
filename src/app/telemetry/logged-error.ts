/** An error as it is logged: without the request and the answer that GitHub's client attaches, which hold texts of repositories and people. */

/** How many causes are followed, and how much is logged of a message and a stack. */
const DEEPEST = 3;
const LONGEST = 4_000;

export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: string | number;
  readonly status?: number;
  /** The method and the path of the request that failed. */
  readonly request?: string;
  readonly cause?: LoggedError;
}

export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error).slice(0, LONGEST) };
  const { code, status, request } = error as Error & Readonly<Record<string, unknown>>;
  return {
    type: error.name,
    message: error.message.slice(0, LONGEST),
    ...(error.stack === undefined ? {} : { stack: error.stack.slice(0, LONGEST) }),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof status === 'number' ? { status } : {}),
    ...requestOf(request),
    ...(error.cause === undefined || depth === DEEPEST ? {} : { cause: loggedError(error.cause, depth + 1) }),
  };
}

function requestOf(request: unknown): { readonly request?: string } {
  const { method, url } = (request ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof method !== 'string' || typeof url !== 'string') return {};
  return { request: `${method} ${URL.canParse(url) ? new URL(url).pathname : url}`.slice(0, LONGEST) };
}
