/** GitHub's limits, kept by construction: a text is built of blocks that are added while they fit. */

/** GitHub: the summary and the text of a check-run hold at most this many characters; we count bytes, the stricter reading. */
export const TEXT_LIMIT = 65_535;

const CUT = '*Cut here: GitHub shows no more. The whole assessment: `cim-readiness assess OWNER/REPO`.*';

/** Joins blocks of Markdown while they fit; what is cut is cut between two blocks, and said. */
export function fitting(parts: readonly string[], limit = TEXT_LIMIT): string {
  const room = limit - Buffer.byteLength(CUT) - 2;
  const kept: string[] = [];
  let size = 0;
  for (const part of parts) {
    size += Buffer.byteLength(part) + 2;
    if (size > room) return [...kept, CUT].join('\n\n');
    kept.push(part);
  }
  return kept.join('\n\n');
}
