/** The words of a document that can name a feature or a variable: those in code, or at the start of a list item or table row. */
import type { Nodes, Root } from 'mdast';
import { memoByBlob } from '../../cache/memo.js';
import { htmlPieces } from './html.js';
import { parseMarkdown } from './parse.js';

/** The name of a variable, a feature, or an option: letters, digits, and the characters that Cargo allows between them. */
const NAME = /[\p{L}\p{N}_]+(?:[-+.]+[\p{L}\p{N}_]+)*/gu;

/**
 * Every name in code (inline, fenced, indented, `<code>`, `<pre>`), and every name that starts a list item or a table row. A name with
 * dots also counts by its parts. In Markdown that cannot be parsed, every name counts, so that nothing is reported as missing by mistake.
 */
export function codeWords(markdown: string): ReadonlySet<string> {
  const words = new Set<string>();
  const root = parseMarkdown(markdown);
  if (root.read) collectNames(root.value, words);
  else addNames(markdown, words);
  return words;
}

/** The number of documents whose words are cached. */
const CACHED_DOCUMENTS = 500;

/** Like `codeWords`, for a file. */
export const fileCodeWords = memoByBlob(codeWords, CACHED_DOCUMENTS);

function addNames(text: string, to: Set<string>): void {
  for (const [name] of text.matchAll(NAME)) {
    to.add(name);
    if (name.includes('.')) for (const part of name.split('.')) to.add(part);
  }
}

function collectNames(root: Root, words: Set<string>): void {
  const queue: Nodes[] = [root];
  let inCode = false;
  for (let node = queue.pop(); node; node = queue.pop()) {
    if (node.type === 'inlineCode' || node.type === 'code') addNames(node.value, words);
    else if (node.type === 'html') inCode = collectHtmlNames(node.value, inCode, words);
    else if (node.type === 'text' && inCode) addNames(node.value, words);
    else if (node.type === 'listItem') addLeadingName(node.children[0], words);
    else if (node.type === 'tableRow') addLeadingName(node.children[0], words);
    if (node.type === 'paragraph' || node.type === 'heading') inCode = false;
    if ('children' in node) for (const child of node.children.toReversed()) queue.push(child);
  }
}

/** Collects words from an HTML node. `<code>` and `</code>` are separate nodes: returns whether code stays open for the next node. */
function collectHtmlNames(html: string, open: boolean, words: Set<string>): boolean {
  let inCode = open;
  let atHead = false;
  for (const piece of htmlPieces(html)) {
    if (piece.kind === 'text') {
      if (inCode) addNames(piece.text, words);
      else if (atHead) addFirstName(piece.text, words);
      if (piece.text.trim() !== '') atHead = false;
    } else if (/^(?:code|pre|kbd|samp|tt)$/.test(piece.name)) inCode = piece.kind === 'open';
    else if (/^(?:li|tr|dt)$/.test(piece.name)) atHead = piece.kind === 'open';
  }
  return inCode;
}

/** The first word of a list item or a row, through emphasis and links. */
function addLeadingName(node: Nodes | undefined, words: Set<string>): void {
  let at = node;
  while (at && 'children' in at) at = at.children[0] as Nodes | undefined;
  if (at?.type === 'text') addFirstName(at.value, words);
}

function addFirstName(text: string, words: Set<string>): void {
  const [name] = text.trim().match(NAME) ?? [];
  if (name !== undefined) addNames(name, words);
}
