/**
 * Edits of TOML that keep every other byte: comments, order, and spacing. The result is parsed again, and must differ in exactly
 * what was intended. https://toml.io/en/v1.0.0
 */
import { isDeepStrictEqual } from 'node:util';
import { type AST, getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { type Splice, spliced } from '../text/splice.js';
import type { TomlPath } from './toml.js';
import { beyondLimits } from './toml-limits.js';

/** A value that an edit can write. */
export type TomlValue = string | boolean | readonly string[];

export type TomlEdit =
  /** Sets a key of a table. The table is created if it does not exist. A number is the place in an array of tables. */
  | { readonly set: TomlPath; readonly value: TomlValue }
  /** Adds an entry to an array of tables at the end of the file. */
  | { readonly append: string; readonly entry: Readonly<Record<string, TomlValue>> };

interface Tree {
  [key: string]: unknown;
}

/** Applies the edits one after another. Undefined if the text is not TOML, or if an edit would change something else. */
export function editToml(text: string, edits: readonly TomlEdit[]): string | undefined {
  if (beyondLimits(text)) return undefined;
  let current: string | undefined = text;
  for (const edit of edits) {
    if (current === undefined) return undefined;
    current = applied(current, edit);
  }
  return current;
}

function applied(text: string, edit: TomlEdit): string | undefined {
  try {
    const program = parseTOML(text);
    const expected = structuredClone(getStaticTOMLValue(program)) as Tree;
    if (!expect(expected, edit)) return undefined;
    const splice = 'set' in edit ? setting(text, program, edit.set, edit.value) : appending(text, edit);
    if (!splice) return undefined;
    const after = spliced(text, [splice]);
    return isDeepStrictEqual(getStaticTOMLValue(parseTOML(after)), expected) ? after : undefined;
  } catch {
    return undefined;
  }
}

/** Applies the edit to the plain values. Returns whether it is possible. */
function expect(root: Tree, edit: TomlEdit): boolean {
  if ('append' in edit) {
    const list = root[edit.append] ?? [];
    if (!Array.isArray(list)) return false;
    root[edit.append] = [...list, { ...edit.entry }];
    return true;
  }
  let at = root;
  for (const key of edit.set.slice(0, -1)) {
    if (!Object.hasOwn(at, key)) at[key] = {};
    const next = at[key];
    if (typeof next !== 'object' || next === null || next instanceof Date) return false;
    at = next as Tree;
  }
  const last = edit.set.at(-1);
  if (typeof last !== 'string' || Array.isArray(at)) return false;
  at[last] = edit.value;
  return true;
}

function setting(text: string, program: AST.TOMLProgram, path: TomlPath, value: TomlValue): Splice | undefined {
  const found = find(program, path);
  const literal = tomlLiteral(value);
  if (found.value) return { from: found.value.range[0], to: found.value.range[1], text: literal };
  const pair = `${found.rest.map(tomlKey).join('.')} = ${literal}`;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  if (found.inline) {
    const last = found.inline.body.at(-1);
    return last
      ? { from: last.range[1], to: last.range[1], text: `, ${pair}` }
      : { from: found.inline.range[0] + 1, to: found.inline.range[0] + 1, text: ` ${pair} ` };
  }
  if (found.table) {
    const last = found.table.body.at(-1);
    const end = last ? last.range[1] : headerEnd(text, found.table);
    const lineEnd = /\r?\n|$/.exec(text.slice(end));
    const at = end + (lineEnd?.index ?? 0);
    return { from: at, to: at, text: `${newline}${pair}` };
  }
  const [key, ...table] = path.toReversed();
  if (key === undefined || table.length === 0 || path.some(each => typeof each === 'number')) return undefined;
  const header = table.toReversed().map(tomlKey).join('.');
  return atEnd(text, `[${header}]${newline}${tomlKey(key)} = ${literal}${newline}`, newline);
}

function appending(text: string, { append, entry }: Extract<TomlEdit, { append: string }>): Splice {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = Object.entries(entry).map(([key, value]) => `${tomlKey(key)} = ${tomlLiteral(value)}${newline}`);
  return atEnd(text, `[[${tomlKey(append)}]]${newline}${lines.join('')}`, newline);
}

/** Adds a block at the end of the file, after a blank line. */
function atEnd(text: string, block: string, newline: string): Splice {
  const gap = text === '' || /(?:^|\n)\r?\n$/.test(text) ? '' : text.endsWith('\n') ? newline : `${newline}${newline}`;
  return { from: text.length, to: text.length, text: gap + block };
}

interface Found {
  /** The value at the path. */
  readonly value?: AST.TOMLContentNode;
  /** Otherwise the innermost table that holds the rest of the path. */
  readonly inline?: AST.TOMLInlineTable;
  readonly table?: AST.TOMLTable;
  readonly rest: TomlPath;
}

function find(program: AST.TOMLProgram, path: TomlPath): Found {
  let best: Found = { rest: path };
  for (const node of program.body[0].body) {
    const prefix = node.type === 'TOMLTable' ? node.resolvedKey : [];
    if (prefix.length >= path.length || !prefix.every((key, at) => key === path[at])) continue;
    const pairs = node.type === 'TOMLTable' ? node.body : [node];
    const inside = findIn(pairs, path.slice(prefix.length));
    if (inside?.value) return inside;
    if (inside?.inline) best = inside;
    else if (node.type === 'TOMLTable' && prefix.length === path.length - 1 && !best.inline)
      best = { table: node, rest: path.slice(-1) };
  }
  return best;
}

function findIn(pairs: readonly AST.TOMLKeyValue[], path: TomlPath): Found | undefined {
  for (const { key, value } of pairs) {
    const keys = key.keys.map(part => (part.type === 'TOMLBare' ? part.name : part.value));
    if (keys.length > path.length || !keys.every((each, at) => each === path[at])) continue;
    const rest = path.slice(keys.length);
    if (rest.length === 0) return { value, rest };
    if (value.type !== 'TOMLInlineTable') continue;
    return findIn(value.body, rest) ?? { inline: value, rest };
  }
  return undefined;
}

function headerEnd(text: string, table: AST.TOMLTable): number {
  const close = text.indexOf(']', table.key.range[1]);
  return close < 0 ? table.range[1] : close + 1;
}

function tomlKey(key: string | number): string {
  return /^[A-Za-z0-9_-]+$/.test(String(key)) ? String(key) : JSON.stringify(key);
}

/** TOML's basic strings have the escapes of JSON's, apart from U+007F. */
function tomlLiteral(value: TomlValue): string {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value).replaceAll('\u007F', '\\u007f');
  return `[${value.map(tomlLiteral).join(', ')}]`;
}
