/**
 * The lines of a Markdown text that stand in its outermost paragraphs: not in code, a quote, a list, a table or HTML. One pass,
 * so that its time grows with the text alone; parsers of Markdown take minutes for some texts of 64 KiB.
 * https://spec.commonmark.org/0.31.2/#appendix-a-parsing-strategy
 */

const BLANK = /^[ \t]*$/;
const FENCE = /^(`{3,})[^`]*$|^(~{3,})/;
const HEADING = /^#{1,6}(?:[ \t]|$)/;
const UNDERLINE = /^(?:=+|-+)[ \t]*$/;
const BREAK = /^(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const ITEM = /^(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)/;
/** An item with words in it; only such a one, and of a numbered list only the first, ends a paragraph. */
const INTERRUPTS = /^(?:[-+*]|1[.)])[ \t]+\S/;
const TABLE = /^[ \t|:-]+$/;

/** How HTML begins, and what its last line holds; without that it ends before a blank line. */
const HTML: readonly { readonly start: RegExp; readonly end?: RegExp; readonly interrupts: boolean }[] = [
  { start: /^<(?:script|pre|style|textarea)(?:[\s>]|$)/i, end: /<\/(?:script|pre|style|textarea)>/i, interrupts: true },
  { start: /^<!--/, end: /-->/, interrupts: true },
  { start: /^<\?/, end: /\?>/, interrupts: true },
  { start: /^<!\[CDATA\[/, end: /\]\]>/, interrupts: true },
  { start: /^<![a-z]/i, end: />/, interrupts: true },
  {
    start:
      /^<\/?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?:\s|\/?>|$)/i,
    interrupts: true,
  },
  { start: /^<\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?>[ \t]*$/i, interrupts: false },
];

/** What the lines after this one belong to, unless they begin something of their own. */
type Block =
  | { readonly kind: 'none' | 'heading' | 'paragraph' | 'table' | 'quote' }
  | { readonly kind: 'fence'; readonly mark: string }
  | { readonly kind: 'html'; readonly end: RegExp }
  | { readonly kind: 'list'; readonly indent: number; readonly isOpen: boolean };

const NONE: Block = { kind: 'none' };

/** The lines, each without the blanks around it, in order. */
export function paragraphLines(markdown: string): string[] {
  const paragraphs: string[][] = [];
  let block = NONE;
  for (const line of markdown.split(/\r\n?|\n/)) {
    const next = after(block, line);
    if (next.kind === 'paragraph') {
      if (block.kind !== 'paragraph') paragraphs.push([]);
      paragraphs.at(-1)?.push(line.trim());
    } else if (block.kind === 'paragraph' && next.kind === 'heading') paragraphs.pop();
    else if (block.kind === 'paragraph' && next.kind === 'table') paragraphs.at(-1)?.pop();
    block = next;
  }
  return paragraphs.flatMap(visibleLines);
}

function after(block: Block, line: string): Block {
  const indent = indentWidth(line);
  const text = line.trimStart();
  switch (block.kind) {
    case 'fence':
      return indent < 4 && closes(text, block.mark) ? NONE : block;
    case 'html':
      return block.end.test(line) ? NONE : block;
    case 'list':
      if (BLANK.test(line)) return { ...block, isOpen: false };
      if (indent >= block.indent) return { ...block, isOpen: true };
      return block.isOpen && isPlain(text, indent) ? block : begun(text, indent, false);
    case 'quote':
    case 'table':
      return !BLANK.test(line) && isPlain(text, indent) ? block : begun(text, indent, false);
    case 'paragraph':
      if (UNDERLINE.test(text) && indent < 4) return { kind: 'heading' };
      if (TABLE.test(text) && text.includes('|') && text.includes('-') && indent < 4) return { kind: 'table' };
      return begun(text, indent, true);
    default:
      return begun(text, indent, false);
  }
}

/** The block that a line begins, or the paragraph that it goes on with. */
function begun(text: string, indent: number, inParagraph: boolean): Block {
  if (BLANK.test(text)) return NONE;
  if (indent >= 4) return inParagraph ? { kind: 'paragraph' } : NONE;
  const [, ticks, tildes] = FENCE.exec(text) ?? [];
  const mark = ticks ?? tildes;
  if (mark !== undefined) return { kind: 'fence', mark };
  if (HEADING.test(text) || BREAK.test(text)) return NONE;
  if (text.startsWith('>')) return { kind: 'quote' };
  const [item] = (inParagraph ? INTERRUPTS : ITEM).test(text) ? (ITEM.exec(text) ?? []) : [];
  if (item !== undefined) return { kind: 'list', indent: indent + item.length + 1, isOpen: true };
  const html = HTML.find(({ start, interrupts }) => (interrupts || !inParagraph) && start.test(text));
  if (html?.end) return html.end.test(text) ? NONE : { kind: 'html', end: html.end };
  return html ? { kind: 'html', end: BLANK } : { kind: 'paragraph' };
}

/** Whether a line begins nothing: then it goes on with the paragraph before it, even one in a quote or a list. */
function isPlain(text: string, indent: number): boolean {
  return begun(text, indent, true).kind === 'paragraph';
}

function closes(text: string, mark: string): boolean {
  const bare = text.trimEnd();
  return bare.length >= mark.length && bare === mark.charAt(0).repeat(bare.length);
}

function indentWidth(line: string): number {
  let indent = 0;
  for (const character of line) {
    if (character === ' ') indent += 1;
    else if (character === '\t') indent += 4 - (indent % 4);
    else break;
  }
  return indent;
}

/** The lines of a paragraph that do not begin in code or in a comment which goes over lines. */
function visibleLines(lines: readonly string[]): string[] {
  const text = lines.join('\n');
  const hidden = hiddenRanges(text);
  let at = 0;
  let range = 0;
  return lines.filter(line => {
    const start = at;
    at += line.length + 1;
    while (hidden[range] && (hidden[range] as Range).end <= start) range += 1;
    const next = hidden[range];
    return next === undefined || next.start >= start;
  });
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Code between runs of as many backticks, and HTML comments, in order. */
function hiddenRanges(text: string): Range[] {
  const runs = [...text.matchAll(/\\[^]|`+|<!--/g)].filter(([run]) => !run.startsWith('\\'));
  const later = new Map<string, number[]>();
  for (const { 0: run, index } of runs.toReversed()) {
    const known = later.get(run);
    if (known) known.push(index);
    else later.set(run, [index]);
  }
  const ranges: Range[] = [];
  let end = 0;
  let comments = true;
  for (const { 0: run, index } of runs) {
    const same = later.get(run);
    same?.pop();
    if (index < end) continue;
    if (run !== '<!--') {
      const close = same?.at(-1);
      if (close !== undefined) end = close + run.length;
    } else if (comments) {
      const close = text.indexOf('-->', index);
      comments = close >= 0;
      if (comments) end = close + 3;
    }
    if (end > index) ranges.push({ start: index, end });
  }
  return ranges;
}
