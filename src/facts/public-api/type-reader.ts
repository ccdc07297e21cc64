/** Reads types and bounds from tokens: https://doc.rust-lang.org/reference/types.html. What it does not know stands for anything. */
import { afterTree, inside, isOpen, isText, isWord, kindAt, tokenText, wordAt } from '../../rust/tokens.js';
import { Kind, Punct, type Range, type Tokens } from '../../rust/tokens-model.js';
import { afterAngles, findInType, splitPlus, splitTypes } from '../../rust/trees.js';
import type { ItemTarget } from './model.js';
import { ANY, type Atom, type GenericAtom, type Shape, type TypeScope } from './type-model.js';
import { distinct, isBareObject, isSized, ofExternal } from './type-origin.js';

/** Aliases of aliases, and types in types. */
const DEPTH = 40;
const ALIASES = 8;
const ATOMS = 5_000;

/** A type as atoms. */
export function readType(scope: TypeScope, range: Range): Shape {
  return new TypeReader({ budget: { left: ATOMS }, ...scope }, 0).type(range);
}

/** The bounds of `A + ?Sized + 'a`: lifetimes do not count as bounds. */
export function readBounds(
  scope: TypeScope,
  range: Range,
  depth = 0,
): { readonly bounds: Shape[]; readonly unsized: boolean } {
  const reader = new TypeReader({ budget: { left: ATOMS }, ...scope }, depth);
  const bounds: Shape[] = [];
  let unsized = false;
  for (const part of splitPlus(scope.tokens, range)) {
    let { from } = part;
    if (kindAt(scope.tokens, from) === Punct.Tilde) from += 2;
    if (kindAt(scope.tokens, from) === Kind.Lifetime || isText(scope.tokens, from, 'use')) continue;
    if (kindAt(scope.tokens, from) === Punct.Question) {
      unsized = true;
      continue;
    }
    const bound = reader.type({ from, to: part.to });
    if (bound.length > 0 && !isSized(bound)) bounds.push(bound);
  }
  return { bounds, unsized };
}

class TypeReader {
  private readonly tokens: Tokens;
  private readonly budget: { left: number };

  constructor(
    private readonly scope: TypeScope,
    private readonly depth: number,
  ) {
    this.tokens = scope.tokens;
    this.budget = scope.budget ?? { left: ATOMS };
  }

  type({ from, to }: Range): Shape {
    if (this.depth > DEPTH) return [ANY];
    const atoms: Atom[] = [];
    if (isBareObject(this.tokens, { from, to }))
      return this.objectOf(readBounds(this.scope, { from, to }, this.depth + 1).bounds);
    for (let at = from; at < to; ) {
      if (this.budget.left <= 0) return [ANY];
      this.budget.left -= 1;
      at = this.atom(at, to, atoms);
    }
    return atoms;
  }

  /** For a single trait, only its name: the `dyn` can be omitted. */
  private objectOf(bounds: readonly Shape[]): Shape {
    const [only, other] = bounds;
    return only && !other ? only : [{ kind: 'bounds', word: 'dyn', of: bounds }];
  }

  private below(range: Range): Shape {
    return new TypeReader(this.scope, this.depth + 1).type(range);
  }

  /** Reads one piece, and gives the index after it. */
  private atom(at: number, to: number, out: Atom[]): number {
    const { tokens } = this;
    const kind = kindAt(tokens, at);
    if (isWord(tokens, at) || kind === Kind.PathSep) return this.word(at, to, out);
    switch (kind) {
      case Kind.Lifetime:
      case Kind.DocOuter:
        return at + 1;
      case Kind.AndAnd:
        out.push('&', '&');
        return at + 1;
      case Punct.Pound:
        return afterTree(tokens, at + 1, to);
      case Punct.ParenOpen:
        return this.parens(at, to, out);
      case Punct.BracketOpen:
        return this.brackets(at, to, out);
      case Punct.BraceOpen:
        out.push(...this.constant(inside(tokens, at, to)));
        return afterTree(tokens, at, to);
      case Punct.Less:
        return this.qualified(at, to, out);
      default:
        out.push(tokenText(tokens, at));
        return at + 1;
    }
  }

