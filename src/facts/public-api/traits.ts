/** Compares traits of two versions, for callers of their items and for implementers. */
import type { FnItem, Item, TraitItem, ValueItem } from '../../rust/model.js';
import { leadingTypePath } from '../../rust/names.js';
import { isWord, wordAt } from '../../rust/tokens.js';
import { splitPlus } from '../../rust/trees.js';
import { changedGenerics, IMPLIED, shown } from './bounds.js';
import type { Change } from './fields.js';
import { changedFunction } from './functions.js';
import type { ItemTarget } from './model.js';
import { type GenericsShape, readGenerics, readTraitMethod, itemScope } from './signature.js';
import { type Links, Matching } from './type-match.js';
import { readBounds, readType } from './type-reader.js';
import { madeSomewhere } from './unseen.js';

type Member = FnItem | ValueItem;

/** Supertraits of supertraits. */
const DEPTH = 4;

interface Trait {
  readonly target: ItemTarget;
  readonly item: TraitItem;
  readonly generics: GenericsShape;
}

/** What changed in a trait that breaks callers or implementors. */
export function changedTrait(
  a: ItemTarget & { readonly item: TraitItem },
  b: ItemTarget & { readonly item: TraitItem },
  links: Links,
): Change[] {
  const [older, newer] = [traitOf(a), traitOf(b)];
  const place = { line: b.item.line, lineBefore: a.item.line, removed: false };
  const sealed = isSealed(a, links);
  const changes: Change[] = [];
  const matching = new Matching(links);
  const generics = changedGenerics(older.generics, newer.generics, matching, links);
  if (generics) changes.push({ ...place, message: `changed (${generics})` });
  if (a.item.unsafe !== b.item.unsafe && !sealed)
    changes.push({
      ...place,
      message: b.item.unsafe ? 'is now `unsafe` to implement' : 'is no longer `unsafe` to implement',
    });
  if (!sealed) changes.push(...newSupertraits(older, newer, matching).map(message => ({ ...place, message })));
  const now = membersOf(newer);
  const before = membersOf(older);
  for (const [key, member] of before) {
    if (member.hidden || a.api.build.asksOption(member.attributes)) continue;
    changes.push(...changedMember(member, now.get(key), { older, newer, sealed, links }));
  }
  for (const [key, member] of now) {
    if (sealed || before.has(key) || !isRequired(member) || b.api.build.asksOption(member.attributes)) continue;
    if (madeSomewhere(a.api, member.name)) continue;
    const message = 'is new, and existing implementations of the trait do not have it (give it a default)';
    changes.push({ ...place, part: member.name, line: member.line, message });
  }
  return changes;
}

function traitOf(target: ItemTarget & { readonly item: TraitItem }): Trait {
  return { target, item: target.item, generics: readGenerics(itemScope(target), target.item.generics) };
}

/** By kind and name. */
function membersOf({ item, target }: Trait): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  for (const each of item.items)
    if (
      (each.kind === 'fn' || each.kind === 'const' || each.kind === 'type') &&
      !target.api.build.offReason(each.attributes)
    )
      members.set(`${each.kind} ${each.name}`, each);
  return members;
}

function isRequired(member: Member): boolean {
  return member.kind === 'fn' ? member.body === undefined : member.value === undefined;
}

interface Versions {
  readonly older: Trait;
  readonly newer: Trait;
  readonly sealed: boolean;
  readonly links: Links;
}

function changedMember(member: Member, now: Member | undefined, { older, newer, sealed, links }: Versions): Change[] {
  const place = { part: member.name, line: now?.line ?? newer.item.line, lineBefore: member.line, removed: false };
  if (!now) {
    if (newer.item.items.some(each => each.kind === 'macro-call') || madeSomewhere(newer.target.api, member.name))
      return [];
    return isInherited(newer, member.name) ? [] : [{ ...place, message: 'was removed', removed: true }];
  }
  if (isRequired(now) && !isRequired(member) && !sealed)
    return [
      { ...place, message: 'no longer has a default, and existing implementations of the trait may not have it' },
    ];
  const changed =
    member.kind === 'fn' && now.kind === 'fn'
      ? changedFunction(readTraitMethod(member, older.generics), readTraitMethod(now, newer.generics), links, !sealed)
      : changedValue(member as ValueItem, now as ValueItem, { older, newer, sealed, links });
  return changed ? [{ ...place, message: `changed (${changed})` }] : [];
}

