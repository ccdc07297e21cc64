/**
 * A planning document as blocks with their lines. Such documents are made of lines (headings, list items, table rows), and are
 * read so: in one pass, whatever their size and depth. Fenced blocks and HTML comments are left out, drawn directories apart.
 */

/** A heading, `#` or underlined. */
export interface Heading {
  readonly kind: 'heading';
  readonly line: number;
  readonly depth: number;
  readonly text: string;
}

/** A list item; lines that continue it belong to its text. */
export interface ListItem {
  readonly kind: 'item';
  readonly line: number;
  /** 0 for an item that is in no other. */
  readonly level: number;
  readonly parent: ListItem | undefined;
  /** After the marker, the check box left out. */
  text: string;
  /** What stands in the check box: one character, or nothing between the brackets. */
  readonly box: string | undefined;
}

/** A row of a table, the header left out. */
export interface Row {
  readonly kind: 'row';
  readonly line: number;
  readonly cells: readonly string[];
  readonly header: readonly string[];
  /** The line of the header, which tells one table from the next. */
  readonly table: number;
}

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly line: number;
  readonly lines: string[];
  readonly quoted: boolean;
}

/** A line of a drawn directory (`├──`, `└──`). */
export interface Drawn {
  readonly kind: 'drawn';
  readonly line: number;
  readonly text: string;
}

/** What stands under a heading. */
export type Content = ListItem | Row | Paragraph | Drawn;

export type Block = Heading | Content;