  private word(at: number, to: number, out: Atom[]): number {
    const { tokens } = this;
    const isKeyword = kindAt(tokens, at) === Kind.Ident;
    const text = isKeyword ? tokenText(tokens, at) : '';
    if (text === 'dyn' || text === 'impl') return this.bounds(text, at, to, out);
    if (text === 'mut' || text === 'const' || text === 'unsafe' || text === 'extern') {
      out.push(text);
      return at + 1;
    }
    if (text === 'for' && kindAt(tokens, at + 1) === Punct.Less)
      return Math.max(at + 1, afterAngles(tokens, at + 1, to));
    if (text === 'fn' && kindAt(tokens, at + 1) === Punct.ParenOpen) {
      const parts = splitTypes(tokens, inside(tokens, at + 1, to)).map(part => this.below(this.unnamed(part)));
      out.push('fn', { kind: 'group', open: '(', parts });
      return afterTree(tokens, at + 1, to);
    }
    return this.path(at, to, out);
  }

  /** The arguments of a function pointer may have names. */
  private unnamed(part: Range): Range {
    const named = isWord(this.tokens, part.from) && kindAt(this.tokens, part.from + 1) === Punct.Colon;
    return named ? { from: part.from + 2, to: part.to } : part;
  }

  private bounds(word: 'dyn' | 'impl', at: number, to: number, out: Atom[]): number {
    const { scope } = this;
    const { bounds, unsized } = readBounds(scope, { from: at + 1, to }, this.depth + 1);
    if (word === 'impl' && scope.arguments) {
      const generic: GenericAtom = { kind: 'generic', name: '', bounds, unsized, hasDefault: false, isConst: false };
      scope.arguments.push(generic);
      out.push(generic);
    } else out.push(...(word === 'dyn' ? this.objectOf(bounds) : [{ kind: 'bounds', word, of: bounds } as const]));
    return to;
  }

  private parens(at: number, to: number, out: Atom[]): number {
    const { tokens } = this;
    const range = inside(tokens, at, to);
    const parts = splitTypes(tokens, range);
    const [only] = parts;
    const bare = parts.length === 1 && only && only.to === range.to;
    const called = out.at(-1);
    const isCall = typeof called === 'object' && called.kind === 'named';
    if (bare && only && !isCall) out.push(...this.below(only));
    else out.push({ kind: 'group', open: '(', parts: parts.map(part => this.below(part)) });
    return afterTree(tokens, at, to);
  }

  private brackets(at: number, to: number, out: Atom[]): number {
    const { tokens } = this;
    const range = inside(tokens, at, to);
    const semicolon = findInType(tokens, range.from, range.to, kind => kind === Punct.Semicolon);
    const parts = [this.below({ from: range.from, to: semicolon })];
    if (semicolon < range.to) parts.push(this.constant({ from: semicolon + 1, to: range.to }));
    out.push({ kind: 'group', open: '[', parts });
    return afterTree(tokens, at, to);
  }

  /** A number or a const parameter; of any other expression the value is not known. */
  private constant({ from, to }: Range): Shape {
    if (to - from !== 1) return [ANY];
    if (kindAt(this.tokens, from) === Kind.Number)
      return [tokenText(this.tokens, from).replace(/_|[ui](?:8|16|32|64|128|size)$/g, '')];
    return this.scope.generics.get(wordAt(this.tokens, from)) ?? [ANY];
  }

  /** `<T as Trait>::Name`, as `T::Name`. */
  private qualified(at: number, to: number, out: Atom[]): number {
    const { tokens } = this;
    const after = afterAngles(tokens, at, to);
    if (after < 0) {
      out.push(ANY);
      return to;
    }
    const end = after - 1;
    const as = findInType(tokens, at + 1, end, (kind, i) => kind === Kind.Ident && isText(tokens, i, 'as'));
    out.push(...this.below({ from: at + 1, to: as }));
    return this.projections(after, to, out);
  }

  /** `::Name` behind a type. */
  private projections(at: number, to: number, out: Atom[]): number {
    const { tokens } = this;
    let next = at;
    while (next < to && kindAt(tokens, next) === Kind.PathSep && isWord(tokens, next + 1)) {
      out.push(`::${wordAt(tokens, next + 1)}`);
      next += 2;
      const after = this.arguments(next, to);
      if (after) next = after.next;
    }
    return next;
  }

