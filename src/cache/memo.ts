import type { FileEntry } from '../snapshot/files.js';

/** Remembers a pure function's result for as long as its argument lives: several criteria ask the same reader. */
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

/** As `memo`, of what is made with more than the argument: the rest must depend on the argument alone. */
export function memoMade<A extends object, R>(): (argument: A, make: () => R) => R {
  const known = new WeakMap<A, { readonly made: R }>();
  return (argument, make) => {
    const hit = known.get(argument);
    if (hit) return hit.made;
    const made = make();
    known.set(argument, { made });
    return made;
  };
}

/** Remembers by the object and a key, where an object has many keys. */
export function memoByKey<A extends object, R>(): (argument: A, key: string | number, make: () => R) => R {
  const known = memo<A, Map<string | number, { readonly made: R }>>(() => new Map());
  return (argument, key, make) => {
    const places = known(argument);
    const hit = places.get(key);
    if (hit) return hit.made;
    const made = make();
    places.set(key, { made });
    return made;
  };
}

/** Remembers the results of the last texts that a pure reader was given. */
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

/** A map lists its keys in the order in which they were set. */
function forgetOldest<K>(known: Map<K, unknown>): void {
  for (const oldest of known.keys()) {
    known.delete(oldest);
    return;
  }
}

/**
 * Readers that each object of a kind is asked by sooner or later, and that are therefore asked together, as soon as it is there:
 * what they read is in the processor's cache then. To come back to a thousand files later costs more than to read them.
 */
export interface Together<A extends object> {
  /** As `memo`. */
  memo<R>(reader: (argument: A) => R): (argument: A) => R;
  /** Asks all readers. */
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
    // Before the readers are asked: one may ask another.
    known.set(argument, all);
    for (let at = 0; at < readers.length; at += 1) {
      try {
        ask(argument, all, at);
      } catch {
        // Who asks for it meets the error, and nobody else.
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

/** How many places of one blob are kept apart. */
const PLACES = 1_000;

/** Remembers by the object and a key: what depends on where a file stands, and in which build. Mostly there is one of each. */
export function memoAt<R>(): (argument: object, key: string, make: () => R) => R {
  const places = new WeakMap<object, { readonly key: string; readonly made: R }[]>();
  return (argument, key, make) => {
    const known = places.get(argument);
    const hit = known?.find(each => each.key === key);
    if (hit) return hit.made;
    const place = { key, made: make() };
    if (known && known.length < PLACES) known.push(place);
    else places.set(argument, [place]);
    return place.made;
  };
}

/**
 * Remembers what a pure reader made of a file's text by the file's blob hash, so that the next snapshot of the same
 * repository reads only what changed. Bounded: past `capacity` files one that was not asked for lately is forgotten.
 */
export function memoByBlob<R>(reader: (text: string) => R, capacity = 4_000): (entry: FileEntry, text: string) => R {
  const known = new Map<string, { readonly result: R; moved: number }>();
  let moves = 0;
  return (entry, text) => {
    // A link's blob is that of its target's name, not of the text that is read there.
    const key = entry.mode === 'symlink' ? text : entry.blob;
    const hit = known.get(key);
    if (hit) {
      // What is far from being forgotten stays where it is: to ask for a thousand files again costs a thousand look-ups.
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
