/** Finds the tasks among a document's blocks, and reads its status line. */
import type { Block, ListItem, Row } from './blocks.js';
import { claimInStatus } from './figures.js';
import { plainText } from './inline.js';
import {
  type Mark,
  markOfStatus,
  type State,
  stateByGlyph,
  stateOfBox,
  stateOfCell,
  stateOfStruck,
  withoutGlyphs,
} from './marks.js';
import type { Item } from './model.js';

/** The state and form of a list item that is a task; undefined for one that is not. */
export function readTask({ box, text }: ListItem): { readonly state: State; readonly form: Item['form'] } | undefined {
  if (box !== undefined) return { state: stateOfBox(box), form: 'check-box' };
  const struck = stateOfStruck(text);
  if (struck) return { state: struck, form: 'struck' };
  const glyph = stateByGlyph(text);
  return glyph && { state: glyph, form: 'glyph' };
}

/** The tasks among blocks: list items, and rows of tables that have a status column. */
export function readItems(blocks: readonly Block[]): Item[] {
  return blocks.flatMap((block): Item[] => {
    if (block.kind === 'item') {
      const task = readTask(block);
      if (!task) return [];
      const { line, parent } = block;
      const text = withoutGlyphs(plainText(block.text));
      return [{ line, text, markdown: block.text, ...task, ...(parent && { within: parent.line }) }];
    }
    return block.kind === 'row' ? itemOfRow(block) : [];
  });
}

function itemOfRow({ header, cells, line }: Row): Item[] {
  const column = header.findIndex(cell => /^(?:current\s+)?(?:status|state)$/i.test(plainText(cell)));
  if (column < 0) return [];
  const text = withoutGlyphs(plainText(cells.find((cell, index) => index !== column && cell !== '') ?? ''));
  return [{ line, text, markdown: cells.join(' | '), state: stateOfCell(cells[column] ?? ''), form: 'row' }];
}

/** How many lines under a heading may hold its status. */
const STATUS_LINES = 3;

/** The status line under a heading, if there is one. */
export function statusLine(
  blocks: readonly Block[],
): { readonly line: number; readonly text: string; readonly mark?: Mark; readonly percent?: number } | undefined {
  let seen = 0;
  for (const block of blocks) {
    if (block.kind !== 'paragraph') {
      seen += 1;
      if (seen >= STATUS_LINES) return undefined;
      continue;
    }
    for (const [index, line] of block.lines.entries()) {
      // bounded: a line of a plan has at most 4,000 characters
      const [, text] = /^(?:(?:overall|current)\s+)?status\s*:\s*(.+)$/i.exec(plainText(line)) ?? [];
      if (text !== undefined) {
        const mark = markOfStatus(text);
        const percent = claimInStatus(text);
        return { line: block.line + index, text, ...(mark && { mark }), ...(percent !== undefined && { percent }) };
      }
      seen += 1;
      if (seen >= STATUS_LINES) return undefined;
    }
  }
  return undefined;
}
