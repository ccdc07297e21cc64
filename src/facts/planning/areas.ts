/** The areas of a document: headings that say how far something is, or that hold tasks. */
import type { Block, ListItem } from './blocks.js';
import { type Claim, claimInTitle } from './figures.js';
import { plainText } from './inline.js';
import { beginsWithMark, markOfTitle, withoutGlyphs } from './marks.js';
import type { Area, Bullet, Part } from './model.js';
import { findPhaseNumber } from './phases.js';
import { readItems, readTask, statusLine } from './tasks.js';

/** The areas among the parts of a document, in its order. */
export function readAreas(parts: readonly Part[]): Area[] {
  const top = parts.find(({ depth }) => depth > 0);
  return parts.flatMap(part => {
    const area = areaOf(part);
    const isTitle = part === top && part.depth === 1;
    const counts = isTitle || part.depth === 0 ? area.items.length > 0 : isArea(part, area);
    return counts ? [area] : [];
  });
}

function areaOf(part: Part): Area {
  const { line, depth, title, above, role, blocks } = part;
  const status = statusLine(blocks);
  const percent = claimInTitle(title);
  const claimed: Claim | null =
    percent !== undefined
      ? { line, percent, text: title }
      : status?.percent !== undefined
        ? { line: status.line, percent: status.percent, text: status.text }
        : null;
  const mark = part.mark ?? (claimed?.percent === 100 ? 'done' : null);
  return {
    line,
    depth,
    title,
    path: above,
    mark,
    role,
    claimed,
    items: readItems(blocks),
    claimedItems: mark === 'done' ? readBullets(blocks) : [],
    marked: blocks.flatMap(markedParagraph),
  };
}

function isArea({ title, blocks }: Part, { claimed, items, claimedItems }: Area): boolean {
  if (claimed || markOfTitle(title) || findPhaseNumber(title) !== null) return true;
  return statusLine(blocks)?.mark !== undefined || items.length > 0 || claimedItems.length > 0;
}

/** Unmarked list items that are not nested. */
export function readBullets(blocks: readonly Block[]): Bullet[] {
  return blocks
    .filter((block): block is ListItem => block.kind === 'item' && block.level === 0 && readTask(block) === undefined)
    .map(({ line, text }) => ({ line, text: plainText(text) }));
}

function markedParagraph(block: Block): Area['marked'] {
  if (block.kind !== 'paragraph') return [];
  const text = plainText(block.lines[0] ?? '');
  const mark = beginsWithMark(text);
  return mark ? [{ line: block.line, text: withoutGlyphs(text), mark }] : [];
}
