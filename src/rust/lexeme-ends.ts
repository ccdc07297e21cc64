/** Finds the end of a lexeme that begins at an offset: word, number, string, character, or comment. */
import { Punct } from './tokens-model.js';

const NEWLINE = 10;
export const QUOTE = 34;
export const APOSTROPHE = 39;
export const BACKSLASH = 92;

/** The offset after a byte order mark, a `#!` line that is not an attribute, and the frontmatter of a Cargo script. */
export function afterPreamble(text: string): number {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  if (text.startsWith('#!', at) && !/^[\t-\r ]*\[/.test(text.slice(at + 2, at + 200))) at = endOfLine(text, at);
  // bounded: the first 500 characters
  const fence = /^\s*?^(---+)[^\n]*\n/m.exec(text.slice(at, at + 500));
  if (fence?.index !== 0) return at;
  const close = text.indexOf(`\n${fence[1]}`, at + fence[0].length - 1);
  return close < 0 ? at : endOfLine(text, close + 1);
}

function endOfLine(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 ? text.length : newline;
}

/** Whether a character is whitespace by the Rust Reference. */
export function isSpace(code: number): boolean {
  if (code < 128) return code === 32 || (code >= 9 && code <= 13);
  return code === 0x85 || code === 0x200e || code === 0x200f || code === 0x2028 || code === 0x2029 || code === 0xa0;
}

/** Accepts every non-ASCII character: which of them Unicode allows in identifiers makes no difference here. */
export function isIdentStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || (code >= 128 && !isSpace(code));
}

export function isIdentPart(code: number): boolean {
  return isIdentStart(code) || (code >= 48 && code <= 57);
}

/** The offset after the identifier, or the digits and letters, at `at`. */
export function endOfWord(text: string, at: number): number {
  let end = at;
  for (;;) {
    if (!isIdentPart(text.charCodeAt(end))) return end;
    end += 1;
  }
}

/** The offset after a number with its suffix and exponent. `1..2` and `1.max(2)` end before the dot. */
export function endOfNumber(text: string, at: number): number {
  const based = text.charCodeAt(at) === 48 && /[xXoObB]/.test(text.charAt(at + 1));
  let end = endOfWord(text, at);
  if (based) return end;
  const next = text.charCodeAt(end + 1);
  if (text.charCodeAt(end) === Punct.Dot && next !== Punct.Dot && !isIdentStart(next)) end = endOfWord(text, end + 1);
  const last = text.charCodeAt(end - 1);
  const sign = text.charCodeAt(end);
  if ((last === 101 || last === 69) && (sign === Punct.Plus || sign === Punct.Minus)) {
    const digit = text.charCodeAt(end + 1);
    if (digit >= 48 && digit <= 57) end = endOfWord(text, end + 1);
  }
  return end;
}

/** The offset after the closing quote of the string that opens at `quote`; -1 if it does not close. */
export function endOfString(text: string, quote: number): number {
  for (let at = quote + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at + 1;
  }
  return -1;
}

/** The offset after the closing apostrophe of a character literal; -1 if there is none (a lifetime or a label). */
export function endOfChar(text: string, apostrophe: number): number {
  let at = apostrophe + 1;
  const code = text.charCodeAt(at);
  if (code === APOSTROPHE || code === NEWLINE || Number.isNaN(code)) return -1;
  if (code !== BACKSLASH) {
    at += code >= 0xd800 && code <= 0xdbff ? 2 : 1;
    return text.charCodeAt(at) === APOSTROPHE ? at + 1 : -1;
  }
  // The longest escape is `\u{______10FFFF}`, with some room for more underscores.
  const limit = Math.min(text.length, at + 32);
  for (at += 2; at < limit; at += 1) {
    const each = text.charCodeAt(at);
    if (each === APOSTROPHE) return at + 1;
    if (each === NEWLINE) return -1;
  }
  return -1;
}

/** The offset after the comment that begins at `at`; the end of the text if it does not close. Comments nest. */
export function endOfBlockComment(text: string, at: number): number {
  let depth = 0;
  for (let each = at; each < text.length; each += 1) {
    const code = text.charCodeAt(each);
    if (code === Punct.Slash && text.charCodeAt(each + 1) === Punct.Star) {
      depth += 1;
      each += 1;
    } else if (code === Punct.Star && text.charCodeAt(each + 1) === Punct.Slash) {
      depth -= 1;
      each += 1;
      if (depth === 0) return each + 1;
    }
  }
  return text.length;
}
