import { describe, expect, it } from '@jest/globals';
import { type BodyLimits, bodyReader } from '../../src/web/bodies.js';

const LIMITS: BodyLimits = {
  bytes: 1_000,
  smallBytes: 100,
  allSmallBytes: 200,
  allLargeBytes: 1_500,
  milliseconds: 60_000,
};

/** A body that arrives in parts of 50 bytes, and its last part when it is told to. */
function arriving(size: number, headers: Record<string, string> = {}) {
  let end: () => void = () => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let sent = 0; sent < size; sent += 50) controller.enqueue(new Uint8Array(50));
      end = () => controller.close();
    },
  });
  const request = new Request('http://x/', { method: 'POST', body, headers, duplex: 'half' });
  return { request, end: () => end() };
}

function whole(size: number, headers?: Record<string, string>): Request {
  const { request, end } = arriving(size, headers);
  end();
  return request;
}

const sizeOf = async (body: Buffer) => body.length;

describe('a body', () => {
  it('is handed over whole', async () => expect(await bodyReader(LIMITS)(whole(300), sizeOf)).toBe(300));

  it('that says it is too large is not read', async () => {
    const request = whole(50, { 'content-length': '1001' });
    await expect(bodyReader(LIMITS)(request, sizeOf)).rejects.toMatchObject({ status: 413 });
    expect(request.bodyUsed).toBe(false);
  });

  it('that is too large and does not say so is read no further', async () => {
    await expect(bodyReader(LIMITS)(whole(1_050), sizeOf)).rejects.toMatchObject({ status: 413 });
  });

  it('that has been arriving for the longest is refused if there are too many, so that slow ones cannot crowd others out', async () => {
    const read = bodyReader(LIMITS);
    for (const [size, count] of [
      [50, 4],
      [700, 2],
    ] as const) {
      const slow = Array.from({ length: count }, () => arriving(size));
      const outcomes = slow.map(({ request }) =>
        read(request, sizeOf).catch((error: { status: number }) => error.status),
      );
      await new Promise(resolve => setImmediate(resolve));
      expect(await read(whole(size), sizeOf)).toBe(size);
      expect(await outcomes[0]).toBe(503);
      for (const { end } of slow.slice(1)) end();
      expect(await Promise.all(outcomes.slice(1))).toEqual(slow.slice(1).map(() => size));
      // Nothing is counted as held anymore.
      expect(await Promise.all(slow.map(() => read(whole(size), sizeOf)))).toEqual(slow.map(() => size));
    }
  });

  it('that is being used is not refused, and the next one is', async () => {
    const read = bodyReader(LIMITS);
    let done: () => void = () => undefined;
    const used = read(whole(900), async body => {
      await new Promise<void>(resolve => (done = resolve));
      return body.length;
    });
    await new Promise(resolve => setImmediate(resolve));
    await expect(read(whole(700), sizeOf)).rejects.toMatchObject({ status: 503 });
    expect(await read(whole(100), sizeOf)).toBe(100);
    done();
    expect(await used).toBe(900);
  });

  it('that does not come to its end is not waited for', async () => {
    const { request } = arriving(50);
    await expect(bodyReader({ ...LIMITS, milliseconds: 1 })(request, sizeOf)).rejects.toMatchObject({ status: 408 });
  });
});
