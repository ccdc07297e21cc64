/**
 * Reads HTML inside Markdown leniently, as a sequence of tags, text, and attributes. No tree is built: the HTML of a README is layout, and
 * only headings, code, and links matter.
 */

/** A piece of HTML, with its offset in the text. */
export type HtmlPiece =
  | { readonly kind: 'text'; readonly text: string; readonly at: number }
  | {
      readonly kind: 'open';
      readonly name: string;
      readonly attributes: ReadonlyMap<string, string>;
      readonly at: number;
    }
  | { readonly kind: 'close'; readonly name: string; readonly at: number };

const ATTRIBUTE = /([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
const ENTITIES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: ' ',
    ensp: ' ',
    emsp: ' ',
  }),
);

/** Splits HTML into pieces, without comments, declarations, scripts, and styles. The time is linear in its length. */
export function htmlPieces(html: string): HtmlPiece[] {
  const pieces: HtmlPiece[] = [];
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    const end = open < 0 ? html.length : open;
    if (end > at) pieces.push({ kind: 'text', text: decodeEntities(html.slice(at, end)), at });
    if (open < 0) break;
    at = afterTag(html, open, pieces);
  }
  return pieces;
}

function afterTag(html: string, open: number, pieces: HtmlPiece[]): number {
  if (html.startsWith('<!--', open)) return indexAfter(html, '-->', open + 4);
  if (!/[a-zA-Z/!?]/.test(html.charAt(open + 1))) {
    pieces.push({ kind: 'text', text: '<', at: open });
    return open + 1;
  }
  const close = tagEnd(html, open);
  const [, slash, tag = ''] = /^<(\/?)([a-zA-Z][a-zA-Z0-9-]*)/.exec(html.slice(open, open + 40)) ?? [];
  const name = tag.toLowerCase();
  if (name === '') return close;
  if (slash) pieces.push({ kind: 'close', name, at: open });
  else {
    const inside = html.slice(open + 1 + tag.length, close - 1);
    pieces.push({ kind: 'open', name, attributes: parseAttributes(inside), at: open });
    if (name === 'script' || name === 'style') return indexAfter(html, `</${tag}`, close);
  }
  return close;
}

function indexAfter(html: string, end: string, from: number): number {
  const found = html.indexOf(end, from);
  return found < 0 ? html.length : found + end.length;
}

/** The offset after a tag's `>`; a `>` inside quotes does not end it. */
function tagEnd(html: string, open: number): number {
  let quote = '';
  for (let i = open + 1; i < html.length; i += 1) {
    const char = html.charAt(i);
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '>') return i + 1;
    else if ((char === '"' || char === "'") && html.charAt(i - 1) === '=') quote = char;
  }
  return html.length;
}

function parseAttributes(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', double, single, bare] of text.matchAll(ATTRIBUTE)) {
    found.set(name.toLowerCase(), decodeEntities(double ?? single ?? bare ?? ''));
  }
  return found;
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,6}));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES.get(String(name)) ?? whole;
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}
