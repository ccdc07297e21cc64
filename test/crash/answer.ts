/** Requests to the GitHub of the crash driver, and its answers. */

export interface Request {
  readonly method: string;
  /** Without the API's own. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** The installation whose token it has; 0 if it is the app's own. */
  readonly installation: number;
}

/** A list is answered in pages. */
export interface Answer {
  readonly status: number;
  readonly json?: unknown;
  readonly bytes?: Buffer;
}

export const json = (value: unknown, status = 200): Answer => ({ status, json: value });
export const created = (value: unknown) => json(value, 201);
