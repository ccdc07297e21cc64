/** Reads TOML 1.0 with comments and the line of each key: https://toml.io/en/v1.0.0 */
import { type AST, getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { beyondLimits } from './toml-limits.js';

/** A table as plain values. */
export type Table = Readonly<Record<string, unknown>>;

export type TomlPath = readonly (string | number)[];

export interface Toml {
  readonly value: Table;
  /** The line (from 1) of a key, a table header, or an array element. If it does not exist, the line of its nearest ancestor. */
  lineOf(path: TomlPath): number;
  readonly comments: readonly TomlComment[];
}

export interface TomlComment {
  readonly line: number;
  /** Without the `#`, trimmed. */
  readonly text: string;
  /** Whether nothing else is on the line. */
  readonly alone: boolean;
}

/** A problem in a text. Line and column count from 1. */
export interface TomlProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Reads TOML; never throws. */
export function readToml(text: string): { readonly toml: Toml } | { readonly problem: TomlProblem } {
  const beyond = beyondLimits(text);
  if (beyond) {
    const before = text.slice(0, beyond.at).split('\n');
    return { problem: { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message: beyond.message } };
  }
  try {
    const program = parseTOML(text);
    return { toml: toToml(program, text) };
  } catch (error) {
    const { lineNumber, column, message } = error as { lineNumber?: number; column?: number; message?: string };
    return { problem: { line: lineNumber ?? 1, column: (column ?? 0) + 1, message: message ?? 'not TOML' } };
  }
}

function toToml(program: AST.TOMLProgram, text: string): Toml {
  const lines = new Map<string, number>();
  const note = (path: TomlPath, line: number) => {
    const key = pathKey(path);
    if (!lines.has(key)) lines.set(key, line);
  };
  const visitPairs = (prefix: TomlPath, pairs: readonly AST.TOMLKeyValue[]) => {
    for (const pair of pairs) {
      let path = prefix;
      for (const part of pair.key.keys) {
        path = [...path, part.type === 'TOMLBare' ? part.name : part.value];
        note(path, pair.loc.start.line);
      }
      visitValue(path, pair.value);
    }
  };
  const visitValue = (path: TomlPath, node: AST.TOMLContentNode) => {
    if (node.type === 'TOMLInlineTable') visitPairs(path, node.body);
    if (node.type !== 'TOMLArray') return;
    for (const [index, element] of node.elements.entries()) {
      note([...path, index], element.loc.start.line);
      visitValue([...path, index], element);
    }
  };
  for (const node of program.body[0].body) {
    if (node.type === 'TOMLKeyValue') visitPairs([], [node]);
    else {
      for (let length = 1; length <= node.resolvedKey.length; length += 1)
        note(node.resolvedKey.slice(0, length), node.loc.start.line);
      visitPairs(node.resolvedKey, node.body);
    }
  }
  return {
    value: getStaticTOMLValue(program),
    lineOf(path) {
      for (let length = path.length; length > 0; length -= 1) {
        const line = lines.get(pathKey(path.slice(0, length)));
        if (line !== undefined) return line;
      }
      return 1;
    },
    comments: program.comments.map(({ loc, value, range }) => ({
      line: loc.start.line,
      text: value.trim(),
      alone: text.slice(text.lastIndexOf('\n', range[0] - 1) + 1, range[0]).trim() === '',
    })),
  };
}

function pathKey(path: TomlPath): string {
  return JSON.stringify(path);
}

/** The table at a path, or an empty table. */
export function tableAt(value: unknown, ...path: readonly string[]): Table {
  let inner = value;
  for (const key of path) inner = isTable(inner) ? inner[key] : undefined;
  return isTable(inner) ? inner : {};
}

export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** The strings in an array. Other elements are skipped, and other values have no strings. */
export function stringElements(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}
