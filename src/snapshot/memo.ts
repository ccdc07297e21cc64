import type { FileEntry } from './files.js';

/** Remembers a pure function's result for as long as its argument lives: several criteria ask the same reader. */
export function memo<A extends object, R>(reader: (argument: A) => R): (argument: A) => R {
  const known = new WeakMap<A, { readonly result: R }>();
  return argument => {
    const hit = known.get(argument);
    if (hit) return hit.result;
    const result = reader(argument);
    known.set(argument, { result });
    return result;
  };
}

/**
 * Remembers what a pure reader made of a file's text by the file's blob hash, so that the next snapshot of the same
 * repository reads only what changed. Bounded: past `capacity` files the one that was asked for longest ago is forgotten.
 */
export function memoByBlob<R>(reader: (text: string) => R, capacity = 4_000): (entry: FileEntry, text: string) => R {
  const known = new Map<string, { readonly result: R }>();
  return (entry, text) => {
    const hit = known.get(entry.blob);
    if (hit) {
      known.delete(entry.blob);
      known.set(entry.blob, hit);
      return hit.result;
    }
    const result = reader(text);
    known.set(entry.blob, { result });
    if (known.size > capacity) known.delete(known.keys().next().value as string);
    return result;
  };
}
