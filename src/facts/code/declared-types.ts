/** The declared types of fields, parameters, and results by name. A generic type comes with the bounds on its parameters. */
import { memo } from '../../cache/memo.js';
import type { FnItem, Generics, ImplItem, Item, RustFile, StructItem, TraitItem } from '../../rust/model.js';
import { afterTree, isText, isWord, kindAt, wordAt } from '../../rust/tokens.js';
import { Punct, type Range } from '../../rust/tokens-model.js';
import { afterType, findInType, splitTypes } from '../../rust/trees.js';
import { activeItems, functionFacts } from './functions.js';
import { lastName } from './trait-impls.js';

/** A type as written, and the bounds on the generic parameters that it names: `B` and `MessageBus`. */
export type DeclaredType = readonly Range[];

/** The types of a file's fields and parameters, by name. */
export const declaredTypes = memo((file: RustFile): ReadonlyMap<string, readonly DeclaredType[]> => {
  const types = new Map<string, DeclaredType[]>();
  for (const item of activeItems(file))
    if (item.kind === 'struct') for (const { name, type } of item.fields) add(types, name, fieldType(file, item, type));
  for (const { fn, owner } of functionFacts(file))
    for (const { name, type } of parameters(file, fn)) add(types, name, declaredType(file, type, fn, owner));
  return types;
});

/** The types that a file's functions return, by the function's name. */
export const returnedTypes = memo((file: RustFile): ReadonlyMap<string, readonly DeclaredType[]> => {
  const types = new Map<string, DeclaredType[]>();
  for (const { fn, owner } of functionFacts(file))
    if (fn.returns.to > fn.returns.from) add(types, fn.name, declaredType(file, fn.returns, fn, owner));
  return types;
});

function add<T>(to: Map<string, T[]>, name: string, each: T): void {
  const known = to.get(name);
  if (known) known.push(each);
  else to.set(name, [each]);
}

/** The named parameters of a function, without its receiver. */
export function parameters({ tokens }: RustFile, { params }: FnItem): { name: string; type: Range }[] {
  return params.flatMap(({ pattern, type }) =>
    isWord(tokens, pattern.to - 1) ? [{ name: wordAt(tokens, pattern.to - 1), type }] : [],
  );
}

/** A type in a function's signature, with the bounds of the function and of the impl or trait around it. */
export function declaredType(file: RustFile, type: Range, fn: FnItem, owner?: ImplItem | TraitItem): DeclaredType {
  return [type, ...boundsIn(file, type, [fn.generics, ...(owner ? [owner.generics] : [])])];
}

/** The type of a field. Often only the impls of the type bound its parameters, and they can name them differently. */
function fieldType(file: RustFile, struct: StructItem, type: Range): DeclaredType {
  const names = parametersOf(file, struct.generics).map(({ name }) => name);
  const implied = implsOf(file, struct.name).flatMap(impl => {
    const given = argumentsIn(file, impl.self);
    return names.flatMap((name, index) => {
      const argument = given[index];
      return argument && namesIn(file, type).has(name) ? boundsIn(file, argument, [impl.generics]) : [];
    });
  });
  return [type, ...boundsIn(file, type, [struct.generics]), ...implied];
}

function implsOf(file: RustFile, name: string): readonly ImplItem[] {
  return activeItems(file).filter(
    (item: Item): item is ImplItem => item.kind === 'impl' && lastName(file, item.self) === name,
  );
}

/** The generic arguments of a type: those in its first `<…>`. */
function argumentsIn({ tokens }: RustFile, { from, to }: Range): Range[] {
  for (let at = from; at < to; at += 1)
    if (kindAt(tokens, at) === Punct.Less)
      return splitTypes(tokens, { from: at + 1, to: afterType(tokens, at, to) - 1 });
  return [];
}

/** The bounds on each generic parameter that a type names. */
function boundsIn(file: RustFile, type: Range, generics: readonly Generics[]): Range[] {
  const names = namesIn(file, type);
  return generics.flatMap(each =>
    [...parametersOf(file, each), ...predicatesOf(file, each)].flatMap(({ name, bounds }) =>
      names.has(name) ? [bounds] : [],
    ),
  );
}

interface Bounded {
  readonly name: string;
  readonly bounds: Range;
}

/** The type parameters: `B: MessageBus + Clone` of `<'a, B: MessageBus + Clone>`. */
function parametersOf(file: RustFile, { params }: Generics): Bounded[] {
  return splitTypes(file.tokens, params).flatMap(part => bounded(file, part));
}

/** The predicates of `where` on a single name. */
function predicatesOf(file: RustFile, { where }: Generics): Bounded[] {
  return splitTypes(file.tokens, where).flatMap(part => bounded(file, part));
}

function bounded({ tokens }: RustFile, part: Range): Bounded[] {
  let { from } = part;
  while (from < part.to && kindAt(tokens, from) === Punct.Pound) from = afterTree(tokens, from + 1, part.to);
  if (!isWord(tokens, from) || isText(tokens, from, 'const')) return [];
  const end = findInType(tokens, from, part.to, kind => kind === Punct.Equals);
  const colon = isText(tokens, from + 1, ':') ? from + 2 : end;
  return [{ name: wordAt(tokens, from), bounds: { from: colon, to: end } }];
}

/** The single names in a type, which can be generic parameters. */
function namesIn({ tokens }: RustFile, { from, to }: Range): ReadonlySet<string> {
  const names = new Set<string>();
  for (let at = from; at < to; at += 1)
    if (isWord(tokens, at) && !isText(tokens, at - 1, '::')) names.add(wordAt(tokens, at));
  return names;
}
