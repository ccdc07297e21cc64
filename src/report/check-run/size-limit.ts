/** Texts within GitHub's limits: blocks are added while they fit. */

/** GitHub's limit for the summary and the text of a check run, in characters. Counting bytes is stricter. */
export const TEXT_LIMIT = 65_535;

const CUT = '*Shortened: GitHub shows at most 65,535 characters.*';

/** Joins blocks of Markdown while they fit. A text that is cut ends between two blocks and with `cut`. */
export function joinWithinLimit(
  parts: readonly string[],
  { limit = TEXT_LIMIT, cut = CUT }: { readonly limit?: number; readonly cut?: string } = {},
): string {
  const room = limit - Buffer.byteLength(cut) - 2;
  const kept: string[] = [];
  let size = 0;
  for (const part of parts) {
    size += Buffer.byteLength(part) + 2;
    if (size > room) return [...kept, cut].join('\n\n');
    kept.push(part);
  }
  return kept.join('\n\n');
}
