/** Rust code as lines that hold only code: comments, strings, and tests are blank. */
import { memo } from '../../cache/memo.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import { Kind } from '../../rust/tokens-model.js';

const DOCUMENTATION: ReadonlySet<number> = new Set([Kind.DocOuter, Kind.DocInner]);
const STRINGS: ReadonlySet<number> = new Set([Kind.Str, Kind.RawStr, Kind.ByteStr, Kind.CStr, Kind.Char, Kind.Byte]);

/** The lines of a file, each as long as it is written. Strings keep their first and last character. */
export const bareLines = memo(({ file: { tokens }, off }: LibraryFile): readonly string[] => {
  const { text, comments } = tokens;
  const blanks: [from: number, to: number][] = [];
  for (let at = 0; at < comments.count; at += 1) blanks.push([comments.start[at] ?? 0, comments.end[at] ?? 0]);
  for (let at = 0; at < tokens.count; at += 1) {
    const [kind = 0, start = 0, end = 0] = [tokens.kind[at], tokens.start[at], tokens.end[at]];
    if (DOCUMENTATION.has(kind)) blanks.push([start, end]);
    else if (STRINGS.has(kind)) blanks.push([start + 1, end - 1]);
  }
  for (const { from, to } of off)
    if (from < to) blanks.push([tokens.start[from] ?? 0, tokens.end[to - 1] ?? text.length]);
  return blanked(text, blanks).split('\n');
});

/** The text with ranges that can overlap replaced by spaces; line ends stay. */
function blanked(text: string, ranges: [from: number, to: number][]): string {
  let out = '';
  let at = 0;
  for (const [from, to] of ranges.sort((a, b) => a[0] - b[0])) {
    if (to <= at) continue;
    const start = Math.max(at, from);
    out += text.slice(at, start) + text.slice(start, to).replace(/[^\n]/g, ' ');
    at = to;
  }
  return out + text.slice(at);
}
