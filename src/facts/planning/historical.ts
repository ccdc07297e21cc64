/** Documents that are no longer current, by what they say near their top. */
import { plainText } from './inline.js';
import type { Historical, Part } from './model.js';

/** How many lines of text from the top may say it. */
const TOP = 10;
// bounded: a line of a plan has at most 4,000 characters
const SAYS =
  /\b(?:this|the)\s+(?:document|file|plan|roadmap|page|report|list|design)\s+(?:is|has been|was)\s+(?:now\s+|kept\s+(?:as|for)\s+)?(?:an?\s+)?(?:historical|outdated|superseded|obsolete|archived)\b|^\W*(?:historical|outdated|superseded|obsolete|archived)\b(?:\s*(?:document|note|by\b)|\W*$|\W*:)|^status\W*:\W*(?:historical|outdated|superseded|obsolete|archived)\b/iu;

/** What a document says of itself, and what it points to. */
export function historicalNote(parts: readonly Part[]): Historical | null {
  let seen = 0;
  for (const { blocks } of parts) {
    for (const block of blocks) {
      if (block.kind !== 'paragraph') continue;
      for (const [index, line] of block.lines.entries()) {
        seen += 1;
        if (seen > TOP) return null;
        if (!SAYS.test(plainText(line))) continue;
        const whole = block.lines.slice(index, index + TOP).join(' ');
        return { line: block.line + index, pointsTo: findLinks(whole) };
      }
    }
    if (seen > TOP) return null;
  }
  return null;
}

/** The targets of a text's links, without anchors. */
export function findLinks(text: string): string[] {
  return [...text.matchAll(/\]\(\s*<?([^()\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)].map(([, target = '']) =>
    target.replace(/#.*/s, ''),
  );
}
