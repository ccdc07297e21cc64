/** The part of a document that this app keeps: between two comments. People's words around it stay, and it is never read as theirs. */

const BEGIN = '<!-- cim-readiness: measured, do not edit -->';
const END = '<!-- cim-readiness: end -->';

/** Where the kept part begins and ends, its markers included; undefined if there is none. */
function rangeIn(text: string): { readonly from: number; readonly to: number } | 'broken' | undefined {
  const from = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (from < 0 && end < 0) return undefined;
  const isWhole = from >= 0 && end > from && text.indexOf(BEGIN, from + 1) < 0 && text.indexOf(END, end + 1) < 0;
  return isWhole ? { from, to: end + END.length } : 'broken';
}

/** The text with the kept part blanked out; lines stay where they are. */
export function withoutKeptPart(text: string): string {
  const range = rangeIn(text);
  if (range === undefined || range === 'broken') return text;
  return text.slice(0, range.from) + text.slice(range.from, range.to).replace(/[^\r\n]/g, '') + text.slice(range.to);
}

/** The kept part with its markers; undefined if there is none, or its markers are broken. */
export function keptPart(text: string): string | undefined {
  const range = rangeIn(text);
  return range === undefined || range === 'broken' ? undefined : text.slice(range.from, range.to);
}

/** The text with a new kept part: in the place of the old one, else before the first heading below the title; undefined if its markers are broken. */
export function withKeptPart(text: string, kept: string): string | undefined {
  const range = rangeIn(text);
  if (range === 'broken') return undefined;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const block = `${BEGIN}\n\n${kept.trim()}\n\n${END}`.replace(/\r?\n/g, newline);
  if (range) return text.slice(0, range.from) + block + text.slice(range.to);
  const at = insertionIn(text);
  const before = text.slice(0, at);
  const gap = before === '' || /\n\r?\n$/.test(before) ? '' : before.endsWith('\n') ? newline : newline + newline;
  return `${before}${gap}${block}${newline}${newline}${text.slice(at)}`;
}

/** Before the second heading outside fences; the end of a text that has none. */
function insertionIn(text: string): number {
  let headings = 0;
  let fenced = false;
  let at = 0;
  for (const line of text.split('\n')) {
    if (/^\s*(?:`{3,}|~{3,})/.test(line)) fenced = !fenced;
    else if (!fenced && /^#{1,6}\s/.test(line) && ++headings === 2) return at;
    at += line.length + 1;
  }
  return text.length;
}