function changedValue(a: ValueItem, b: ValueItem, { older, newer, sealed, links }: Versions): string | undefined {
  const matching = new Matching(links);
  for (const [i, param] of older.generics.params.entries()) {
    const now = newer.generics.params[i];
    if (now) matching.bind(param, now);
  }
  if (a.kind === 'const') {
    const [before, now] = [readType(older.generics.scope, a.type), readType(newer.generics.scope, b.type)];
    return matching.trial(before, now) ? undefined : `it is \`${shown(now)}\` instead of \`${shown(before)}\``;
  }
  if (sealed) return undefined;
  const before = readBounds(older.generics.scope, a.type).bounds;
  const added = readBounds(newer.generics.scope, b.type).bounds.find(
    bound => !before.some(each => matching.trial(each, bound)),
  );
  return added ? `it must be \`${shown(added)}\`` : undefined;
}

/** An item may have moved to a supertrait, where callers find it too. */
function isInherited({ target, item }: Pick<Trait, 'target' | 'item'>, name: string, depth = 0): boolean {
  const { tokens } = target.placed.source.file;
  return splitPlus(tokens, item.supertraits).some(part =>
    target.api.resolve(leadingTypePath(tokens, part), target.module).some(each => {
      if (each.kind !== 'item' || each.item.kind !== 'trait') return false;
      if (each.item.items.some(({ name: other }) => other === name)) return true;
      return depth < DEPTH && isInherited({ target: each, item: each.item }, name, depth + 1);
    }),
  );
}

function newSupertraits(older: Trait, newer: Trait, matching: Matching): string[] {
  const before = readBounds(older.generics.scope, older.item.supertraits).bounds;
  const implied = new Set(
    before.flatMap(([head]) =>
      typeof head === 'object' && head.kind === 'named' ? (IMPLIED.get(head.name) ?? []) : [],
    ),
  );
  return readBounds(newer.generics.scope, newer.item.supertraits)
    .bounds.filter(bound => !before.some(each => matching.trial(each, bound)))
    .filter(([head]) => !(typeof head === 'object' && head.kind === 'named' && implied.has(head.name)))
    .map(bound => `requires \`${shown(bound)}\` of its implementers`);
}

/**
 * Whether nobody outside can implement a trait: a supertrait, or the type of an argument, has no public path, or an item that
 * must be given is hidden. https://rust-lang.github.io/api-guidelines/future-proofing.html
 */
export function isSealed(
  { api, placed, item, module }: ItemTarget & { readonly item: TraitItem },
  links: Links,
): boolean {
  const { tokens } = placed.source.file;
  if (item.items.some(each => each.hidden && (each.kind === 'fn' || each.kind === 'type') && isRequired(each)))
    return true;
  const ranges = [
    item.supertraits,
    item.generics.where,
    ...item.items.flatMap(each => (each.kind === 'fn' ? each.params.map(({ type }) => type) : [])),
  ];
  return ranges.some(range => {
    for (let at = range.from; at < range.to; at += 1) {
      if (!isWord(tokens, at)) continue;
      const path: string[] = [wordAt(tokens, at)];
      while (tokens.text.startsWith('::', tokens.end[at]) && isWord(tokens, at + 2)) {
        at += 2;
        path.push(wordAt(tokens, at));
      }
      if (path.some(each => /sealed|^private$/i.test(each))) return true;
      if (api.resolve(path, module).some(each => each.kind === 'item' && isPrivate(each.item, links))) return true;
    }
    return false;
  });
}

function isPrivate(item: Item, links: Links): boolean {
  return /^(trait|struct|enum)$/.test(item.kind) && links.unnamed.has(item);
}
