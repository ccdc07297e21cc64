/**
 * Reads `.gitattributes`, as far as vendored and generated files need it (gitattributes(5)).
 *
 *     line      = pattern SP attribute { SP attribute } | "[attr]" macro SP attribute { SP attribute }
 *     attribute = name | "-" name | "!" name | name "=" value
 *
 * A pattern without a slash matches the file name. Any other pattern matches the path relative to the directory of `.gitattributes`.
 * Unlike in `.gitignore`, a pattern that matches a directory does not apply to its contents. The last matching line decides, and files in
 * deeper directories come last.
 */
import { baseName, parentDirectory } from '../snapshot/files.js';

/** Tells whether an attribute is set; undefined if no line names it or the last one unsets it (`!name`). */
export type AttributeLookup = (path: string) => ReadonlyMap<string, boolean>;

/** Git ignores longer lines, in bytes (attr.h, ATTR_MAX_LINE_LENGTH). */
const MAX_LINE_LENGTH = 2_048;
/** The most lines that are read, because each line is matched against each path. */
const MAX_LINES = 500;

interface Line {
  readonly pattern: readonly string[];
  /** Whether the pattern matches only the file name. */
  readonly nameOnly: boolean;
  readonly states: ReadonlyMap<string, boolean | undefined>;
}

/**
 * Reads the `requested` attributes from `.gitattributes` files.
 * @param texts each file's text by its path (`.gitattributes`, `docs/.gitattributes`)
 */
export function readAttributes(texts: ReadonlyMap<string, string>, requested: readonly string[]): AttributeLookup {
  const byFolder = new Map<string, readonly Line[]>();
  const macros = readMacros(texts.get('.gitattributes') ?? '', requested);
  let left = MAX_LINES;
  for (const [path, text] of texts) {
    const lines = readLines(text, requested, macros).slice(0, left);
    left -= lines.length;
    if (lines.length > 0) byFolder.set(parentDirectory(path), lines);
  }
  return path => {
    const states = new Map<string, boolean>();
    for (const folder of foldersAbove(path)) {
      for (const line of byFolder.get(folder) ?? []) {
        if (!matches(line, folder === '' ? path : path.slice(folder.length + 1))) continue;
        for (const [name, state] of line.states) {
          if (state === undefined) states.delete(name);
          else states.set(name, state);
        }
      }
    }
    return states;
  };
}

/** The directories that contain a path, from the root down. */
export function foldersAbove(path: string): string[] {
  const folders = [''];
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1))
    folders.push(path.slice(0, slash));
  return folders;
}

function readMacros(
  text: string,
  requested: readonly string[],
): ReadonlyMap<string, ReadonlyMap<string, boolean | undefined>> {
  const macros = new Map<string, ReadonlyMap<string, boolean | undefined>>();
  for (const line of text.split('\n')) {
    if (!line.startsWith('[attr]') || line.length > MAX_LINE_LENGTH) continue;
    const [name = '', ...attributes] = line
      .slice('[attr]'.length)
      .trim()
      .split(/[ \t\r]+/);
    macros.set(name, attributeStates(attributes, requested, macros));
  }
  return macros;
}

function readLines(
  text: string,
  requested: readonly string[],
  macros: ReadonlyMap<string, ReadonlyMap<string, boolean | undefined>>,
): Line[] {
  const lines: Line[] = [];
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line === '' || raw.length > MAX_LINE_LENGTH || /^(#|!|\[attr\])/.test(line)) continue;
    const { pattern, rest } = splitPattern(line);
    const states = attributeStates(rest.split(/[ \t]+/), requested, macros);
    // A trailing slash never matches a file.
    if (states.size === 0 || pattern.endsWith('/')) continue;
    const parts = pattern.replace(/^\//, '').split('/');
    lines.push({ pattern: parts, nameOnly: !pattern.includes('/'), states });
  }
  return lines;
}

/** Splits a line into the pattern, which can be quoted as in C, and the rest. */
function splitPattern(line: string): { pattern: string; rest: string } {
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(line);
  if (quoted) return { pattern: (quoted[1] ?? '').replace(/\\(["\\])/g, '$1'), rest: line.slice(quoted[0].length) };
  const end = line.search(/[ \t]/);
  return end < 0 ? { pattern: line, rest: '' } : { pattern: line.slice(0, end), rest: line.slice(end) };
}

function attributeStates(
  attributes: readonly string[],
  requested: readonly string[],
  macros: ReadonlyMap<string, ReadonlyMap<string, boolean | undefined>>,
): Map<string, boolean | undefined> {
  const states = new Map<string, boolean | undefined>();
  for (const attribute of attributes) {
    const [, sign = '', name = '', value] = /^([-!]?)([^=]*)(?:=(.*))?$/.exec(attribute) ?? [];
    if (sign === '' && value === undefined) for (const [each, state] of macros.get(name) ?? []) states.set(each, state);
    if (requested.includes(name)) states.set(name, sign === '!' ? undefined : sign === '' && value !== 'false');
  }
  return states;
}

function matches(line: Line, path: string): boolean {
  return line.nameOnly
    ? matchesName(line.pattern[0] ?? '', baseName(path))
    : matchesPath(line.pattern, path.split('/'));
}

/** `**` matches any number of directories; as the last part, at least one. Backtracks to the last `**`: at most n × m steps. */
function matchesPath(pattern: readonly string[], path: readonly string[]): boolean {
  let p = 0;
  let back = -1;
  let mark = 0;
  let at = 0;
  while (at < path.length) {
    if (pattern[p] === '**') {
      if (p === pattern.length - 1) return true;
      back = ++p;
      mark = at;
    } else if (p < pattern.length && matchesName(pattern[p] ?? '', path[at] ?? '')) {
      p++;
      at++;
    } else if (back >= 0) {
      p = back;
      at = ++mark;
    } else return false;
  }
  return p === pattern.length;
}

/** Matches one part of a path: `*`, `?`, `[a-z]`, `[!a-z]`, `\` before a character. Backtracks to the last `*`. */
function matchesName(pattern: string, name: string): boolean {
  let p = 0;
  let back = -1;
  let mark = 0;
  let at = 0;
  while (at < name.length) {
    if (pattern[p] === '*') {
      back = ++p;
      mark = at;
      continue;
    }
    const length = p < pattern.length ? oneCharacter(pattern, p, name.charAt(at)) : 0;
    if (length > 0) {
      p += length;
      at++;
    } else if (back >= 0) {
      p = back;
      at = ++mark;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** The length of the pattern's element at `p` if it matches the character, otherwise 0. */
function oneCharacter(pattern: string, p: number, character: string): number {
  const piece = pattern[p];
  if (piece === '?') return 1;
  if (piece === '\\' && p + 1 < pattern.length) return pattern[p + 1] === character ? 2 : 0;
  if (piece !== '[') return piece === character ? 1 : 0;
  const negated = pattern[p + 1] === '!' || pattern[p + 1] === '^';
  const from = p + (negated ? 2 : 1);
  const end = pattern.indexOf(']', from + 1);
  if (end < 0) return 0;
  let found = false;
  for (let i = from; i < end; i++) {
    const low = pattern.charAt(i);
    const ranged = pattern[i + 1] === '-' && i + 2 < end;
    const high = ranged ? pattern.charAt(i + 2) : low;
    if (low <= character && character <= high) found = true;
    if (ranged) i += 2;
  }
  return found === negated ? 0 : end + 1 - p;
}
