/** Unsafe blocks, functions, impls and traits of library code, and whether a comment justifies each. */
import type { LibraryFile } from '../rust/crate-model.js';
import type { RustFile } from '../rust/model.js';
import { columnAt, isText, kindAt, lineAt, tokenText } from '../rust/tokens.js';
import { Kind, Punct } from '../rust/tokens-model.js';
import { documentationOf, eachToken, functionsOf, itemsOf } from './functions.js';

export interface UnsafeCode {
  readonly what: 'block' | 'fn' | 'impl' | 'trait' | 'extern';
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly justified: boolean;
}

/** Every use of `unsafe` that needs a reason; function pointer types and attributes need none. */
export function unsafeIn(source: LibraryFile): UnsafeCode[] {
  const { file, path } = source;
  const { tokens } = file;
  const out: UnsafeCode[] = [];
  eachToken(source, at => {
    if (tokens.kind[at] !== Kind.Ident || !isText(tokens, at, 'unsafe')) return;
    const what = kindOf(file, at);
    if (!what) return;
    const justified = hasComment(file, at) || hasSafetySection(file, at);
    out.push({ what, path, line: lineAt(tokens, at), column: columnAt(tokens, at), justified });
  });
  return out;
}

/** Whether the crate forbids unsafe code altogether. */
export function forbidsUnsafe(root: RustFile): boolean {
  return root.attributes.some(
    attribute =>
      attribute.path === 'forbid' &&
      !attribute.when &&
      Array.from({ length: attribute.args.to - attribute.args.from }, (_, index) =>
        tokenText(root.tokens, attribute.args.from + index),
      ).includes('unsafe_code'),
  );
}

function kindOf({ tokens }: RustFile, at: number): UnsafeCode['what'] | undefined {
  const next = kindAt(tokens, at + 1);
  if (next === Punct.BraceOpen) return 'block';
  if (isText(tokens, at + 1, 'impl')) return 'impl';
  if (isText(tokens, at + 1, 'trait') || isText(tokens, at + 1, 'auto')) return 'trait';
  // `unsafe extern "C" { … }` only declares; `unsafe extern "C" fn name(` defines; `unsafe extern "C" fn(` is a type.
  let word = at + 1;
  if (isText(tokens, word, 'extern')) word += kindAt(tokens, word + 1) === Kind.Str ? 2 : 1;
  if (!isText(tokens, word, 'fn')) return undefined;
  return kindAt(tokens, word + 1) === Punct.ParenOpen ? undefined : 'fn';
}

/** How many lines between a comment and its `unsafe` may hold the statement's beginning or attributes. */
const ABOVE = 3;

/** A `SAFETY` comment (any case) right above the statement, on the line, or among the first lines of the body. */
function hasComment(file: RustFile, at: number): boolean {
  const { tokens } = file;
  const { comments } = tokens;
  let body = at;
  while (body < tokens.count && kindAt(tokens, body) !== Punct.BraceOpen && kindAt(tokens, body) !== Punct.Semicolon)
    body += 1;
  const first = tokens.lineStarts[Math.max(0, statementLine(file, at) - 1)] ?? 0;
  const last = tokens.lineStarts[lineAt(tokens, body) + 2] ?? tokens.text.length;
  for (let index = 0; index < comments.count; index += 1) {
    const start = comments.start[index] as number;
    if (start >= last) break;
    const end = comments.end[index] as number;
    if (!/safety/i.test(tokens.text.slice(start, end))) continue;
    if (start >= first) return true;
    if (mayBeMeant(tokens.text.slice(end, first))) return true;
  }
  return false;
}

/** The line on which the statement or item begins that holds the token: after the `;`, `{` or `}` before it. */
function statementLine(file: RustFile, at: number): number {
  const { tokens } = file;
  let start = at;
  const line = lineAt(tokens, at);
  while (start > 0) {
    const kind = kindAt(tokens, start - 1);
    if (kind === Punct.Semicolon || kind === Punct.BraceOpen || kind === Punct.BraceClose) break;
    if (line - lineAt(tokens, start - 1) > ABOVE) break;
    start -= 1;
  }
  return lineAt(tokens, start);
}

/** Nothing but comments, attributes, and lines that are unsafe themselves, which share the comment as long as no blank line parts them. */
function mayBeMeant(between: string): boolean {
  let shared = false;
  return between.split('\n').every((line, index, lines) => {
    if (/\bunsafe\b/.test(line)) shared = true;
    else if (shared) return index === lines.length - 1 && line.trim() === '';
    return shared || /^\s*($|\/\/|\*|\/\*|#!?\[)/.test(line);
  });
}

/** `# Safety` in the documentation of the function, trait or impl itself. */
function hasSafetySection(file: RustFile, at: number): boolean {
  const owner = [...functionsOf(file).map(({ fn }) => fn), ...itemsOf(file)].find(item => {
    if (item.kind === 'fn') return at >= item.lead.to && at < (item.body?.from ?? item.range.to);
    if (item.kind === 'trait' || item.kind === 'impl')
      return at >= item.lead.to && at < (item.items[0]?.range.from ?? item.range.to);
    return false;
  });
  return owner !== undefined && /safety/i.test(documentationOf(file, owner));
}
