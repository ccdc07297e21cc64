/**
 * Reads bodies of requests that are not verified yet. Each body is limited in bytes and time, and all bodies together in bytes,
 * so that many connections at once cannot fill the memory. Small bodies have a share of their own, so that large ones never
 * block them.
 */

export interface BodyLimits {
  /** The largest body. */
  readonly bytes: number;
  /** The largest body that counts as small. */
  readonly smallBytes: number;
  /** How many bytes of all small bodies, and of all others, are held at once. */
  readonly allSmallBytes: number;
  readonly allLargeBytes: number;
  /** How long a body may take to arrive. */
  readonly milliseconds: number;
}

const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;

export const BODY_LIMITS: BodyLimits = {
  // GitHub's limit: https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap
  bytes: 25 * MEBIBYTE,
  smallBytes: 256 * KIBIBYTE,
  allSmallBytes: 16 * MEBIBYTE,
  allLargeBytes: 50 * MEBIBYTE,
  // GitHub's own timeout.
  milliseconds: 10_000,
};

/** Thrown if a body was not read. The message is the answer, with this status. */
export class BodyError extends Error {
  override readonly name = 'BodyError';

  constructor(
    readonly status: 408 | 413 | 503,
    message: string,
  ) {
    super(message);
  }
}

/** Reads a body, hands it to `use`, and counts it as held until that ends. */
export type BodyReader = <T>(request: Request, use: (body: Buffer) => Promise<T>) => Promise<T>;

/** @returns a reader that throws a BodyError if a body is too large or too slow, or if there are too many bodies */
export function bodyReader(limits: BodyLimits = BODY_LIMITS): BodyReader {
  const held = { small: 0, large: 0 };
  return async (request, use) => {
    const most = `a webhook has at most ${limits.bytes / MEBIBYTE} MiB`;
    if (Number(request.headers.get('content-length') ?? 0) > limits.bytes) throw new BodyError(413, most);
    const chunks: Uint8Array[] = [];
    let size = 0;
    let share: keyof typeof held = 'small';
    let isLate = false;
    const reader = request.body?.getReader();
    const timer = setTimeout(() => {
      isLate = true;
      void reader?.cancel().catch(() => undefined);
    }, limits.milliseconds);
    try {
      for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
        size += part.value.length;
        held[share] += part.value.length;
        if (size > limits.bytes) throw new BodyError(413, most);
        if (share === 'small' && size > limits.smallBytes) {
          held.small -= size;
          held.large += size;
          share = 'large';
        }
        if (held.small > limits.allSmallBytes || held.large > limits.allLargeBytes)
          throw new BodyError(503, 'too many bodies arrive at once: send it again');
        chunks.push(part.value);
      }
      if (isLate) throw new BodyError(408, `the body did not arrive within ${limits.milliseconds / 1000} s`);
      clearTimeout(timer);
      return await use(Buffer.concat(chunks, size));
    } finally {
      clearTimeout(timer);
      held[share] -= size;
      void reader?.cancel().catch(() => undefined);
    }
  };
}