  private path(at: number, to: number, out: Atom[]): number {
    const { tokens, scope } = this;
    const first = wordAt(tokens, at);
    const own = first === 'Self' ? scope.self : scope.generics.get(first);
    if (own) {
      out.push(...own);
      return this.projections(at + 1, to, out);
    }
    if (first === 'Self') {
      out.push('Self');
      return this.projections(at + 1, to, out);
    }
    const words: string[] = [];
    let args: Shape[] = [];
    let next = at;
    if (kindAt(tokens, next) === Kind.PathSep) {
      words.push('');
      next += 1;
    }
    while (next < to && isWord(tokens, next)) {
      words.push(wordAt(tokens, next));
      next += 1;
      const given = this.arguments(next, to);
      if (given) {
        args = given.args;
        next = given.next;
      }
      if (kindAt(tokens, next) !== Kind.PathSep || !isWord(tokens, next + 1)) break;
      next += 1;
    }
    if (next < to && kindAt(tokens, next) === Punct.Not && isOpen(kindAt(tokens, next + 1))) {
      out.push(ANY);
      return afterTree(tokens, next + 1, to);
    }
    out.push(...this.named(words, args));
    return Math.max(next, at + 1);
  }

  /** `<…>` or `::<…>` at a token, lifetimes left out. */
  private arguments(at: number, to: number): { args: Shape[]; next: number } | undefined {
    const { tokens } = this;
    const open = kindAt(tokens, at) === Kind.PathSep && kindAt(tokens, at + 1) === Punct.Less ? at + 1 : at;
    if (open >= to || kindAt(tokens, open) !== Punct.Less) return undefined;
    const next = afterAngles(tokens, open, to);
    if (next < 0) return undefined;
    const args = splitTypes(tokens, { from: open + 1, to: next - 1 })
      .filter(part => kindAt(tokens, part.from) !== Kind.Lifetime)
      .map(part => this.argument(part));
    return { args, next };
  }

  /** An argument can be a binding: `Item = T`, `Item: Bound`. Its name does not belong to the module. */
  private argument({ from, to }: Range): Shape {
    const { tokens } = this;
    const sign = isWord(tokens, from)
      ? findInType(tokens, from, to, kind => kind === Punct.Equals || kind === Punct.Colon)
      : to;
    if (sign >= to) return this.below({ from, to });
    const name = wordAt(tokens, from);
    if (kindAt(tokens, sign) === Punct.Equals) return [name, '=', ...this.below({ from: sign + 1, to })];
    const { bounds } = readBounds(this.scope, { from: sign + 1, to }, this.depth + 1);
    return [name, ':', { kind: 'bounds', word: 'dyn', of: bounds }];
  }

  private named(words: readonly string[], args: readonly Shape[]): Shape {
    const { api, module } = this.scope;
    const name = words.at(-1) ?? '';
    const [only, other] = distinct(words.length === 1 ? api.lookup(name, module) : api.resolve(words, module));
    if (!only || other) return [{ kind: 'named', name, origin: { kind: 'unknown' }, args }];
    if (only.kind === 'external') return ofExternal(api, only.crate, only.path, args);
    if (only.kind !== 'item') return [{ kind: 'named', name, origin: { kind: 'unknown' }, args }];
    const meant = expanded(only, args, {
      aliases: this.scope.aliases ?? 0,
      depth: this.depth,
      budget: this.budget,
    });
    if (meant) return meant;
    const { item, placed } = only;
    return [
      { kind: 'named', name: item.name, origin: { kind: 'local', item, tokens: placed.source.file.tokens }, args },
    ];
  }
}

/** What an alias stands for, its parameters replaced; absent if the item is not an alias. */
export function expanded(
  { api, item, placed, module }: ItemTarget,
  args: readonly Shape[],
  { aliases = 0, depth = 0, budget = { left: ATOMS } } = {},
): Shape | undefined {
  if (item.kind !== 'type' || !item.value || aliases > ALIASES) return undefined;
  const { tokens } = placed.source.file;
  const generics = new Map<string, Shape>();
  const scope: TypeScope = { api, tokens, module, generics, aliases: aliases + 1, budget };
  let index = 0;
  for (const part of splitTypes(tokens, item.generics.params)) {
    if (kindAt(tokens, part.from) === Kind.Lifetime) continue;
    const at = isText(tokens, part.from, 'const') ? part.from + 1 : part.from;
    const equals = findInType(tokens, at, part.to, kind => kind === Punct.Equals);
    const given = args[index] ?? (equals < part.to ? readType(scope, { from: equals + 1, to: part.to }) : [ANY]);
    generics.set(wordAt(tokens, at), given);
    index += 1;
  }
  return new TypeReader(scope, depth + 1).type(item.value);
}
