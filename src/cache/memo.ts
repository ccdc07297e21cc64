import type { FileEntry } from '../snapshot/files.js';

/** Caches a pure function's result as long as its argument lives, because several criteria call the same reader. */
export function memo<A extends object, R>(reader: (argument: A) => R): (argument: A) => R {
  const known = new WeakMap<A, R>();
  return argument => {
    const hit = known.get(argument);
    if (hit !== undefined || known.has(argument)) return hit as R;
    const result = reader(argument);
    known.set(argument, result);
    return result;
  };
}

/** Like `memo`, for a result that is computed from more than the argument. The other inputs must depend only on the argument. */
export function memoMade<R>(): (argument: object, make: () => R) => R {
  const known = new WeakMap<object, { readonly made: R }>();
  return (argument, make) => {
    const hit = known.get(argument);
    if (hit) return hit.made;
    const made = make();
    known.set(argument, { made });
    return made;
  };
}

/** Caches by an object and a key, for objects with many keys. */
export function memoByKey<R>(): (argument: object, key: string | number, make: () => R) => R {
  const known = memo<object, Map<string | number, { readonly made: R }>>(() => new Map());
  return (argument, key, make) => {
    const places = known(argument);
    const hit = places.get(key);
    if (hit) return hit.made;
    const made = make();
    places.set(key, { made });
    return made;
  };
}

/** Caches the results of a pure reader for its most recent `capacity` texts. */
export function memoByText<R>(reader: (text: string) => R, capacity: number): (text: string) => R {
  const known = new Map<string, { readonly result: R }>();
  return text => {
    const hit = known.get(text);
    if (hit) return hit.result;
    const result = reader(text);
    known.set(text, { result });
    if (known.size > capacity) forgetOldest(known);
    return result;
  };
}

/** Removes the first key: a map lists its keys in insertion order. */
function forgetOldest<K>(known: Map<K, unknown>): void {
  for (const oldest of known.keys()) {
    known.delete(oldest);
    return;
  }
}

/**
 * Readers that all run on each object of a kind, and therefore run together as soon as the object exists, while its data is in the
 * processor's cache. Coming back to a thousand files later takes longer than reading them.
 */
export interface Together<A extends object> {
  /** Like `memo`. */
  memo<R>(reader: (argument: A) => R): (argument: A) => R;
  /** Runs all readers. */
  read(argument: A): void;
}

export function together<A extends object>(): Together<A> {
  const readers: ((argument: A) => unknown)[] = [];
  const known = new WeakMap<A, unknown[]>();
  const ask = (argument: A, all: unknown[], at: number): unknown => {
    if (all[at] === undefined && !(at in all)) all[at] = readers[at]?.(argument);
    return all[at];
  };
  const read = (argument: A): unknown[] => {
    const all: unknown[] = [];
    // Set before the readers run, because they can call each other.
    known.set(argument, all);
    for (let at = 0; at < readers.length; at += 1) {
      try {
        ask(argument, all, at);
      } catch {
        // Only the caller of this reader gets the error: the next call throws it again.
      }
    }
    return all;
  };
  return {
    memo<R>(reader: (argument: A) => R) {
      const at = readers.push(reader) - 1;
      return argument => ask(argument, known.get(argument) ?? read(argument), at) as R;
    },
    read(argument) {
      if (!known.has(argument)) read(argument);
    },
  };
}

/** The most keys that are cached for one object. */
const MAX_KEYS = 1_000;

/** Caches by an object and a key, for results that depend on the location of a file and on the build. Most objects have one key. */
export function memoByObjectAndKey<R>(): (argument: object, key: string, make: () => R) => R {
  const places = new WeakMap<object, { readonly key: string; readonly made: R }[]>();
  return (argument, key, make) => {
    const known = places.get(argument);
    const hit = known?.find(each => each.key === key);
    if (hit) return hit.made;
    const place = { key, made: make() };
    if (known && known.length < MAX_KEYS) known.push(place);
    else places.set(argument, [place]);
    return place.made;
  };
}

/**
 * Caches a pure reader's result for a file's text by the file's blob hash, so that the next snapshot of the same repository reads
 * only changed files. If the cache exceeds `capacity` files, it evicts one that was not requested recently.
 */
export function memoByBlob<R>(reader: (text: string) => R, capacity = 4_000): (entry: FileEntry, text: string) => R {
  const known = new Map<string, { readonly result: R; moved: number }>();
  let moves = 0;
  return (entry, text) => {
    // The blob of a symlink is the hash of its target's name, not of the text behind it.
    const key = entry.mode === 'symlink' ? text : entry.blob;
    const hit = known.get(key);
    if (hit) {
      // Recently moved entries stay in place, so that requesting a thousand files again takes only a thousand lookups.
      if (moves - hit.moved < capacity / 2) return hit.result;
      known.delete(key);
      known.set(key, hit);
      hit.moved = ++moves;
      return hit.result;
    }
    const result = reader(text);
    known.set(key, { result, moved: ++moves });
    if (known.size > capacity) forgetOldest(known);
    return result;
  };
}
