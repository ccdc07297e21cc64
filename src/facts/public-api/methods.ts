/** Inherent methods and constants of a type in two versions. */

import type { FnItem, Item, ValueItem } from '../../rust/model.js';
import { derivedTraits, traitName } from '../code/trait-impls.js';
import { shown } from './bounds.js';
import type { Change } from './fields.js';
import { changedFunction } from './functions.js';
import { type PlacedImpl, publicImpls } from './impls.js';
import type { ItemTarget } from './model.js';
import { readGenerics, readMethod, itemScope } from './signature.js';
import { type Links, Matching } from './type-match.js';
import { readType } from './type-reader.js';
import { hasOwnMacros, madeSomewhere } from './unseen.js';

interface Member {
  readonly item: FnItem | ValueItem;
  readonly of: PlacedImpl;
  readonly isPublic: boolean;
  readonly uncertain: boolean;
}

/** What a derive of std's gives a type to call. */
const DERIVED: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    Clone: ['clone', 'clone_from'],
    Default: ['default'],
    PartialEq: ['eq', 'ne'],
    PartialOrd: ['partial_cmp', 'lt', 'le', 'gt', 'ge'],
    Ord: ['cmp', 'max', 'min', 'clamp'],
    Hash: ['hash'],
  }),
);

/** What std's prelude lets outside code call on whatever implements it. */
const PRELUDE: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    ...Object.fromEntries(DERIVED),
    Display: ['to_string'],
    ToString: ['to_string'],
    Iterator: [],
    IntoIterator: [],
    From: ['from'],
    Into: ['into'],
    TryFrom: ['try_from'],
    TryInto: ['try_into'],
    AsRef: ['as_ref'],
    AsMut: ['as_mut'],
    Extend: ['extend'],
    FromIterator: ['from_iter'],
    DoubleEndedIterator: [],
    ExactSizeIterator: ['len'],
    Drop: [],
    Fn: [],
  }),
);

/** What changed in the inherent members of a type that breaks outside code. */
export function changedMethods(older: ItemTarget, newer: ItemTarget, links: Links): Change[] {
  const changes: Change[] = [];
  const now = membersOf(newer);
  for (const [name, all] of membersOf(older)) {
    const before = all.filter(each => each.isPublic && !each.uncertain && !each.item.hidden && !each.of.impl.hidden);
    const [first] = before;
    if (!first || name.startsWith('__')) continue;
    const found = now.get(name) ?? [];
    const visible = found.filter(each => each.isPublic);
    const place = { part: name, lineBefore: first.item.line, pathBefore: fileOf(first) };
    if (visible.length === 0) {
      const [narrowed] = found;
      if (!narrowed && mayHave(newer, name)) continue;
      const message = narrowed ? 'is no longer public' : 'was removed';
      const at = narrowed ? { line: narrowed.item.line, path: fileOf(narrowed) } : { line: newer.item.line };
      changes.push({ ...place, message, removed: true, ...at });
      continue;
    }
    const [only] = visible;
    // Several of one name are those of platforms, or of types with other arguments: they are not matched to each other.
    if (before.length > 1 || visible.length > 1 || !only || only.uncertain) continue;
    const changed = changedMember(first, only, links);
    if (changed)
      changes.push({
        ...place,
        message: `changed (${changed})`,
        removed: false,
        line: only.item.line,
        path: fileOf(only),
      });
  }
  return changes;
}

function fileOf({ of }: Member): string {
  return of.placed.source.path;
}

function membersOf({ api, item }: ItemTarget): ReadonlyMap<string, readonly Member[]> {
  const members = new Map<string, Member[]>();
  for (const of of publicImpls(api).get(item) ?? []) {
    if (of.impl.trait) continue;
    for (const each of of.impl.items) {
      if ((each.kind !== 'fn' && each.kind !== 'const') || api.build.offReason(each.attributes)) continue;
      const uncertain =
        api.isUncertain({ ...of.placed, item: each }) || api.isUncertain(of.placed) || isUnderOption(of);
      const member = { item: each, of, uncertain, isPublic: each.visibility.kind === 'public' };
      members.set(each.name, [...(members.get(each.name) ?? []), member]);
    }
  }
  return members;
}

function isUnderOption({ api, module }: PlacedImpl): boolean {
  for (let each: typeof module | undefined = module; each; each = each.parent)
    if (api.build.asksOption(each.attributes)) return true;
  return false;
}

/** Whether a type may have a method all the same: by a trait, through `Deref`, by a macro. */
function mayHave({ api, item, placed }: ItemTarget, name: string): boolean {
  const { file } = placed.source;
  if (placed.call || hasOwnMacros(file, item) || madeSomewhere(api, name)) return true;
  if (derivedTraits(file, item.attributes).some(each => DERIVED.get(each)?.includes(name))) return true;
  return (publicImpls(api).get(item) ?? []).some(({ impl, placed: { source } }) => {
    if (impl.items.some(each => each.kind === 'macro-call') || hasOwnMacros(source.file, impl)) return true;
    const trait = impl.trait && traitName(source.file, impl.trait);
    if (trait === undefined) return false;
    if (trait === 'Deref' || PRELUDE.get(trait)?.includes(name)) return true;
    return PRELUDE.has(trait) && impl.items.some(each => each.name === name);
  });
}

function changedMember(older: Member, newer: Member, links: Links): string | undefined {
  const [a, b]: Item[] = [older.item, newer.item];
  if (a?.kind === 'fn' && b?.kind === 'fn') {
    if (hasOwnMacros(older.of.placed.source.file, a) !== hasOwnMacros(newer.of.placed.source.file, b)) return undefined;
    return changedFunction(readMethod(a, older.of), readMethod(b, newer.of), links, false);
  }
  if (a?.kind !== 'const' || b?.kind !== 'const') return b?.kind === 'fn' ? 'it is a function' : 'it is a constant';
  const [before, now] = [typeOf(older, a), typeOf(newer, b)];
  return new Matching(links).trial(before, now) ? undefined : `it is \`${shown(now)}\` instead of \`${shown(before)}\``;
}

function typeOf({ of }: Member, { type }: ValueItem) {
  const { scope } = readGenerics(itemScope(of), of.impl.generics);
  return type.from >= type.to
    ? [{ kind: 'any' } as const]
    : readType({ ...scope, self: readType(scope, of.impl.self) }, type);
}
