/** Accessors of tokens: text, place, and kind. */
import { Kind, Punct, type Range, type Tokens } from './tokens-model.js';

export const NOTHING: Range = { from: 0, to: 0 };

/** The token as it is written; empty past the end. */
export function tokenText(tokens: Tokens, at: number): string {
  return at >= 0 && at < tokens.count ? tokens.text.slice(tokens.start[at], tokens.end[at]) : '';
}

/** Whether the token is exactly this word or punctuation. A raw identifier is never a keyword. Does not allocate. */
export function isText(tokens: Tokens, at: number, text: string): boolean {
  if (at < 0 || at >= tokens.count) return false;
  const start = startAt(tokens, at);
  return endAt(tokens, at) - start === text.length && tokens.text.startsWith(text, start);
}

/** The kind of the token; 0 past either end. */
export function kindAt(tokens: Tokens, at: number): number {
  return at >= 0 && at < tokens.count ? (tokens.kind[at] ?? 0) : 0;
}

/** The offset at which the token begins; 0 past either end. */
export function startAt(tokens: Tokens, at: number): number {
  return tokens.start[at] ?? 0;
}

/** The offset after the token; 0 past either end. */
export function endAt(tokens: Tokens, at: number): number {
  return tokens.end[at] ?? 0;
}

/** The token that matches this delimiter; -1 if there is none. */
export function matchAt(tokens: Tokens, at: number): number {
  return tokens.match[at] ?? -1;
}

/** Whether the token is an identifier, raw or not, or a keyword. */
export function isWord(tokens: Tokens, at: number): boolean {
  const kind = kindAt(tokens, at);
  return kind === Kind.Ident || kind === Kind.RawIdent;
}

/** The name of an identifier without `r#`. */
export function wordAt(tokens: Tokens, at: number): string {
  const text = tokenText(tokens, at);
  return kindAt(tokens, at) === Kind.RawIdent ? text.slice(2) : text;
}

/** Whether the kind is `(`, `[`, or `{`. */
export function isOpen(kind: number): boolean {
  return kind === Punct.ParenOpen || kind === Punct.BracketOpen || kind === Punct.BraceOpen;
}

/** Whether the kind is `)`, `]`, or `}`. */
export function isClose(kind: number): boolean {
  return kind === Punct.ParenClose || kind === Punct.BracketClose || kind === Punct.BraceClose;
}

/** The line, from 1, of an offset in the text. */
export function lineOfOffset(tokens: Tokens, offset: number): number {
  const { lineStarts } = tokens;
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

/** The token's line, from 1; past the end, that of the last token. */
export function lineAt(tokens: Tokens, at: number): number {
  return tokens.count === 0 ? 1 : lineOfOffset(tokens, startAt(tokens, Math.min(at, tokens.count - 1)));
}

/** The line on which the token ends. */
export function endLineAt(tokens: Tokens, at: number): number {
  return tokens.count === 0 ? 1 : lineOfOffset(tokens, endAt(tokens, Math.min(at, tokens.count - 1)) - 1);
}

/** The token's column, from 1, in UTF-16 code units. */
export function columnAt(tokens: Tokens, at: number): number {
  if (tokens.count === 0) return 1;
  const start = startAt(tokens, Math.min(at, tokens.count - 1));
  return start - (tokens.lineStarts[lineOfOffset(tokens, start) - 1] ?? 0) + 1;
}

/** The index after the token tree at `at`: after its closing delimiter, or the next token. At most `to`. */
export function afterTree(tokens: Tokens, at: number, to: number): number {
  const match = isOpen(tokens.kind[at] ?? 0) ? matchAt(tokens, at) : -1;
  return Math.min(to, match > at ? match + 1 : at + 1);
}

/** The tokens inside the delimiters of the group that opens at `at`. */
export function inside(tokens: Tokens, at: number, to = tokens.count): Range {
  const match = matchAt(tokens, at);
  return { from: at + 1, to: match > at ? Math.min(match, to) : to };
}

/** Whether the range has no tokens. */
export function isEmpty(range: Range): boolean {
  return range.from >= range.to;
}

/** The source text of a range, as it is written. */
export function sourceText(tokens: Tokens, range: Range): string {
  if (isEmpty(range)) return '';
  return tokens.text.slice(tokens.start[range.from], tokens.end[range.to - 1]);
}

/** The tokens of a range, without doc comments, separated by single spaces. Independent of formatting. */
export function normalized(tokens: Tokens, range: Range): string {
  const words: string[] = [];
  for (let at = range.from; at < range.to; at += 1) {
    const kind = tokens.kind[at];
    if (kind !== Kind.DocOuter && kind !== Kind.DocInner) words.push(tokenText(tokens, at));
  }
  return words.join(' ');
}

/** The value of a string literal, without quotes, prefix, and escapes. Absent if the token is not a string. */
export function stringValue(tokens: Tokens, at: number): string | undefined {
  const kind = kindAt(tokens, at);
  if (kind < Kind.Str || kind > Kind.CStr) return undefined;
  const text = tokenText(tokens, at);
  if (kind === Kind.RawStr) return text.slice(text.indexOf('"') + 1, text.lastIndexOf('"'));
  if (kind === Kind.ByteStr || kind === Kind.CStr) {
    const body = text.slice(text.indexOf('"') + 1, text.lastIndexOf('"'));
    return text.charAt(1) === 'r' ? body : unescaped(body);
  }
  return unescaped(text.slice(1, -1));
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' };

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    /\\(?:\r?\n\s*|x([0-9a-fA-F]{2})|u\{([0-9a-fA-F_]{1,12})\}|([\s\S]))/g,
    (_, hex?: string, unicode?: string, other?: string) => {
      if (hex) return String.fromCharCode(Number.parseInt(hex, 16));
      if (unicode) return codePoint(Number.parseInt(unicode.replaceAll('_', ''), 16));
      return other === undefined ? '' : (ESCAPES[other] ?? other);
    },
  );
}

function codePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}
