/**
 * Reads `.gitattributes`, as far as vendored and generated files need it (gitattributes(5)).
 *
 *     line      = pattern SP attribute { SP attribute } | "[attr]" macro SP attribute { SP attribute }
 *     attribute = name | "-" name | "!" name | name "=" value
 *
 * A pattern without a slash matches the file name. Any other pattern matches the path relative to the directory of `.gitattributes`.
 * Unlike in `.gitignore`, a pattern that matches a directory does not apply to its contents. The last matching line decides, and files in
 * deeper directories come last. A macro stands for its attributes wherever it ends up set.
 */
import { baseName, foldersAbove, parentDirectory } from '../snapshot/files.js';
import { type PathMatcher, pathMatcher } from './path-pattern.js';

/** Tells whether an attribute is set; undefined if no line names it or the last one unsets it (`!name`). */
export type AttributeLookup = (path: string) => ReadonlyMap<string, boolean>;

/** Git ignores lines with this many bytes or more (attr.h, ATTR_MAX_LINE_LENGTH). */
const MAX_LINE_LENGTH = 2_048;
/** The most lines that are read, because each line is matched against each path. */
const MAX_LINES = 500;

const MACRO = '[attr]';
const BLANK = /[ \t\r]+/;

/** What a line says of an attribute: set, set to a value, unset (`-name`, `name=false`), or unspecified (`!name`). */
type State = boolean | 'value' | 'unspecified';
type States = readonly (readonly [name: string, state: State])[];

interface Line {
  /** The pattern, or the name of a macro. */
  readonly subject: string;
  readonly isMacro: boolean;
  readonly states: States;
}

interface Rule {
  /** Whether the pattern matches only the file name. */
  readonly nameOnly: boolean;
  readonly matches: PathMatcher;
  readonly states: States;
}

/**
 * Reads the `requested` attributes from `.gitattributes` files.
 * @param texts each file's text by its path (`.gitattributes`, `docs/.gitattributes`)
 */
export function readAttributes(texts: ReadonlyMap<string, string>, requested: readonly string[]): AttributeLookup {
  const byFolder = new Map<string, readonly Rule[]>();
  const macros = readMacros(texts.get('.gitattributes') ?? '');
  const isRelevant = (name: string) => requested.includes(name) || macros.has(name);
  let left = MAX_LINES;
  for (const [path, text] of texts) {
    const rules = readRules(text, isRelevant).slice(0, left);
    left -= rules.length;
    if (rules.length > 0) byFolder.set(parentDirectory(path), rules);
  }
  // Most repositories mark nothing, and have many paths.
  const nothing: ReadonlyMap<string, boolean> = new Map();
  if (byFolder.size === 0) return () => nothing;
  return path => {
    const states = new Map<string, State>();
    for (const folder of foldersAbove(path).toReversed()) {
      const inside = folder === '' ? path : path.slice(folder.length + 1);
      for (const rule of (byFolder.get(folder) ?? []).toReversed())
        if (rule.matches(rule.nameOnly ? baseName(path) : inside)) fill(states, rule.states, macros);
    }
    const told = requested.flatMap(name => {
      const state = states.get(name);
      return state === undefined || state === 'unspecified' ? [] : [[name, state !== false] as const];
    });
    return new Map(told);
  };
}

/** Takes over what is not decided yet, the last attribute of the line first. A macro that is set without a value decides what it stands for. */
function fill(states: Map<string, State>, from: States, macros: ReadonlyMap<string, States>): void {
  for (const [name, state] of from.toReversed()) {
    if (states.has(name)) continue;
    states.set(name, state);
    const macro = state === true ? macros.get(name) : undefined;
    if (macro) fill(states, macro, macros);
  }
}

/** The macros, which only the file at the root can define. The last definition of a macro counts. */
function readMacros(text: string): ReadonlyMap<string, States> {
  const macros = linesOf(text).filter(({ isMacro }) => isMacro);
  return new Map(macros.map(({ subject, states }) => [subject, states]));
}

function readRules(text: string, isRelevant: (name: string) => boolean): Rule[] {
  return linesOf(text).flatMap(({ subject, isMacro, states }) => {
    const relevant = states.filter(([name]) => isRelevant(name));
    // Git ignores a negated pattern. A pattern with a slash at its end never matches a file.
    if (isMacro || relevant.length === 0 || subject.startsWith('!') || subject.endsWith('/')) return [];
    const matches = pathMatcher(subject.replace(/^\//, ''));
    return [{ nameOnly: !subject.includes('/'), matches, states: relevant }];
  });
}

function linesOf(text: string): Line[] {
  return text.split('\n').flatMap((raw): Line[] => {
    const line = raw.replace(/^[ \t\r]+/, '');
    if (line === '' || line.startsWith('#') || Buffer.byteLength(raw) >= MAX_LINE_LENGTH) return [];
    const { pattern, rest } = splitPattern(line);
    const states = statesIn(rest);
    if (!states) return [];
    if (!pattern.startsWith(MACRO) || pattern === MACRO) return [{ subject: pattern, isMacro: false, states }];
    const name = pattern.slice(MACRO.length);
    return isName(name) ? [{ subject: name, isMacro: true, states }] : [];
  });
}

/** Splits a line into the pattern, which can be quoted as in C, and the rest. */
function splitPattern(line: string): { readonly pattern: string; readonly rest: string } {
  const quoted = /^"((?:[^"\\]|\\(?:[abfnrtv"\\]|[0-3][0-7]{2}))*)"/.exec(line);
  if (quoted) return { pattern: unquoted(quoted[1] ?? ''), rest: line.slice(quoted[0].length) };
  const end = line.search(BLANK);
  return end < 0 ? { pattern: line, rest: '' } : { pattern: line.slice(0, end), rest: line.slice(end) };
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['"', '"'],
  ['\\', '\\'],
]);

/** Three digits are one byte. A character can be several of them in UTF-8. */
function unquoted(text: string): string {
  const pieces = text.split(/(\\(?:[0-7]{3}|.))/).map(piece => {
    if (!piece.startsWith('\\')) return Buffer.from(piece);
    const code = piece.slice(1);
    return code.length === 3 ? Buffer.of(Number.parseInt(code, 8)) : Buffer.from(ESCAPES.get(code) ?? '');
  });
  return Buffer.concat(pieces).toString('utf8');
}

/**
 * The attributes of a line; undefined if one of them is not valid, because then Git ignores the line. A `#` is not valid either, but on GitHub
 * (Linguist, which uses libgit2) it starts a comment.
 */
function statesIn(text: string): States | undefined {
  const states: (readonly [string, State])[] = [];
  for (const attribute of text.split(BLANK)) {
    if (attribute.startsWith('#')) break;
    if (attribute === '') continue;
    const [, sign = '', name = '', value] = /^([-!]?)([^=]*)(?:=([^]*))?$/.exec(attribute) ?? [];
    if (!isName(name)) return undefined;
    const given = value === undefined || value === 'false' ? value === undefined : 'value';
    states.push([name, sign === '!' ? 'unspecified' : sign === '' && given]);
  }
  return states;
}

function isName(text: string): boolean {
  return /^[\w.][\w.-]*$/.test(text);
}
