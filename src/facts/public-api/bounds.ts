/** Compares the bounds on generic parameters of two versions. */
import type { Item } from '../../rust/model.js';
import { isWord, wordAt } from '../../rust/tokens.js';
import type { GenericsShape, Predicate } from './signature.js';
import type { Links, Matching } from './type-match.js';
import type { GenericAtom, NamedAtom, Shape } from './type-model.js';

/** Every type that implements the first trait implements the others. */
export const IMPLIED: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    Copy: ['Clone'],
    Eq: ['PartialEq'],
    PartialOrd: ['PartialEq'],
    Ord: ['Eq', 'PartialEq', 'PartialOrd'],
    Error: ['Debug', 'Display'],
    Fn: ['FnMut', 'FnOnce'],
    FnMut: ['FnOnce'],
    Iterator: ['IntoIterator'],
    DoubleEndedIterator: ['Iterator', 'IntoIterator'],
    ExactSizeIterator: ['Iterator', 'IntoIterator'],
    FusedIterator: ['Iterator', 'IntoIterator'],
    DerefMut: ['Deref'],
    DeserializeOwned: ['Deserialize'],
    Future: ['IntoFuture'],
    BufRead: ['Read'],
  }),
);

/** Compares the bounds of what a matching has bound to each other. */
export class Bounds {
  constructor(
    private readonly matching: Matching,
    private readonly links: Links,
  ) {}

  /** The new requirement, in words; undefined if there is none. */
  added(older: readonly Predicate[], newer: readonly Predicate[]): string | undefined {
    const replaced = new Set(this.matching.pairs.filter(([a, b]) => this.lostTrait(a, b)).map(([, b]) => b));
    for (const [a, b] of this.matching.pairs) {
      if (replaced.has(b)) continue;
      if (a.unsized && !b.unsized) return `\`${b.name || 'impl'}\` must be sized`;
      const missing = b.bounds.find(bound => !this.isGiven(a.bounds, bound, b.bounds));
      if (missing) return `${b.name ? `\`${b.name}\`` : 'the argument'} must be \`${shown(missing)}\``;
    }
    for (const { subject, bounds } of newer) {
      const [head] = subject;
      if (head === 'Self' || subject.some(atom => this.isNew(atom))) continue;
      if (typeof head === 'object' && head.kind === 'generic' && replaced.has(head)) continue;
      const before = older.filter(each => this.matching.trial(each.subject, subject)).flatMap(each => each.bounds);
      const missing = bounds.find(bound => !this.isGiven(before, bound, bounds));
      if (missing && !this.wasFixed(older, subject)) return `\`${shown(subject)}\` must be \`${shown(missing)}\``;
    }
    return undefined;
  }

  /** Whether a trait of the tree was taken away: what it implied may be spelled out now. */
  private lostTrait(a: GenericAtom, b: GenericAtom): boolean {
    return a.bounds.some(
      bound =>
        typeof bound[0] === 'object' &&
        bound[0].kind === 'named' &&
        bound[0].origin.kind === 'local' &&
        !b.bounds.some(each => this.matching.trial(bound, each)),
    );
  }

  /** Whether the older version said what `T::Item` is: a bound on it requires less. */
  private wasFixed(older: readonly Predicate[], subject: Shape): boolean {
    const last = subject.at(-1);
    if (typeof last !== 'string' || !last.startsWith('::')) return false;
    const fixes = ([head]: Shape) =>
      typeof head === 'object' &&
      head.kind === 'named' &&
      head.args.some(arg => arg[0] === last.slice(2) && arg[1] === '=');
    return this.matching.pairs.some(([each]) => each.bounds.some(fixes)) || older.some(each => each.bounds.some(fixes));
  }

  /** Whether it holds a parameter that came with the newer version: what that asks is part of what it replaced. */
  private isNew(atom: Shape[number], seen = new Set<Shape[number]>()): boolean {
    if (typeof atom === 'string' || seen.has(atom)) return false;
    seen.add(atom);
    if (atom.kind === 'generic') return !this.matching.isBound(atom);
    if (atom.kind === 'named') return atom.args.some(arg => arg.some(each => this.isNew(each, seen)));
    if (atom.kind === 'group') return atom.parts.some(part => part.some(each => this.isNew(each, seen)));
    return atom.kind === 'any';
  }

  private isGiven(given: readonly Shape[], bound: Shape, all: readonly Shape[]): boolean {
    if (given.some(each => this.matching.trial(each, bound) || this.implies(each, bound))) return true;
    if (bound.some(atom => this.isNew(atom))) return true;
    const head = bound[0];
    if (typeof head !== 'object' || head.kind !== 'named' || head.origin.kind !== 'local') return false;
    if (this.links.blanket.has(head.origin.item)) return true;
    // A trait of the crate that is new may be implemented for all that the bound before it took.
    const isNewTrait = !this.links.older.has(head.origin.item);
    return isNewTrait && given.some(each => !all.some(other => this.matching.trial(each, other)));
  }

  private implies(given: Shape, bound: Shape): boolean {
    const [a, b] = [given[0], bound[0]];
    if (typeof a !== 'object' || typeof b !== 'object' || a.kind !== 'named' || b.kind !== 'named') return false;
    // `Iterator<Item = T>` is an `Iterator`.
    const isLess =
      a.args.length > b.args.length && b.args.every(arg => a.args.some(each => this.matching.trial(each, arg)));
    if (isLess && this.matching.trial([{ ...a, args: [] }], [{ ...b, args: [] }])) return true;
    // `PartialEq` is `PartialEq<Self>`, which may be spelled out.
    if (a.args.length === 0 && /^(?:PartialEq|PartialOrd|Add|Sub|Mul|Div|Rem)$/.test(a.name) && a.name === b.name)
      return true;
    if (a.origin.kind === 'local') return mentions(a, b.name);
    if (!IMPLIED.get(a.name)?.includes(b.name)) return false;
    return b.args.length === 0 && bound.length === 1
      ? true
      : this.matching.trial([{ ...a, name: b.name, origin: { kind: 'unknown' } }, ...given.slice(1)], bound);
  }
}

