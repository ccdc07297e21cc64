/** Generics and functions in a form that two versions can be compared in. */
import { readLead } from '../../rust/attributes.js';
import type { Module, Placed } from '../../rust/crate-model.js';
import type { FnItem, Generics, Item } from '../../rust/model.js';
import { isEmpty, isText, isWord, kindAt, wordAt } from '../../rust/tokens.js';
import { Kind, Punct, type Range, type Tokens } from '../../rust/tokens-model.js';
import { afterAngles, findInType, splitTypes } from '../../rust/trees.js';
import type { PlacedImpl } from './impls.js';
import type { ApiCrate } from './model.js';
import { type Atom, type GenericAtom, type Shape, type TypeScope, UNIT } from './type-model.js';
import { readBounds, readType } from './type-reader.js';

/** `where Vec<T>: Debug`: a bound on something else than a parameter. */
export interface Predicate {
  readonly subject: Shape;
  readonly bounds: readonly Shape[];
}

export interface GenericsShape {
  /** Without lifetimes, in order. */
  readonly params: readonly GenericAtom[];
  readonly predicates: readonly Predicate[];
  readonly scope: TypeScope;
}

/** Where an item stands. */
export interface ItemContext {
  readonly api: ApiCrate;
  readonly placed: Pick<Placed, 'source'>;
  readonly module: Module;
}

export interface FnShape {
  readonly fn: FnItem;
  readonly generics: readonly GenericAtom[];
  readonly predicates: readonly Predicate[];
  /** What `Self` is; absent outside impls. */
  readonly self?: Shape | undefined;
  readonly receiver?: Shape | undefined;
  readonly params: readonly Shape[];
  /** Of each argument: whether it must live as long as the program (`'static`). */
  readonly statics: readonly boolean[];
  /** What is returned; of a future (`async fn`, `impl Future<Output = T>`): what it gives. */
  readonly returns: Shape;
  readonly future: boolean;
}

/** The scope of an item of a module. */
export function itemScope({ api, placed, module }: ItemContext): TypeScope {
  return { api, tokens: placed.source.file.tokens, module, generics: new Map() };
}

/** Reads `<…>` and `where …`; the parameters of what is around them are in the scope. */
export function readGenerics(outer: TypeScope, { params, where }: Generics): GenericsShape {
  const { tokens } = outer;
  const own: { atom: GenericAtom; bounds: Range }[] = [];
  const generics = new Map(outer.generics);
  for (const part of splitTypes(tokens, params)) {
    const read = paramOf(tokens, part);
    if (!read) continue;
    own.push(read);
    generics.set(read.atom.name, [read.atom]);
  }
  const scope: TypeScope = { ...outer, generics };
  const predicates: Predicate[] = [];
  for (const { atom, bounds } of own) predicates.push(...addBounds(scope, atom, bounds));
  for (const part of splitTypes(tokens, where)) {
    const from = isText(tokens, part.from, 'for')
      ? Math.max(part.from + 1, afterAngles(tokens, part.from + 1, part.to))
      : part.from;
    if (kindAt(tokens, from) === Kind.Lifetime) continue;
    const colon = findInType(tokens, from, part.to, kind => kind === Punct.Colon);
    const subject = readType(scope, { from, to: colon });
    const bounds = { from: colon + 1, to: part.to };
    const [only] = subject;
    if (subject.length === 1 && typeof only === 'object' && only.kind === 'generic')
      predicates.push(...addBounds(scope, only, bounds));
    else predicates.push(...boundsOf(subject, readBounds(scope, bounds).bounds));
  }
  return { params: own.map(({ atom }) => atom), predicates, scope };
}

/** Adds the bounds of a parameter; those of what it is associated with are predicates of their own. */
function addBounds(scope: TypeScope, atom: GenericAtom, range: Range): Predicate[] {
  if (isEmpty(range)) return [];
  const { bounds, unsized } = readBounds(scope, range);
  if (unsized) atom.unsized = true;
  const [own, ...others] = boundsOf([atom], bounds);
  atom.bounds.push(...(own?.bounds ?? []));
  return others;
}

/** `T: Trait<Item: Bound>` is `T: Trait` and `T::Item: Bound`. */
function boundsOf(subject: Shape, bounds: readonly Shape[]): Predicate[] {
  const others: Predicate[] = [];
  const own = bounds.map((bound): Shape => {
    const [head, ...rest] = bound;
    if (typeof head !== 'object' || head.kind !== 'named') return bound;
    const args = head.args.filter(([name, sign, what]) => {
      if (sign !== ':' || typeof name !== 'string' || typeof what !== 'object' || what.kind !== 'bounds') return true;
      others.push(...boundsOf([...subject, `::${name}`], what.of));
      return false;
    });
    return args.length === head.args.length ? bound : [{ ...head, args }, ...rest];
  });
  return [{ subject, bounds: own }, ...others];
}

