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

type Share = 'small' | 'large';

/** A body that arrives. */
interface Arriving {
  share: Share;
  size: number;
  /** Stops reading. */
  readonly stop: AbortController;
}

/**
 * When the bodies of a share are too many, the one that has been arriving for the longest is refused, not the newest: GitHub
 * sends its bodies at once, so that slow senders cannot crowd them out.
 * @returns a reader that throws a BodyError if a body is too large or too slow, or if there are too many bodies
 */
export function bodyReader(limits: BodyLimits = BODY_LIMITS): BodyReader {
  const most = { small: limits.allSmallBytes, large: limits.allLargeBytes };
  const held = { small: 0, large: 0 };
  /** In the order in which they began. */
  const arriving = new Set<Arriving>();

  const grow = (body: Arriving, bytes: number) => {
    held[body.share] += bytes;
    body.size += bytes;
    if (body.share === 'small' && body.size > limits.smallBytes) {
      held.small -= body.size;
      held.large += body.size;
      body.share = 'large';
    }
    while (held[body.share] > most[body.share]) {
      const oldest = [...arriving].find(({ share }) => share === body.share) ?? body;
      release(oldest);
      oldest.stop.abort(new BodyError(503, 'too many bodies arrive at once: send it again'));
      if (oldest === body) return;
    }
  };
  const release = (body: Arriving) => {
    arriving.delete(body);
    held[body.share] -= body.size;
    body.size = 0;
  };

  return async (request, use) => {
    const largest = `a webhook has at most ${limits.bytes / MEBIBYTE} MiB`;
    if (Number(request.headers.get('content-length') ?? 0) > limits.bytes) throw new BodyError(413, largest);
    const reader = request.body?.getReader();
    const cancel = () => void reader?.cancel().catch(() => undefined);
    const body: Arriving = { share: 'small', size: 0, stop: new AbortController() };
    const { signal } = body.stop;
    signal.addEventListener('abort', cancel);
    const chunks: Uint8Array[] = [];
    const late = new BodyError(408, `the body did not arrive within ${limits.milliseconds / 1000} s`);
    const timer = setTimeout(() => body.stop.abort(late), limits.milliseconds);
    arriving.add(body);
    try {
      for (let part = await reader?.read(); part && !part.done && !signal.aborted; part = await reader?.read()) {
        grow(body, part.value.length);
        if (body.size > limits.bytes) throw new BodyError(413, largest);
        chunks.push(part.value);
      }
      signal.throwIfAborted();
      clearTimeout(timer);
      arriving.delete(body);
      return await use(Buffer.concat(chunks));
    } finally {
      clearTimeout(timer);
      release(body);
      cancel();
    }
  };
}
