/** Remembering by an object and a place. */

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
