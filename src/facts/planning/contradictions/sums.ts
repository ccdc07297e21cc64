/** An announced number, and what is listed or adds up. */
import type { ListItem, Row } from '../blocks.js';
import { plainText } from '../inline.js';
import { type Part, type PlanningDocument, findPart } from '../model.js';
import { durationDays, durationText, findDuration } from '../spans.js';
import { at, type Contradiction } from './contradiction.js';

/** What lists hold one of in each line. */
const NOUN =
  '(?:(?:new|core|main|key|remaining|completed|modified|created|updated|production-ready)\\s+)?(files|modules|domains|tasks|items|crates|documents|features|components|phases|criteria|issues|commands|events|projects|packages|services|examples)';
// bounded: a line of a plan has at most 4,000 characters
const IN_TITLE = new RegExp(
  `\\((~|≈)?(\\d{1,4})(\\+)?\\s+${NOUN}\\)\\s*:?$|\\b${NOUN}\\s+\\((~|≈)?(\\d{1,4})(\\+)?\\)\\s*:?$`,
  'i',
);
// bounded: a line of a plan has at most 4,000 characters
const IN_LEAD = new RegExp(`\\b(?:all|the|these|only|following)\\s+(~|≈)?(\\d{1,4})(\\+)?\\s+${NOUN}\\b[^.!?]*:$`, 'i');

/** The sums of a document that do not fit. */
export function sumsThatDoNotFit(document: PlanningDocument): Contradiction[] {
  return [
    ...document.parts.flatMap(part => [
      ...announced(document, part),
      ...testsIn(document, part),
      ...shares(document, part),
    ]),
    ...totalDurations(document),
    ...rowDurations(document),
  ];
}

interface Announced {
  readonly line: number;
  readonly number: number;
  readonly bound: 'exact' | 'at least' | 'about';
}

function announcedBy(match: RegExpExecArray, line: number): Announced {
  const [about, number, plus] = match[2] === undefined ? match.slice(6) : match.slice(1);
  return { line, number: Number(number), bound: plus ? 'at least' : about ? 'about' : 'exact' };
}

function fits({ number, bound }: Announced, counted: number): boolean {
  if (bound === 'at least') return counted >= number;
  if (bound === 'about') return Math.abs(counted - number) <= Math.max(1, number * 0.2);
  return counted === number;
}

function announced(document: PlanningDocument, { title, line, blocks }: Part): Contradiction[] {
  const found: Contradiction[] = [];
  const inTitle = IN_TITLE.exec(title);
  const listed = listsOf(blocks);
  const [first] = listed;
  if (inTitle && listed.length === 1 && first) {
    const claim = announcedBy(inTitle, line);
    if (!fits(claim, first.count)) found.push(sum(document, claim, first.count, first.line));
  }
  for (const [index, block] of blocks.entries()) {
    if (block.kind !== 'paragraph') continue;
    const lead = IN_LEAD.exec(plainText(block.lines.join(' ')));
    const next = blocks[index + 1];
    const list = listed.find(each => each.line === next?.line);
    if (!lead || !list) continue;
    const claim = announcedBy(lead, block.line);
    if (!fits(claim, list.count)) found.push(sum(document, claim, list.count, list.line));
  }
  return found;
}

function sum(document: PlanningDocument, { number, line }: Announced, counted: number, at_: number): Contradiction {
  return at(
    document,
    'sum-does-not-fit',
    line,
    `${number} are announced, and ${counted} are listed`,
    at_ === line ? [] : [at_],
  );
}

/** The lists and tables of a part: runs of blocks with nothing between them. */
function listsOf(blocks: Part['blocks']): { readonly line: number; readonly count: number }[] {
  const lists: { line: number; count: number; key: string }[] = [];
  let between = true;
  for (const block of blocks) {
    if (block.kind === 'drawn') continue;
    if (block.kind !== 'item' && block.kind !== 'row') {
      between = true;
      continue;
    }
    const key = block.kind === 'row' ? `row ${block.table}` : 'item';
    const last = lists.at(-1);
    if (last && !between && last.key === key) {
      if (block.kind === 'row' || block.level === 0) last.count += 1;
    } else lists.push({ line: block.line, count: 1, key });
    between = false;
  }
  return lists;
}

const TESTS = /(?<![\d.,/])(~|≈)?(\d{1,5})(\+)?\s+(?:\w+\s+){0,2}tests?\b/i;

