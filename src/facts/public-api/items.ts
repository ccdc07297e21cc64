/** One item of two versions, and its members. */
import type { EnumItem, Item, StructItem, ValueItem } from '../../rust/model.js';
import { isEmpty } from '../../rust/tokens.js';
import { changedGenerics, shown } from './bounds.js';
import {
  type Change,
  changedFields,
  changedVariants,
  type Fielded,
  isConstructible,
  isPublic,
  publicFields,
} from './fields.js';
import { changedFunction } from './functions.js';
import { changedMethods } from './methods.js';
import type { ItemTarget } from './model.js';
import { type GenericsShape, readFunction, readGenerics, itemScope, selfType } from './signature.js';
import { changedTrait } from './traits.js';
import { type Links, Matching } from './type-match.js';
import type { Shape } from './type-model.js';
import { expanded, readType } from './type-reader.js';
import { sameMacros } from './unseen.js';

/** What changed in an item that breaks outside code. Where the two cannot be compared: nothing. */
export function changedItem(older: ItemTarget, newer: ItemTarget, links: Links): Change[] {
  const now = aliased(older, newer);
  if (now === undefined) return newGenerics(older, newer, links);
  const [a, b] = [older.item, now.item];
  const place = { line: b.line, lineBefore: a.line, removed: false };
  if (a.kind === 'fn' && b.kind === 'fn') {
    if (!sameMacros(a, b)) return [];
    const changed = changedFunction(readFunction(a, older), readFunction(b, now), links, false);
    return changed ? [{ ...place, message: `changed (${changed})` }] : [];
  }
  if (a.kind === 'trait' && b.kind === 'trait') return changedTrait({ ...older, item: a }, { ...now, item: b }, links);
  if (isData(a) && isData(b)) return changedData({ ...older, item: a }, { ...now, item: b }, links);
  if (isValue(a) && b.kind === a.kind) return changedValue({ ...older, item: a }, { ...now, item: b }, links);
  return a.kind === b.kind || isOpenAlias(older)
    ? []
    : [{ ...place, message: `is now ${WORDS[b.kind] ?? b.kind}, but was ${WORDS[a.kind] ?? a.kind}` }];
}

const WORDS: Partial<Record<Item['kind'], string>> = {
  fn: 'a function',
  struct: 'a struct',
  union: 'a union',
  enum: 'an enum',
  trait: 'a trait',
  type: 'a type alias',
  const: 'a constant',
  static: 'a static',
  macro: 'a macro',
};

type Data = StructItem | EnumItem;

function isData(item: Item): item is Data {
  return item.kind === 'struct' || item.kind === 'union' || item.kind === 'enum';
}

function isValue(item: Item): item is ValueItem {
  return item.kind === 'const' || item.kind === 'static' || item.kind === 'type';
}

/**
 * The newer item; behind an alias with the same parameters, what it stands for where the older one was no alias. Absent where
 * that was not seen.
 */
function aliased({ item: older }: ItemTarget, newer: ItemTarget): ItemTarget | undefined {
  if (older.kind === 'type' || newer.item.kind !== 'type' || !newer.item.value) return newer;
  const { params, scope } = readGenerics(itemScope(newer), newer.item.generics);
  const [head] = readType(scope, newer.item.value);
  if (typeof head !== 'object' || head.kind !== 'named' || head.origin.kind !== 'local') return undefined;
  const isSame = head.args.length === params.length && head.args.every(([arg], i) => arg === params[i]);
  if (!isSame) return undefined;
  const { item } = head.origin;
  const { api } = newer;
  for (const module of api.crate.modules)
    for (const placed of module.items) if (placed.item === item) return { kind: 'item', api, placed, item, module };
  return undefined;
}

/** An item that became an alias is compared only by its parameters. */
function newGenerics(older: ItemTarget, newer: ItemTarget, links: Links): Change[] {
  const [a, b] = [older.item, newer.item];
  if (!('generics' in a) || !('generics' in b)) return [];
  const before = readGenerics(itemScope(older), a.generics);
  // An alias bounds nothing.
  const now = { ...readGenerics(itemScope(newer), b.generics), predicates: [] };
  const changed = changedGenerics(before, now, new Matching(links), links);
  return changed ? [{ message: `changed (${changed})`, line: b.line, lineBefore: a.line, removed: false }] : [];
}

