/** The phases of a plan: numbered headings, rows of timelines, and lines that give a duration. */
import type { Block, Row } from './blocks.js';
import { plainText } from './inline.js';
import type { Part, Phase } from './model.js';
import { type Count, findCount, findDay, findDuration, findSpan, type Span } from './spans.js';

// bounded: a line of a plan has at most 4,000 characters
const NUMBERED =
  /\b(phase|priority|sprint|milestone|week|day|stage|iteration)s?\s+(\d{1,3}(?:\.\d+)*)(?:\s*[-–—]\s*(\d{1,3}))?(?!\d|\s*%)/i;

/** `phase 2`, `week 5-6`: the number that a heading or a cell gives; null if it gives none. */
export function findPhaseNumber(text: string): string | null {
  const [, word = '', first, last] = NUMBERED.exec(text) ?? [];
  if (first === undefined) return null;
  return `${word.toLowerCase()} ${first}${last === undefined ? '' : `-${last}`}`;
}

/** The phases among the parts of a document, in its order. */
export function readPhases(parts: readonly Part[]): Phase[] {
  return parts.flatMap(part => [...headingPhase(part), ...part.blocks.flatMap(blockPhase)]);
}

function headingPhase({ title, line, depth }: Part): Phase[] {
  const number = findPhaseNumber(title);
  if (number === null) return linePhase(title, line);
  if (depth === 0) return [];
  return [
    {
      line,
      name: title,
      number,
      duration: findDuration(title) ?? null,
      span: findSpan(title) ?? null,
      count: findCount(title) ?? null,
      from: 'heading',
    },
  ];
}

// bounded: a line of a plan has at most 4,000 characters
const LABELED =
  /^(?:(?:total|overall|estimated|expected)\s+)*(?:timeline|duration|effort|estimate|time|target(?:\s+(?:date|completion|release))?|deadline|due(?:\s+date)?|completion\s+date|eta)\b[^:]{0,40}:\s*(.+)$/i;

function blockPhase(block: Block): Phase[] {
  if (block.kind === 'row') return rowPhase(block);
  if (block.kind === 'paragraph') {
    return block.lines.flatMap((line, index) => linePhase(plainText(line), block.line + index));
  }
  if (block.kind !== 'item' || block.level > 0) return [];
  const text = plainText(block.text);
  const count = /^(?:weeks?|days?)\s+\d/i.test(text) ? (findCount(text) ?? null) : null;
  if (!count) return linePhase(text, block.line);
  const number = findPhaseNumber(text);
  return [{ line: block.line, name: text, number, duration: null, span: null, count, from: 'item' }];
}

function linePhase(text: string, line: number): Phase[] {
  const [, value = ''] = LABELED.exec(text) ?? [];
  const duration = findDuration(value) ?? null;
  const span = findSpan(value) ?? null;
  if (!duration && !span) return [];
  return [{ line, name: text, number: null, duration, span, count: null, from: 'line' }];
}

function rowPhase({ header, cells, line }: Row): Phase[] {
  const column = (pattern: RegExp) => header.findIndex(cell => pattern.test(plainText(cell)));
  const of = (index: number) => (index < 0 ? '' : plainText(cells[index] ?? ''));
  const duration = findDuration(of(column(/^(?:estimated\s+)?(?:duration|effort|time)\b/i))) ?? null;
  const start = of(column(/^start\b/i));
  const end = of(column(/^(?:end|due|target|deadline|finish)\b/i));
  if (column(/^(?:duration|start|end|due|target\s+date|deadline)\b/i) < 0) return [];
  const name = plainText(cells[0] ?? '');
  const count = countBetween(start, end);
  const span = spanBetween(start, end);
  if (!duration && !count && !span) return [];
  return [{ line, name, number: findPhaseNumber(name), duration, span, count, from: 'table' }];
}

function countBetween(start: string, end: string): Count | null {
  const first = findCount(start);
  const last = findCount(end);
  if (!first || !last || first.unit !== last.unit) return first ?? last ?? null;
  return { unit: first.unit, start: first.start, end: last.end };
}

function spanBetween(start: string, end: string): Span | null {
  const first = findSpan(start)?.start ?? null;
  const last = findDay(end) ?? null;
  return first || last ? { start: first, end: last } : null;
}
