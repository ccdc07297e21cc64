/** What tells one process from the others, and what time it is for all of them. */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The name of the server that uses a directory: the same when it starts again. */
export function identityIn(directory: string): string {
  const path = join(directory, 'process-id');
  if (!existsSync(path)) writeFileSync(path, randomUUID());
  return readFileSync(path, 'utf8').trim();
}

/** The broker's clock, in milliseconds since 1970. Between two records, it goes on with a clock that nobody sets. */
export function brokerClock(clock: (() => number) | undefined) {
  let heard: { readonly time: number; readonly at: number } | undefined;
  return {
    heard: (time: number) => void (heard = { time, at: performance.now() }),
    now: () => clock?.() ?? (heard ? heard.time + performance.now() - heard.at : Date.now()),
  };
}
