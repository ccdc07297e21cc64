/**
 * A document as a sequence of pieces: headings, prose, code, links, and images, with their lines. HTML counts like Markdown (`<h1>` is a
 * heading, `<a>` a link, `<code>` code). A paragraph that is only bold text and a `<summary>` count as headings of the lowest level.
 */

import { memoByBlob } from '../../cache/memo.js';
import { baseName } from '../../snapshot/files.js';
import { type Reading, read } from '../../snapshot/reading.js';
import { toPieces } from './blocks.js';
import { parseMarkdown } from './parse.js';
import type { Piece } from './piece.js';
import { plainPieces } from './plain.js';

/** A heading with the content below it, including deeper headings. */
export interface Section {
  readonly title: string;
  readonly depth: number;
  /** From 1. */
  readonly line: number;
  readonly content: readonly Piece[];
}

export interface MarkdownDocument {
  readonly pieces: readonly Piece[];
  readonly sections: readonly Section[];
  /** Whether the document is Markdown. Other formats are read only in part, so that a missing piece proves nothing. */
  readonly markdown: boolean;
}

const readMarkdown = memoByBlob((text: string): Reading<MarkdownDocument> => {
  const root = parseMarkdown(text);
  return root.read ? read(toDocument(toPieces(root.value), true)) : root;
}, 500);

const readPlain = memoByBlob((text: string) => toDocument(plainPieces(text), false), 100);

/** Reads a text file as a document: as Markdown, unless its name indicates reStructuredText, AsciiDoc, Org, or plain text. */
export function readDocument(entry: Parameters<typeof readMarkdown>[0], text: string): Reading<MarkdownDocument> {
  const markdown = !/\.(?:rst|adoc|asciidoc|org|txt)$|^[^.]+$/i.test(baseName(entry.path));
  return markdown ? readMarkdown(entry, text) : read(readPlain(entry, text));
}

function toDocument(pieces: readonly Piece[], markdown: boolean): MarkdownDocument {
  const sections: Section[] = [];
  const ends = pieces.map(() => pieces.length);
  const open: { readonly index: number; readonly depth: number }[] = [];
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind !== 'heading') continue;
    while ((open.at(-1)?.depth ?? 0) >= piece.depth) ends[open.pop()?.index ?? 0] = index;
    open.push({ index, depth: piece.depth });
  }
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind !== 'heading') continue;
    const { text, depth, line } = piece;
    sections.push({ title: text, depth, line, content: pieces.slice(index + 1, ends[index]) });
  }
  return { pieces, sections, markdown };
}

/** Splits a text into words: runs of letters and digits or, in scripts without spaces, single characters. */
export function splitWords(text: string): string[] {
  return text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}][\p{L}\p{N}'’_-]*/gu) ?? [];
}
