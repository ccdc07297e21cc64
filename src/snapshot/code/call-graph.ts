/** Which functions of a crate a function may come to, by name: good enough to ask what a program does. */
import type { LibraryFile } from '../rust/crate-model.js';
import type { FnItem } from '../rust/model.js';
import { methodCalls, pathCalls } from '../rust/scan.js';
import type { Range } from '../rust/tokens-model.js';
import { functionsOf, isOn } from './functions.js';

/** A function of library code with its body. */
export interface Body {
  readonly source: LibraryFile;
  readonly fn: FnItem;
  readonly range: Range;
}

/** A name that this many functions share says nothing: it is not followed. */
const COMMON = 4;
const MOST = 5_000;

/** The functions of library code, by name. */
export function bodiesOf(library: readonly LibraryFile[]): ReadonlyMap<string, readonly Body[]> {
  const bodies = new Map<string, Body[]>();
  for (const source of library)
    for (const { fn } of functionsOf(source.file))
      if (fn.body && isOn(source, fn.body.from))
        bodies.set(fn.name, [...(bodies.get(fn.name) ?? []), { source, fn, range: fn.body }]);
  return bodies;
}

/** What functions may come to, themselves included. */
export function reachedFrom(starts: readonly Body[], bodies: ReadonlyMap<string, readonly Body[]>): readonly Body[] {
  const found = new Set<Body>(starts);
  const queue = [...starts];
  for (let next = queue.pop(); next && found.size < MOST; next = queue.pop()) {
    const { tokens } = next.source.file;
    for (const { name } of [...pathCalls(tokens, next.range), ...methodCalls(tokens, next.range)]) {
      const candidates = bodies.get(name) ?? [];
      if (candidates.length > COMMON) continue;
      for (const body of candidates) {
        if (found.has(body)) continue;
        found.add(body);
        queue.push(body);
      }
    }
  }
  return [...found];
}