/** Whether the supertraits of a trait of the tree name another. */
function mentions({ origin }: NamedAtom, name: string): boolean {
  if (origin.kind !== 'local') return false;
  const { item, tokens } = origin as { item: Item; tokens: NonNullable<typeof origin.tokens> };
  if (item.kind !== 'trait') return false;
  for (let at = item.supertraits.from; at < item.supertraits.to; at += 1)
    if (isWord(tokens, at) && wordAt(tokens, at) === name) return true;
  return false;
}

/** What changed in the parameters of a type or trait, in words; undefined if nothing did that breaks. */
export function changedGenerics(
  older: GenericsShape,
  newer: GenericsShape,
  matching: Matching,
  links: Links,
): string | undefined {
  const [a, b] = [older.params, newer.params];
  if (b.length < a.length) return `it has ${b.length} type parameters instead of ${a.length}`;
  const added = b.slice(a.length).find(each => !each.hasDefault);
  if (added) return `its parameter \`${added.name}\` is new and has no default`;
  for (const [i, param] of a.entries()) {
    const now = b[i] as GenericAtom;
    if (param.isConst !== now.isConst) return `its parameter \`${now.name}\` has another kind`;
    matching.bind(param, now);
  }
  return new Bounds(matching, links).added(older.predicates, newer.predicates);
}

/** The most characters of a shape that are shown. */
const LONG = 200;
const MANY = 8;

/** A shape as Rust code, shortened if it is long. */
export function shown(shape: Shape): string {
  const text = textOf(shape, 0);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function textOf(shape: Shape, depth: number): string {
  if (depth > 6) return '…';
  let out = '';
  for (const atom of shape) {
    if (out.length > LONG) return out;
    const text = atomText(atom, depth);
    const spaced = /[\w>)\]]$/.test(out) && /^[\w=(-]/.test(text) && !(text.startsWith('(') && /[\w>]$/.test(out));
    out += spaced || out.endsWith('=') || out.endsWith('->') ? ` ${text}` : text;
  }
  return out;
}

function atomText(atom: Shape[number], depth: number): string {
  if (typeof atom === 'string') return atom;
  switch (atom.kind) {
    case 'any':
      return '_';
    case 'generic':
      return (
        atom.name ||
        `impl ${atom.bounds
          .slice(0, MANY)
          .map(each => textOf(each, depth + 1))
          .join(' + ')}`
      );
    case 'group': {
      const parts = atom.parts.slice(0, MANY).map(each => textOf(each, depth + 1));
      return atom.open === '(' ? `(${parts.join(', ')})` : `[${parts.join('; ')}]`;
    }
    case 'bounds':
      return `${atom.word} ${atom.of
        .slice(0, MANY)
        .map(each => textOf(each, depth + 1))
        .join(' + ')}`;
    case 'named':
      return atom.args.length === 0
        ? atom.name
        : `${atom.name}<${atom.args
            .slice(0, MANY)
            .map(each => textOf(each, depth + 1))
            .join(', ')}>`;
  }
}
