/** What a command of a script does, and what it might do. */
import { UNKNOWN_TEXT } from './expression.js';
import type { Purpose, Tested } from './model.js';

/** What a command does for certain, and what it might do if it cannot be followed. */
export interface CommandEffect {
  readonly does: readonly Purpose[];
  readonly may: readonly Purpose[];
  readonly target?: string;
  /** Of tests that Cargo runs: which packages; the directory is relative to where the command runs. */
  readonly tested?: Tested;
}

export const NOTHING: CommandEffect = { does: [], may: [] };

export function does(...purposes: readonly Purpose[]): CommandEffect {
  return { does: purposes, may: [] };
}

/** Names of tasks that do everything. */
const GENERAL = /(^|[^a-z])(ci|all|everything|checks?|verify|validate|default)([^a-z]|$)/;

/** What a task might do, by its words. @param unlisted the words do not name a task: `ci` means every purpose, but not `all` */
export function maybe(words: readonly string[], unlisted = false): CommandEffect {
  const text = words.join(' ').toLowerCase();
  // A task with an unknown name might do anything, and so might one that is called "ci" or "all".
  const unnamed = words.length === 1 && text.includes(UNKNOWN_TEXT);
  const general = unlisted ? /(^|[^a-z])ci([^a-z]|$)/ : GENERAL;
  const all = unnamed || general.test(text);
  const hints: readonly (readonly [Purpose, RegExp])[] = [
    ['test', /test|spec|coverage/],
    ['security', /audit|securit|vuln|deny|scan|advisor/],
    ['license', /licen[cs]e|deny|compliance/],
    ['docs', /docs?([^k]|$)|rustdoc|book/],
    ['publish', /release|publish|deploy|dist/],
    ['notify', /notify|dispatch|registry/],
    ['bench', /bench|perf/],
  ];
  const may = hints.filter(
    ([purpose, hint]) => hint.test(text) || (all && purpose !== 'publish' && purpose !== 'notify'),
  );
  return { does: [], may: may.map(([purpose]) => purpose) };
}

/** The variables from which Cargo reads the token of a registry. https://doc.rust-lang.org/cargo/reference/environment-variables.html */
const PUBLISHING_TOKEN = /^CARGO_(REGISTRY|REGISTRIES_\w+)_TOKEN$/;

/** The effect of a command with these variables: a program that could not be followed might publish if it receives the token of a registry. */
export function withToken(effect: CommandEffect, env: ReadonlyMap<string, string>): CommandEffect {
  if (effect.may.length === 0 || ![...env.keys()].some(name => PUBLISHING_TOKEN.test(name))) return effect;
  return { ...effect, may: [...new Set<Purpose>([...effect.may, 'publish'])] };
}