/** `T: A = B` or `const N: usize = 1`; nothing for a lifetime. */
function paramOf(tokens: Tokens, part: Range): { atom: GenericAtom; bounds: Range } | undefined {
  const from = readLead(tokens, part.from, part.to).range.to;
  const isConst = isText(tokens, from, 'const');
  const at = isConst ? from + 1 : from;
  if (!isWord(tokens, at)) return undefined;
  const equals = findInType(tokens, at, part.to, kind => kind === Punct.Equals);
  const atom: GenericAtom = {
    kind: 'generic',
    name: wordAt(tokens, at),
    bounds: [],
    unsized: false,
    hasDefault: equals < part.to,
    isConst,
  };
  const bounded = kindAt(tokens, at + 1) === Punct.Colon && !isConst;
  return { atom, bounds: bounded ? { from: at + 2, to: equals } : { from: 0, to: 0 } };
}

/** A type with its own parameters as arguments: what `Self` is in its definition. */
export function selfType(
  { item, placed }: { readonly item: Item; readonly placed: Placed },
  params: readonly GenericAtom[],
): Shape {
  const { tokens } = placed.source.file;
  return [
    { kind: 'named', name: item.name, origin: { kind: 'local', item, tokens }, args: params.map(each => [each]) },
  ];
}

/** A function of a module. */
export function readFunction(fn: FnItem, home: ItemContext): FnShape {
  return readIn(itemScope(home), fn, [], []);
}

/** A method of an inherent impl; the impl's parameters and bounds are its own. */
export function readMethod(fn: FnItem, { api, impl, placed, module }: PlacedImpl): FnShape {
  const { scope, params, predicates } = readGenerics(itemScope({ api, placed, module }), impl.generics);
  const self = readType(scope, impl.self);
  return readIn({ ...scope, self }, fn, params, predicates);
}

/** A method of a trait: `Self` stays. */
export function readTraitMethod(fn: FnItem, { scope, params }: GenericsShape): FnShape {
  return readIn(scope, fn, params, []);
}

function readIn(outer: TypeScope, fn: FnItem, above: readonly GenericAtom[], given: readonly Predicate[]): FnShape {
  const { params, predicates, scope } = readGenerics(outer, fn.generics);
  const impls: GenericAtom[] = [];
  const taking: TypeScope = { ...scope, arguments: impls };
  const types = fn.params.map(param => readType(taking, param.type));
  const output = isEmpty(fn.returns) ? UNIT : readType(scope, fn.returns);
  const awaited = fn.async ? output : futureOutput(output);
  return {
    fn,
    generics: [...above, ...params, ...impls],
    predicates: [...given, ...predicates],
    self: outer.self,
    receiver: fn.receiver && receiverOf(scope, fn, fn.receiver),
    params: types,
    statics: fn.params.map(({ type }) => asksStatic(outer.tokens, fn, type)),
    returns: awaited ?? output,
    future: awaited !== undefined,
  };
}

/** Whether an argument's type, or the bounds of the parameter that it is, name `'static`. */
function asksStatic(tokens: Tokens, { generics }: FnItem, type: Range): boolean {
  if (saysStatic(tokens, type)) return true;
  if (type.to - type.from !== 1) return false;
  const name = wordAt(tokens, type.from);
  return [generics.params, generics.where].some(range =>
    splitTypes(tokens, range).some(part => isText(tokens, part.from, name) && saysStatic(tokens, part)),
  );
}

/** Whether a range names the lifetime `'static`. */
export function saysStatic(tokens: Tokens, { from, to }: Range): boolean {
  for (let at = from; at < to; at += 1) if (isText(tokens, at, "'static")) return true;
  return false;
}

/** The `T` of `impl Future<Output = T>`. */
function futureOutput(returned: Shape): Shape | undefined {
  const [only] = returned;
  if (returned.length !== 1 || typeof only !== 'object' || only.kind !== 'bounds' || only.word !== 'impl')
    return undefined;
  for (const [head] of only.of) {
    if (typeof head !== 'object' || head.kind !== 'named' || head.name !== 'Future') continue;
    const output = head.args.find(arg => arg[0] === 'Output' && arg[1] === '=');
    if (output) return output.slice(2);
  }
  return undefined;
}

const RECEIVERS: Readonly<Record<'value' | 'ref' | 'mut', readonly Atom[]>> = {
  value: ['Self'],
  ref: ['&', 'Self'],
  mut: ['&', 'mut', 'Self'],
};

function receiverOf(scope: TypeScope, fn: FnItem, receiver: NonNullable<FnItem['receiver']>): Shape {
  if (receiver !== 'typed') return RECEIVERS[receiver];
  const { tokens } = scope;
  let colon = fn.signature.from;
  while (colon < fn.signature.to && !(isText(tokens, colon, 'self') && kindAt(tokens, colon + 1) === Punct.Colon))
    colon += 1;
  const to = findInType(tokens, colon + 2, fn.signature.to, kind => kind === Punct.Comma || kind === Punct.ParenClose);
  return readType({ ...scope, self: ['Self'] }, { from: colon + 2, to });
}