/** `12 tests` over items that give 5, 6 and 2. */
function testsIn(document: PlanningDocument, { title, line, blocks }: Part): Contradiction[] {
  const claim = TESTS.exec(title);
  const items = blocks.filter((block): block is ListItem => block.kind === 'item' && block.level === 0);
  if (!claim || items.length < 2) return [];
  const numbers = items.map(({ text }) => TESTS.exec(plainText(text)));
  if (!numbers.every((each): each is RegExpExecArray => each !== null && !each[3] && !each[1])) return [];
  if (items.some(({ text }) => (plainText(text).match(/\d+/g)?.length ?? 0) !== 1)) return [];
  const all = numbers.reduce((total, [, , number]) => total + Number(number), 0);
  const said = announcedBy(claim, line);
  if (fits(said, all)) return [];
  const message = `${said.number} tests are announced, and those listed add up to ${all}`;
  return [at(document, 'sum-does-not-fit', line, message, [items[0]?.line ?? line])];
}

const SHARE = /(?<![\d/.])(\d{1,5})\s*(?:\/|of)\s*(\d{1,5})(?:\s+\w+){0,2}\s*[-–—=:(,]\s*(\d{1,3}(?:\.\d+)?)\s*%/gi;

/** `3/8 (50%)`: a share that its own numbers do not give. */
function shares(document: PlanningDocument, { title, line, blocks }: Part): Contradiction[] {
  const texts = [
    { line, text: title },
    ...blocks.flatMap(block => {
      if (block.kind === 'item') return [{ line: block.line, text: plainText(block.text) }];
      return block.kind === 'paragraph'
        ? block.lines.map((text, index) => ({ line: block.line + index, text: plainText(text) }))
        : [];
    }),
  ];
  return texts.flatMap(({ line: place, text }) =>
    [...text.matchAll(SHARE)].flatMap(([whole, part, all, percent]) => {
      const share = (Number(part) / Number(all)) * 100;
      if (Number(all) === 0 || Number(part) > Number(all) || Math.abs(share - Number(percent)) < 1.01) return [];
      if (/\b(?:coverage|pass|lines|target|of the)\b/i.test(whole)) return [];
      return [
        at(
          document,
          'sum-does-not-fit',
          place,
          `${part} of ${all} are ${Math.round(share)}%, and ${percent}% is stated`,
        ),
      ];
    }),
  );
}

/** A total duration beside phases that the document puts one after another, under one heading. */
function totalDurations(document: PlanningDocument): Contradiction[] {
  const { parts, phases } = document;
  const partOf = new Map(phases.map(phase => [phase, findPart(parts, phase.line)]));
  const numbered = phases.filter(({ number, duration }) => number?.startsWith('phase ') && duration);
  return phases.flatMap(total => {
    if (total.number !== null || !total.duration || !/\btotal\b/i.test(total.name)) return [];
    const own = partOf.get(total);
    const parent = own?.line === total.line ? own.above.at(-1) : own?.line;
    if (parent === undefined) return [];
    const inOrder = numbered.filter(each => {
      const part = partOf.get(each);
      return part?.line === parent || part?.above.at(-1) === parent;
    });
    const numbers = inOrder.map(({ number }) => number);
    if (inOrder.length < 2 || new Set(numbers).size !== numbers.length) return [];
    const bounds = inOrder.map(({ duration }) => (duration ? durationDays(duration) : ([0, 0] as const)));
    const [min, max] = bounds.reduce(([a, b], [c, d]) => [a + c, b + d] as const, [0, 0] as const);
    const [least, most] = durationDays(total.duration);
    if (most >= min * 0.98 && least <= max * 1.02) return [];
    const sumText = min === max ? `${min / 7}` : `${min / 7}-${max / 7}`;
    const message = `${durationText(total.duration)} are stated in total, and the phases add up to ${sumText} weeks`;
    return [
      at(
        document,
        'sum-does-not-fit',
        total.line,
        message,
        inOrder.map(({ line }) => line),
      ),
    ];
  });
}

/** A row whose duration is not what lies between its start and its end. */
function rowDurations(document: PlanningDocument): Contradiction[] {
  const rows = new Map(
    document.parts.flatMap(({ blocks }) =>
      blocks.flatMap(block => (block.kind === 'row' ? [[block.line, block] as const] : [])),
    ),
  );
  return document.phases.flatMap(({ from, line, count, duration, name }) => {
    if (from !== 'table' || !count || duration?.unit !== count.unit || !hasBothEnds(rows.get(line))) return [];
    const length = count.end - count.start + 1;
    if (length >= duration.min && length <= duration.max) return [];
    const message = `${name} is given ${durationText(duration)}, and ${count.unit} ${count.start} to ${count.end} are ${length}`;
    return [at(document, 'sum-does-not-fit', line, message)];
  });
}

function hasBothEnds(row: Row | undefined): boolean {
  const has = (pattern: RegExp) =>
    row?.header.some((cell, index) => pattern.test(plainText(cell)) && durationLess(row.cells[index]));
  return has(/^start\b/i) === true && has(/^end\b/i) === true;
}

function durationLess(cell = ''): boolean {
  return cell.trim() !== '' && findDuration(cell) === undefined;
}