const FENCE = /^(`{3,}|~{3,})(.*)$/s;
const HEADING = /^(#{1,6})(?:[ \t](.*))?$/s;
const ITEM = /^(?:[-*+]|\d{1,9}[.)])(?:[ \t]+(.*))?$/s;
const RULE = /^(?:-[ \t]*){3,}$|^(?:\*[ \t]*){3,}$|^(?:_[ \t]*){3,}$/;
const DELIMITERS = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$/;
const BOX = /^\[([^\][]?\ufe0f?|[\ud800-\udbff][\udc00-\udfff])\](?:[ \t]+(.*)|$)/;

/** The longest line that is read: no line that a person wrote is longer. */
const LONGEST_LINE = 2_000;

/** The blocks of a text, in its order. */
export function readBlocks(text: string): Block[] {
  return new Scanner(withoutComments(text).split(/\r\n?|\n/)).scan();
}

class Scanner {
  private readonly blocks: Block[] = [];
  private readonly open: { readonly item: ListItem; readonly indent: number }[] = [];
  private paragraph: Paragraph | undefined;
  private item: ListItem | undefined;
  private fence: string | undefined;

  constructor(private readonly lines: readonly string[]) {}

  scan(): Block[] {
    let at = this.afterFrontMatter();
    while (at < this.lines.length) at = this.next(at);
    return this.blocks;
  }

  private afterFrontMatter(): number {
    if (this.lines[0]?.trim() !== '---') return 0;
    const end = this.lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line));
    const isMatter = end > 0 && this.lines.slice(1, end).every(line => /^(?:[\w-]+:|[ \t#-]|$)/.test(line));
    return isMatter ? end + 1 : 0;
  }

  /** Reads the line at an index, and gives the index of the line to read next. */
  private next(at: number): number {
    const whole = (this.lines[at] ?? '').slice(0, LONGEST_LINE);
    const quote = /^[ \t]*(?:>[ \t]?)+/.exec(whole)?.[0] ?? '';
    const inner = whole.slice(quote.length);
    const line = inner.trim();
    const number = at + 1;
    if (this.fenced(line, number)) return at + 1;
    if (line === '') {
      this.paragraph = undefined;
      this.item = undefined;
      return at + 1;
    }
    const indent = indentOf(inner);
    const heading = indent < 4 ? HEADING.exec(line) : null;
    if (heading) this.heading(heading[1]?.length ?? 1, (heading[2] ?? '').replace(/[ \t]#+$/, ''), number);
    else if (this.underline(line)) return at + 1;
    else if (RULE.test(line)) this.end();
    else if (
      line.includes('|') &&
      DELIMITERS.test(
        (this.lines[at + 1] ?? '')
          .slice(0, LONGEST_LINE)
          .replace(/^[ \t>]*/, '')
          .trim(),
      )
    )
      return this.table(at, line);
    else if (!this.listItem(line, indent, number)) this.prose(line, number, quote !== '', indent);
    return at + 1;
  }

  private fenced(line: string, number: number): boolean {
    const [, marks = '', rest = ''] = FENCE.exec(line) ?? [];
    if (this.fence === undefined) {
      if (marks === '' || (marks.startsWith('`') && rest.includes('`'))) return false;
      this.fence = marks;
      this.paragraph = undefined;
      return true;
    }
    if (marks.startsWith(this.fence) && rest.trim() === '') this.fence = undefined;
    else if (/[├└]/.test(line)) this.blocks.push({ kind: 'drawn', line: number, text: line });
    return true;
  }

  private heading(depth: number, text: string, line: number): void {
    this.end();
    this.blocks.push({ kind: 'heading', line, depth, text: text.trim() });
  }

  /** Whether the line underlines the paragraph above it, which is a heading then. */
  private underline(line: string): boolean {
    const above = this.paragraph;
    if (!above || above.quoted || above.lines.length > 1 || !/^(?:=+|-+)$/.test(line)) return false;
    this.blocks.pop();
    this.heading(line.startsWith('=') ? 1 : 2, above.lines[0] ?? '', above.line);
    return true;
  }

  private table(at: number, line: string): number {
    this.end();
    const header = cellsOf(line);
    let row = at + 2;
    for (; row < this.lines.length; row += 1) {
      const text = (this.lines[row] ?? '')
        .slice(0, LONGEST_LINE)
        .replace(/^[ \t>]*/, '')
        .trim();
      if (!text.includes('|')) break;
      this.blocks.push({ kind: 'row', line: row + 1, cells: cellsOf(text), header, table: at + 1 });
    }
    return row;
  }

  private listItem(line: string, indent: number, number: number): boolean {
    const marker = ITEM.exec(line);
    // A number in the middle of a paragraph does not begin a list: "in\n2031. That".
    if (!marker || (this.paragraph && /^\d/.test(line) && !line.startsWith('1'))) return false;
    while ((this.open.at(-1)?.indent ?? -1) >= indent) this.open.pop();
    const whole = (marker[1] ?? '').trim();
    const box = BOX.exec(whole);
    const item: ListItem = {
      kind: 'item',
      line: number,
      level: this.open.length,
      parent: this.open.at(-1)?.item,
      text: box ? (box[2] ?? '') : whole,
      box: box?.[1],
    };
    this.open.push({ item, indent });
    this.paragraph = undefined;
    this.item = item;
    this.blocks.push(item);
    return true;
  }

  private prose(line: string, number: number, quoted: boolean, indent: number): void {
    if (this.item) {
      if (this.item.text.length < LONGEST_LINE) this.item.text = `${this.item.text} ${line}`;
      return;
    }
    if (this.paragraph?.quoted === quoted) {
      this.paragraph.lines.push(line);
      return;
    }
    if (indent === 0) this.open.length = 0;
    this.paragraph = { kind: 'paragraph', line: number, lines: [line], quoted };
    this.blocks.push(this.paragraph);
  }

  private end(): void {
    this.paragraph = undefined;
    this.item = undefined;
    this.open.length = 0;
  }
}

function indentOf(line: string): number {
  let indent = 0;
  for (const character of line) {
    if (character === ' ') indent += 1;
    else if (character === '\t') indent += 4 - (indent % 4);
    else break;
  }
  return indent;
}

function cellsOf(line: string): string[] {
  const cells = line
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/);
  return cells.map(cell => cell.replaceAll('\\|', '|').trim());
}

/** The text with HTML comments blanked out; lines stay where they are. A comment that has no end reaches to the text's. */
function withoutComments(text: string): string {
  if (!text.includes('<!--')) return text;
  let out = '';
  let at = 0;
  for (let open = text.indexOf('<!--'); open >= 0; open = text.indexOf('<!--', at)) {
    const before = (
      text
        .slice(Math.max(0, open - LONGEST_LINE), open)
        .split('\n')
        .at(-1) ?? ''
    ).trimStart();
    const close = text.indexOf('-->', open + 4);
    const inCode = (before.match(/`/g)?.length ?? 0) % 2 === 1;
    if (close < 0 && before !== '') break;
    const end = inCode ? open + 4 : close < 0 ? text.length : close + 3;
    out += text.slice(at, open) + (inCode ? '<!--' : text.slice(open, end).replace(/[^\r\n]/g, ' '));
    at = end;
    if (close < 0) break;
  }
  return out + text.slice(at);
}
