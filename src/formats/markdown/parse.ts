/** Parses Markdown like GitHub (CommonMark and the GFM extensions), within bounds. */
import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { type Reading, read, unread } from '../../snapshot/reading.js';

/** The longest text that is parsed, in UTF-16 code units. It takes about a second. */
export const MARKDOWN_LIMIT = 128 * 1024;
/** The most steps for pairing the delimiters of a paragraph, which takes the parser quadratic time. */
const PAIRING_LIMIT = 40_000_000;
const NESTING_LIMIT = 100;

/** Parses a Markdown text, unless it is too long or would take too long. */
export function parseMarkdown(text: string): Reading<Root> {
  const refusal = refusalReason(text);
  if (refusal !== undefined) return unread(refusal);
  try {
    return read(fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
  } catch (error) {
    // The parser recurses into nested blocks.
    if (error instanceof RangeError) return unread('its blocks are nested too deeply');
    return unread('the Markdown parser rejects it');
  }
}

/** A line that always begins another block: blank, a heading, or an item that is not indented. */
const BLOCK_START = /^[ \t]*$|^ {0,3}(?:#{1,6}[ \t]|[-*+][ \t]+\S)/;

function refusalReason(text: string): string | undefined {
  if (text.length > MARKDOWN_LIMIT) {
    return `it has ${text.length} characters of Markdown, and at most ${MARKDOWN_LIMIT} are parsed`;
  }
  let cost = 0;
  let delimiters = 0;
  for (const line of text.split(/\r\n?|\n/)) {
    if (BLOCK_START.test(line)) {
      cost += delimiters * delimiters;
      delimiters = 0;
    }
    if (nestingDepth(line) > NESTING_LIMIT) return 'its blocks are nested too deeply';
    delimiters += 1 + countDelimiters(line);
  }
  cost += delimiters * delimiters;
  return cost > PAIRING_LIMIT ? 'it has paragraphs with too many delimiters' : undefined;
}

/** The most containers that a line can open: block quotes, list items, footnotes, and indentation that can contain items. */
function nestingDepth(line: string): number {
  let marks = 0;
  let spaces = 0;
  for (const char of line) {
    if (char === ' ') spaces += 1;
    else if (char === '\t') spaces += 4;
    else if ('>-+*'.includes(char)) marks += 1;
    else break;
  }
  // `* * *` and `-----` are not containers. The rule of a table of contents can be long.
  if (/^[ \t]*(?:-+|\*+)[ \t]*$/.test(line)) return 0;
  return marks + spaces / 4;
}

function countDelimiters(line: string): number {
  return line.match(/[*_[\]~`<&]/g)?.length ?? 0;
}
