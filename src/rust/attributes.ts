/** Reads attributes (`#[path args]`) and doc comments. Attributes inside `cfg_attr` become separate attributes. */
import { holds, isTestMark, readCfg } from './cfg.js';
import type { Attribute, Cfg } from './model.js';
import { inside, isEmpty, isOpen, isText, kindAt, lineAt, NOTHING, stringValue } from './tokens.js';
import { Kind, Punct, type Range, type Tokens } from './tokens-model.js';
import { readPath, splitCommas } from './trees.js';

const MAX_DEPTH = 16;

/** The attributes before an item, and whether it is documented or hidden. */
export interface Lead {
  readonly attributes: readonly Attribute[];
  readonly documented: boolean;
  readonly hidden: boolean;
  readonly range: Range;
}

const NONE: readonly Attribute[] = [];

/** Reads doc comments and attributes at `at`: outer ones, or inner ones (`//!`, `#![…]`). */
export function readLead(tokens: Tokens, at: number, to: number, inner = false): Lead {
  const doc = inner ? Kind.DocInner : Kind.DocOuter;
  const found: Attribute[] = [];
  let commented = false;
  let next = at;
  for (; next < to; ) {
    const kind = kindAt(tokens, next);
    if (kind === doc) {
      commented = true;
      next += 1;
      continue;
    }
    if (kind !== Punct.Pound) break;
    const isInner = kindAt(tokens, next + 1) === Punct.Not;
    const bracket = next + (isInner ? 2 : 1);
    if (isInner !== inner || kindAt(tokens, bracket) !== Punct.BracketOpen) break;
    const args = inside(tokens, bracket, to);
    readAttribute(tokens, args, undefined, found, 0);
    next = Math.min(args.to + 1, to);
  }
  return {
    attributes: found.length === 0 ? NONE : found,
    documented: commented || found.some(isDocumentation),
    hidden: found.some(each => isHidden(tokens, each)),
    range: { from: at, to: next },
  };
}

/** Reads one attribute from its tokens, without `#[` and `]`. */
function readAttribute(tokens: Tokens, range: Range, when: Cfg | undefined, out: Attribute[], depth: number): void {
  const { path, next } = readPath(tokens, range.from, range.to);
  if (path === 'unsafe' && kindAt(tokens, next) === Punct.ParenOpen && depth < MAX_DEPTH) {
    readAttribute(tokens, inside(tokens, next, range.to), when, out, depth + 1);
    return;
  }
  const grouped = next < range.to && isOpen(kindAt(tokens, next));
  const args = grouped ? inside(tokens, next, range.to) : { from: Math.min(next + 1, range.to), to: range.to };
  if (path === 'cfg_attr' && grouped) {
    if (depth < MAX_DEPTH) readConditional(tokens, args, when, out, depth);
    return;
  }
  const value = !grouped && args.to === args.from + 1 ? stringValue(tokens, args.from) : undefined;
  out.push({
    path,
    form: grouped ? 'list' : next < range.to ? 'value' : 'word',
    args: isEmpty(args) ? NOTHING : args,
    line: lineAt(tokens, range.from),
    marksTest: isTestMark(path),
    ...(value === undefined ? {} : { value }),
    ...(when ? { when } : {}),
    ...(path === 'cfg' ? { cfg: readCfg(tokens, args) } : {}),
  });
}

function readConditional(tokens: Tokens, args: Range, when: Cfg | undefined, out: Attribute[], depth: number): void {
  const [predicate, ...attributes] = splitCommas(tokens, args);
  if (!predicate) return;
  const own = readCfg(tokens, predicate);
  const both: Cfg = when ? { kind: 'all', of: [when, own] } : own;
  for (const attribute of attributes) readAttribute(tokens, attribute, both, out, depth + 1);
}

/**
 * Whether an attribute documents its item, as in rustc's `missing_docs`: `doc = …` does, `doc(alias = …)` does not. An attribute under
 * `docsrs` or `doc` documents the item, because it appears in rendered documentation. An attribute under `test` does not.
 */
function isDocumentation({ path, form, when }: Attribute): boolean {
  if (path !== 'doc' || form !== 'value') return false;
  return !when || holds(when) !== 'no' || namesOption(when, 'doc');
}

/** Whether a predicate names an option, negated or not. */
function namesOption(cfg: Cfg, option: string): boolean {
  if (cfg.kind === 'option') return cfg.name === option;
  return cfg.kind === 'not' ? namesOption(cfg.of, option) : cfg.of.some(each => namesOption(each, option));
}

/** `#[doc(hidden)]`, alone or among others. */
function isHidden(tokens: Tokens, attribute: Attribute): boolean {
  if (attribute.path !== 'doc' || (attribute.when && holds(attribute.when) === 'no')) return false;
  return splitCommas(tokens, attribute.args).some(
    part => part.to === part.from + 1 && isText(tokens, part.from, 'hidden'),
  );
}
