/** The origin of a type's name that is not defined in the tree. */
import type { Item } from '../../rust/model.js';
import { isText, isWord, kindAt } from '../../rust/tokens.js';
import { Kind, Punct, type Range, type Tokens } from '../../rust/tokens-model.js';
import { findInType } from '../../rust/trees.js';
import type { ApiCrate, Target } from './model.js';
import { type NamedAtom, type Origin, type Shape, UNIT } from './type-model.js';

const STD = new Set(['std', 'core', 'alloc']);

/** Items that types can name, each once. */
export function distinct(targets: readonly Target[]): Target[] {
  const items = new Set<Item>();
  return targets.filter(each => {
    if (each.kind !== 'item') return each.kind === 'external';
    const { item } = each;
    if (items.has(item) || item.kind === 'fn' || item.kind === 'macro' || item.kind === 'static') return false;
    items.add(item);
    return true;
  });
}

/** Whether a name is that of a crate: what a glob brings that was not seen looks the same. */
function isCrate({ crate }: ApiCrate, name: string): boolean {
  return (
    STD.has(name) ||
    crate.package.dependencies.some(each => each.name.replaceAll('-', '_') === name) ||
    crate.root.items.some(({ item }) => item.kind === 'extern-crate' && item.crate === name)
  );
}

/** Other crates' `Result<T>` is `Result<T, Error>` with their own error. */
export function ofExternal(api: ApiCrate, crate: string, path: readonly string[], args: readonly Shape[]): Shape {
  const name = path.at(-1) ?? crate;
  const origin: Origin =
    path.length === 0 || !isCrate(api, crate)
      ? { kind: 'unknown' }
      : { kind: 'external', crate: STD.has(crate) ? 'std' : crate, parent: path.at(-2) ?? '' };
  const atom: NamedAtom = { kind: 'named', name, origin, args };
  if (name !== 'Result' || origin.kind === 'unknown' || args.length > 1) return [atom];
  const error: NamedAtom = { ...atom, name: 'Error', args: [] };
  return [{ ...atom, origin: { kind: 'external', crate: 'std', parent: 'result' }, args: [args[0] ?? UNIT, [error]] }];
}

/** `Any + Send` without its `dyn`, as editions before 2021 have it. */
export function isBareObject(tokens: Tokens, { from, to }: Range): boolean {
  if (!isWord(tokens, from) && kindAt(tokens, from) !== Kind.PathSep) return false;
  if (isText(tokens, from, 'dyn') || isText(tokens, from, 'impl')) return false;
  return findInType(tokens, from, to, kind => kind === Punct.Plus) < to;
}

/** The bound that everything has which does not say `?Sized`. */
export function isSized(bound: Shape): boolean {
  const [only] = bound;
  return bound.length === 1 && typeof only === 'object' && only.kind === 'named' && only.name === 'Sized';
}
