/** Reads the heads of `trait` and `impl`: everything up to their bodies. */
import type { Cursor } from './cursor.js';
import type { ImplItem, TraitItem } from './model.js';
import { NOTHING } from './tokens.js';
import { Kind, Punct, type Range } from './tokens-model.js';

export type TraitHead = Pick<TraitItem, 'alias' | 'generics' | 'supertraits'>;
export type ImplHead = Pick<ImplItem, 'generics' | 'negative' | 'self' | 'trait'>;

/** Reads from behind the name. Absent, with the cursor at the error, if the generics do not end. */
export function readTraitHead(cursor: Cursor): TraitHead | undefined {
  const params = cursor.angles();
  if (!params) return undefined;
  let supertraits = cursor.take(':') ? cursor.type(Punct.BraceOpen, Punct.Semicolon, Punct.Equals) : NOTHING;
  const alias = cursor.take('=');
  if (alias) supertraits = cursor.type(Punct.Semicolon);
  return { alias, generics: { params, where: cursor.where(Punct.BraceOpen, Punct.Semicolon) }, supertraits };
}

/** Reads from behind `impl`. Absent, with the cursor at the error, if the generics do not end. */
export function readImplHead(cursor: Cursor): ImplHead | undefined {
  const params = beginsGenerics(cursor) ? cursor.angles() : NOTHING;
  if (!params) return undefined;
  cursor.take('const');
  const negative = cursor.take('!');
  const first = readImplType(cursor);
  const second = cursor.take('for') ? readImplType(cursor) : undefined;
  const generics = { params, where: cursor.where(Punct.BraceOpen, Punct.Semicolon) };
  return { generics, negative, self: second ?? first, ...(second ? { trait: first } : {}) };
}

/** Reads up to `for` (except in `for<'a>`), `where`, or the body. */
function readImplType(cursor: Cursor): Range {
  const from = cursor.at;
  for (;;) {
    cursor.type(Punct.BraceOpen, Punct.Semicolon, Kind.Ident);
    if (cursor.ended || cursor.kind !== Kind.Ident || cursor.is('where')) break;
    if (cursor.is('for') && !isHigherRanked(cursor)) break;
    cursor.at += 1;
  }
  return { from, to: cursor.at };
}

/** Whether the `<` after `impl` begins generics, not a qualified path (`impl <T as X>::Y {}`). */
function beginsGenerics(cursor: Cursor): boolean {
  if (cursor.kind !== Punct.Less) return false;
  const next = cursor.kindAfter(1);
  if (next === Punct.Greater || next === Punct.Pound || next === Kind.Lifetime || cursor.is('const', 1)) return true;
  const after = cursor.kindAfter(2);
  return cursor.isWord(1) && [Punct.Greater, Punct.Comma, Punct.Colon, Punct.Equals].some(kind => kind === after);
}

/** Whether this `for` binds lifetimes, as in `for<'a> Fn(…)` but not in `for <T as X>::Y`. */
function isHigherRanked(cursor: Cursor): boolean {
  if (cursor.kindAfter(1) !== Punct.Less) return false;
  const next = cursor.kindAfter(2);
  return next === Punct.Greater || next === Kind.Lifetime;
}