/** An alias of something of the crate's own may have become that something. */
function isOpenAlias(target: ItemTarget): boolean {
  if (target.item.kind !== 'type' || !target.item.value) return false;
  const [head] = readType(itemScope(target), target.item.value);
  return (
    typeof head === 'object' && (head.kind === 'any' || (head.kind === 'named' && head.origin.kind !== 'external'))
  );
}

interface DataTarget extends ItemTarget {
  readonly item: Data;
}

function changedData(older: DataTarget, newer: DataTarget, links: Links): Change[] {
  const matching = new Matching(links);
  const [a, b] = [genericsOf(older), genericsOf(newer)];
  const generics = changedGenerics(a, b, matching, links);
  const place = { line: newer.item.line, lineBefore: older.item.line, removed: false };
  return [
    ...(generics ? [{ ...place, message: `changed (${generics})` }] : []),
    ...changedParts({ target: older, generics: a }, { target: newer, generics: b }, links, matching),
    ...changedMethods(older, newer, links),
  ];
}

interface Generic {
  readonly target: DataTarget;
  readonly generics: GenericsShape;
}

function genericsOf(target: DataTarget): GenericsShape {
  const { params, predicates, scope } = readGenerics(itemScope(target), target.item.generics);
  return { params, predicates, scope: { ...scope, self: selfType(target, params) } };
}

function changedParts(older: Generic, newer: Generic, links: Links, matching: Matching): Change[] {
  const [a, b] = [older.target.item, newer.target.item];
  // What a macro makes of the fields is not seen.
  if (isMade(older.target) || isMade(newer.target)) return [];
  if (a.kind === 'enum' && b.kind === 'enum')
    return changedVariants(variedOf(a, older), variedOf(b, newer), links, matching);
  if (a.kind !== 'enum' && a.kind === b.kind)
    return changedFields(fieldedOf(a, older), fieldedOf(b, newer), links, matching);
  if (a.kind === 'struct' && isOpaque(fieldedOf(a, older))) return [];
  const message = `is now ${WORDS[b.kind]}, but was ${WORDS[a.kind]}`;
  return [{ message, line: b.line, lineBefore: a.line, removed: false }];
}

/** `bitflags!` writes the fields of its struct. */
function isMade({ placed: { call } }: ItemTarget): boolean {
  return call?.macro.endsWith('bitflags') ?? false;
}

/** Nothing of it is public: outside code cannot tell a struct from an enum. */
function isOpaque(struct: Fielded): boolean {
  return !isConstructible(struct) && !publicFields(struct).some(field => isPublic(field, struct) && !field.hidden);
}

function fieldedOf({ fields, shape, attributes, line }: StructItem, { target, generics }: Generic): Fielded {
  const { build } = target.api;
  return {
    fields,
    shape,
    line,
    open: build.has(attributes, 'non_exhaustive'),
    scope: generics.scope,
    allPublic: false,
    build,
  };
}

function variedOf({ variants, attributes, line }: EnumItem, { target, generics }: Generic) {
  const { build } = target.api;
  const isOpen = ({ attributes: own }: Pick<Item, 'attributes'>) => build.has(own, 'non_exhaustive');
  return { variants, line, open: isOpen({ attributes }), scope: generics.scope, build, isOpen };
}

/** The type of a value; what an alias stands for, when it is given so many arguments. */
function typeOf(
  target: ItemTarget & { readonly item: ValueItem },
  { params, scope }: GenericsShape,
  given: number,
): Shape | undefined {
  if (target.item.kind === 'type')
    return expanded(
      target,
      params.slice(0, given).map(each => [each]),
    );
  return isEmpty(target.item.type) ? undefined : readType(scope, target.item.type);
}

function changedValue(
  older: ItemTarget & { readonly item: ValueItem },
  newer: ItemTarget & { readonly item: ValueItem },
  links: Links,
): Change[] {
  const matching = new Matching(links);
  const [a, b] = [older, newer].map(each => readGenerics(itemScope(each), each.item.generics)) as [
    GenericsShape,
    GenericsShape,
  ];
  const place = { line: newer.item.line, lineBefore: older.item.line, removed: false };
  if (older.item.kind === 'type') {
    const generics = changedGenerics(a, b, matching, links);
    if (generics) return [{ ...place, message: `changed (${generics})` }];
  }
  const given = a.params.length;
  const before = typeOf(older, a, given);
  const now = typeOf(newer, b, given);
  if (!before || !now || matching.trial(before, now)) return [];
  return [{ ...place, message: `changed (it is \`${shown(now)}\` instead of \`${shown(before)}\`)` }];
}
