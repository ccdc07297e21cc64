/**
 * Evaluates `cfg` predicates for library code. All features are enabled. Test, documentation, and verification builds do not count as the
 * library.
 */
import type { Attribute, Cfg } from './model.js';
import { inside, isWord, kindAt, stringValue, wordAt } from './tokens.js';
import { Punct, type Range, type Tokens } from './tokens-model.js';
import { splitCommas } from './trees.js';

/** Whether code under a predicate is part of a library build with all features. */
export type Holds = 'yes' | 'no' | 'maybe';

const MAX_DEPTH = 32;
const TEST_OPTIONS = new Set(['test', 'doctest', 'doc', 'miri', 'loom', 'kani', 'fuzzing', 'bench']);

/** Parses the predicate in a range. Anything else counts as an unknown option. */
export function readCfg(tokens: Tokens, range: Range, depth = 0): Cfg {
  const { from, to } = range;
  const name = from < to && isWord(tokens, from) ? wordAt(tokens, from) : '';
  if (name === 'true') return { kind: 'all', of: [] };
  if (name === 'false') return { kind: 'any', of: [] };
  if (kindAt(tokens, from + 1) === Punct.ParenOpen && from + 1 < to && depth < MAX_DEPTH) {
    const parts = splitCommas(tokens, inside(tokens, from + 1, to)).map(part => readCfg(tokens, part, depth + 1));
    if (name === 'all' || name === 'any') return { kind: name, of: parts };
    const only = parts[0];
    if (name === 'not' && only) return { kind: 'not', of: only };
  }
  if (kindAt(tokens, from + 1) === Punct.Equals && from + 2 < to) {
    const value = stringValue(tokens, from + 2);
    return value === undefined ? { kind: 'option', name } : { kind: 'option', name, value };
  }
  return { kind: 'option', name };
}

/** Whether a predicate holds in a library build. @param test the value of `cfg(test)` */
export function holds(cfg: Cfg, test: Holds = 'no'): Holds {
  switch (cfg.kind) {
    case 'not':
      return negate(holds(cfg.of, test));
    case 'all':
      return leastCertain(cfg.of.map(each => holds(each, test)));
    case 'any':
      return negate(leastCertain(cfg.of.map(each => negate(holds(each, test)))));
    case 'option':
      if (cfg.name === 'feature') return 'yes';
      return TEST_OPTIONS.has(cfg.name) && cfg.value === undefined ? test : 'maybe';
  }
}

/** Why an item with these attributes is not library code; absent if it is. */
export function offReason(attributes: readonly Attribute[]): 'test' | 'cfg' | undefined {
  for (const attribute of attributes) {
    if (attribute.marksTest && !(attribute.when && holds(attribute.when) === 'no')) return 'test';
    if (!attribute.cfg || (attribute.when && holds(attribute.when) !== 'yes')) continue;
    if (holds(attribute.cfg) === 'no') return holds(attribute.cfg, 'yes') === 'no' ? 'cfg' : 'test';
  }
  return undefined;
}

const PLATFORM = /^(?:target_|unix$|windows$|debug_assertions$|panic$|overflow_checks$|proc_macro$|relocation_model$)/;

/** Whether only builds that set an option of the crate itself (`--cfg tokio_unstable`, or in a build script) contain the item. */
export function requiresOption(attributes: readonly Attribute[]): boolean {
  return attributes.some(each => each.cfg && holds(withoutOptions(each.cfg)) === 'no' && holds(each.cfg) !== 'no');
}

function withoutOptions(cfg: Cfg): Cfg {
  if (cfg.kind === 'not') return { kind: 'not', of: withoutOptions(cfg.of) };
  if (cfg.kind !== 'option') return { kind: cfg.kind, of: cfg.of.map(withoutOptions) };
  const known = cfg.name === 'feature' || TEST_OPTIONS.has(cfg.name) || PLATFORM.test(cfg.name);
  return known ? cfg : { kind: 'any', of: [] };
}

/** Whether no Linux build contains the item, because it is for Windows, WebAssembly, or another platform. rustc usually runs on Linux. */
export function isElsewhere(attributes: readonly Attribute[]): boolean {
  return attributes.some(each => each.cfg && holds(onLinux(each.cfg)) === 'no' && holds(each.cfg) !== 'no');
}

const YES: Cfg = { kind: 'all', of: [] };
const NO: Cfg = { kind: 'any', of: [] };

function onLinux(cfg: Cfg): Cfg {
  if (cfg.kind === 'not') return { kind: 'not', of: onLinux(cfg.of) };
  if (cfg.kind !== 'option') return { kind: cfg.kind, of: cfg.of.map(onLinux) };
  const { name, value } = cfg;
  if (name === 'unix' || name === 'windows') return name === 'unix' ? YES : NO;
  if (name === 'target_os') return value === 'linux' ? YES : NO;
  if (name === 'target_family') return value === 'unix' ? YES : NO;
  return name === 'target_arch' && value?.startsWith('wasm') ? NO : cfg;
}

/** The last path segments of attributes that mark tests. */
export const TEST_MARKS: ReadonlySet<string> = new Set([
  'test',
  'bench',
  'test_case',
  'rstest',
  'quickcheck',
  'proptest',
  'wasm_bindgen_test',
  'test_log',
]);

/** Whether an attribute marks a test: `#[test]`, `#[tokio::test]`, `#[rstest]`, `#[test_case(…)]`, `#[bench]`, and similar ones. */
export function isTestMark(path: string): boolean {
  const last = path.slice(path.lastIndexOf(':') + 1);
  return TEST_MARKS.has(last);
}

function negate(value: Holds): Holds {
  return value === 'maybe' ? 'maybe' : value === 'yes' ? 'no' : 'yes';
}

function leastCertain(values: readonly Holds[]): Holds {
  return values.includes('no') ? 'no' : values.includes('maybe') ? 'maybe' : 'yes';
}
