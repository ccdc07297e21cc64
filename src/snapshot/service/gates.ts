/** What of a package is built with its default features alone: "Serves" in the standard asks for that. */
import type { Package } from '../cargo/model.js';
import { readCfg } from '../rust/cfg.js';
import type { RustCrate } from '../rust/crate-model.js';
import type { Attribute, Cfg, RustFile } from '../rust/model.js';
import { afterTree, inside, isClose, isText, kindAt, tokenText } from '../rust/tokens.js';
import { Punct, type Range } from '../rust/tokens-model.js';

/** The features that are on where nobody asks for others. */
export function defaultFeatures({ features }: Package): ReadonlySet<string> {
  const on = new Set<string>();
  const queue = ['default'];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (on.has(name)) continue;
    on.add(name);
    queue.push(...(features.find(each => each.name === name)?.enables ?? []));
  }
  // An optional dependency that is on is a feature of its name.
  return new Set([...on].flatMap(each => [each, each.replace(/^dep:|[?]?\/.*$/g, '')]));
}

/** Whether a predicate can hold with these features; what is no feature may. */
function canHold(cfg: Cfg, on: ReadonlySet<string>): boolean {
  if (cfg.kind === 'option') return cfg.name !== 'feature' || cfg.value === undefined || on.has(cfg.value);
  if (cfg.kind === 'all') return cfg.of.every(each => canHold(each, on));
  if (cfg.kind === 'any') return cfg.of.some(each => canHold(each, on));
  const not = cfg.kind === 'not' ? cfg.of : cfg;
  return !(not.kind === 'option' && not.name === 'feature' && not.value !== undefined && on.has(not.value));
}

/** The files of modules that only other features bring in. */
export function gatedFiles(crates: readonly RustCrate[], on: ReadonlySet<string>): ReadonlySet<string> {
  const gated = new Set<string>();
  for (const { modules } of crates)
    for (const { attributes, source, parent } of modules) {
      const isOff = attributes.some((each: Attribute) => each.cfg && !each.when && !canHold(each.cfg, on));
      const own = parent === undefined || source.path !== parent.source.path;
      if (own && (isOff || (parent && gated.has(parent.source.path)))) gated.add(source.path);
    }
  return gated;
}

/** The items, statements and expressions of a file that stand under a `#[cfg(feature = "…")]` which is off. */
export function gatedRanges({ tokens }: RustFile, on: ReadonlySet<string>): readonly Range[] {
  const ranges: Range[] = [];
  for (let at = 0; at + 4 < tokens.count; at += 1) {
    if (kindAt(tokens, at) !== Punct.Pound || !isText(tokens, at + 2, 'cfg')) continue;
    if (kindAt(tokens, at + 1) !== Punct.BracketOpen || kindAt(tokens, at + 3) !== Punct.ParenOpen) continue;
    if (canHold(readCfg(tokens, inside(tokens, at + 3)), on)) continue;
    const to = endOfGated(tokens, afterTree(tokens, at + 1, tokens.count));
    ranges.push({ from: at, to });
    at = to - 1;
  }
  return ranges;
}

const ITEM = /^(pub|fn|async|impl|mod|struct|enum|trait|unsafe|extern|const|static|type|use|let)$/;

function endOfGated(tokens: RustFile['tokens'], from: number): number {
  let at = from;
  while (kindAt(tokens, at) === Punct.Pound) at = afterTree(tokens, at + 1, tokens.count);
  const isItem = ITEM.test(tokenText(tokens, at));
  while (at < tokens.count) {
    const kind = kindAt(tokens, at);
    if (isClose(kind)) return at;
    if (kind === Punct.Semicolon || (!isItem && kind === Punct.Comma)) return at + 1;
    const next = afterTree(tokens, at, tokens.count);
    if (kind === Punct.BraceOpen) return next;
    at = next;
  }
  return at;
}
