/**
 * Reads documents in other formats than Markdown (reStructuredText, AsciiDoc, Org, plain text) by their basic syntax: underlined and
 * prefixed headings, code blocks, and links. Lenient, because a misread document must never make a module look worse than it is.
 */
import type { Piece } from './piece.js';

const UNDERLINE = /^([=\-~^"'`#*+.:_])\1{2,}[ \t]*$/;
const MARKED = /^(={1,6}|\*{1,6}|#{1,6})[ \t]+(\S.*)$/;
const FENCE = /^(?:`{3,}|~{3,}|-{4,}|\.{4,}|#\+begin_(?:src|example)|#\+end_(?:src|example))/i;
const URL = /https?:\/\/[^\s<>"'`\])]+/g;

/** Splits a text that is not Markdown into pieces. */
export function plainPieces(text: string): Piece[] {
  const lines = text.split(/\r\n?|\n/);
  const marks: string[] = [];
  const pieces: Piece[] = [];
  let fenced = false;
  for (const [index, line] of lines.entries()) {
    const at = index + 1;
    const next = lines[index + 1] ?? '';
    if (!fenced && line.trim() !== '' && UNDERLINE.test(next) && next.trim().length + 2 >= line.trim().length) {
      pieces.push({ kind: 'heading', text: line.trim(), line: at, depth: headingDepth(next.charAt(0), marks) });
    } else if (FENCE.test(line) && !isUnderline(lines, index)) {
      fenced = !fenced;
      if (fenced) pieces.push({ kind: 'code', text: codeText(lines, index + 1), line: at, lang: '' });
    } else if (!fenced && !UNDERLINE.test(line)) pieces.push(...linePieces(lines, index));
  }
  return pieces;
}

function isUnderline(lines: readonly string[], index: number): boolean {
  return UNDERLINE.test(lines[index] ?? '') && (lines[index - 1] ?? '').trim() !== '';
}

function headingDepth(mark: string, marks: string[]): number {
  if (!marks.includes(mark)) marks.push(mark);
  return Math.min(marks.indexOf(mark) + 1, 6);
}

function linePieces(lines: readonly string[], index: number): Piece[] {
  const text = lines[index] ?? '';
  const line = index + 1;
  const [, mark = '', title = ''] = MARKED.exec(text) ?? [];
  if (mark !== '') return [{ kind: 'heading', text: title.trim(), line, depth: mark.length }];
  if (text.trim() === '') return [];
  const links = (text.match(URL) ?? []).map((url): Piece => ({ kind: 'link', text: url, line, url }));
  const codes = (text.match(/`{1,2}[^`]+`{1,2}/g) ?? []).map(
    (code): Piece => ({ kind: 'inline', text: code.replaceAll('`', ''), line }),
  );
  if (/^(?:\s{2,}|\$ )\S/.test(text)) return [{ kind: 'code', text: text.trim(), line, lang: '' }, ...links];
  return [{ kind: 'prose', text: text.trim(), line }, ...links, ...codes];
}

function codeText(lines: readonly string[], from: number): string {
  const rest = lines.slice(from, from + 500);
  const end = rest.findIndex(line => FENCE.test(line));
  return (end < 0 ? rest : rest.slice(0, end)).join('\n');
}
