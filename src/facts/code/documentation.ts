/** The documentation of an item, as `rustdoc` reads it. */

import { toPieces } from '../../formats/markdown/blocks.js';
import { parseMarkdown } from '../../formats/markdown/parse.js';
import { ASIDE_DEPTH } from '../../formats/markdown/piece.js';
import type { Declared, RustFile } from '../../rust/model.js';
import { stringValue, tokenText } from '../../rust/tokens.js';
import { Kind } from '../../rust/tokens-model.js';

/** One doc comment or `#[doc = "…"]`. */
interface Fragment {
  readonly lines: readonly string[];
  readonly isComment: boolean;
}

/** The Markdown of an item's documentation: doc comments and `#[doc = "…"]` in order, without their common indentation. */
export function documentationText(file: RustFile, declared: Pick<Declared, 'lead' | 'attributes'>): string {
  const fragments = fragmentsOf(file, declared);
  // Text in attributes is usually not indented, where comments have a space behind `///`.
  const isMixed = fragments.some(each => each.isComment) && fragments.some(each => !each.isComment);
  const indents = fragments.flatMap(({ lines, isComment }) =>
    lines.filter(isNotBlank).map(line => indentOf(line) + (isMixed && !isComment ? 1 : 0)),
  );
  const common = Math.min(...indents);
  return fragments
    .flatMap(({ lines, isComment }) => {
      const indent = isMixed && !isComment ? Math.max(0, common - 1) : common;
      return lines.map(line => (isNotBlank(line) ? line.slice(indent) : line));
    })
    .join('\n');
}

/** The headings in a Markdown text; undefined if it is too long to be read. */
export function headingsOf(markdown: string): readonly string[] | undefined {
  const root = parseMarkdown(markdown);
  if (!root.read) return undefined;
  return toPieces(root.value).flatMap(each => (each.kind === 'heading' && each.depth < ASIDE_DEPTH ? [each.text] : []));
}

function fragmentsOf({ tokens }: RustFile, { lead, attributes }: Pick<Declared, 'lead' | 'attributes'>): Fragment[] {
  const found: { at: number; fragment: Fragment }[] = [];
  for (let at = lead.from; at < lead.to; at += 1) {
    const kind = tokens.kind[at];
    if (kind === Kind.DocOuter || kind === Kind.DocInner)
      found.push({ at, fragment: { lines: commentLines(tokenText(tokens, at)), isComment: true } });
  }
  for (const { path, form, value, args } of attributes) {
    if (path !== 'doc' || form !== 'value') continue;
    const lines = textLines(value ?? stringValue(tokens, args.from) ?? '');
    found.push({ at: args.from, fragment: { lines, isComment: false } });
  }
  return found.sort((a, b) => a.at - b.at).map(({ fragment }) => fragment);
}

/** The lines of a doc comment without its marks. */
function commentLines(comment: string): readonly string[] {
  if (comment.startsWith('//')) return [comment.slice('///'.length)];
  const lines = comment.slice('/**'.length, -'*/'.length).split(/\r?\n/);
  if (lines.length === 1) return lines;
  if (/^\**$/.test(lines[0] ?? '')) lines.shift();
  if (/^\*+$/.test(lines.at(-1) ?? '')) lines.pop();
  return textLines(withoutMargin(lines).join('\n'));
}

/** Lines without the one that a line break at the end begins. */
function textLines(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.length > 1 && lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** Removes the `*` at the start of each line of a block comment, if every line has one in the same column. */
function withoutMargin(lines: readonly string[]): readonly string[] {
  const inner = [...lines];
  if (!inner[0]?.trimStart().startsWith('*')) inner.shift();
  while (inner[0]?.trim() === '') inner.shift();
  while (inner.at(-1)?.trim() === '') inner.pop();
  const margin = /^[ \t]*(?=\*)/.exec(inner[0] ?? '')?.[0];
  if (margin === undefined) return lines;
  const hasMargin = (line: string) => line[margin.length] === '*' && line.slice(0, margin.length).trim() === '';
  if (!inner.every(hasMargin)) return lines;
  return lines.map(line => {
    if (!line.startsWith(margin)) return line;
    const rest = line.slice(margin.length);
    return /^\*(?:$|[ *])/.test(rest) ? rest.slice(1) : rest;
  });
}

function isNotBlank(line: string): boolean {
  return line.trim() !== '';
}

function indentOf(line: string): number {
  return /^[ \t]*/.exec(line)?.[0].length ?? 0;
}
