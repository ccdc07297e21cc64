/** What is called complete, beside something of it that is open. */

import { readBullets } from '../areas.js';
import { comparableSubject } from '../inline.js';
import { type Area, type Item, type PlanningDocument, areaWithSubareas } from '../model.js';
import { findPhaseNumber } from '../phases.js';
import { at, type Contradiction } from './contradiction.js';

/** The contradictions of a document with what it calls complete. */
export function completeBesideOpen(document: PlanningDocument): Contradiction[] {
  const { areas } = document;
  const found = [
    ...areas.flatMap((area, index) => openInDone(document, area, index)),
    ...areas.flatMap(area => tickedOverOpen(document, area)),
    ...tickedAndLeft(document),
    ...stillToDo(document),
    ...criterionOfDone(document),
    ...openBesideTotal(document),
  ];
  // One place is told once: the first reason is the nearest.
  const seen = new Set<number>();
  return found.filter(({ places: [{ line }] }) => !seen.has(line) && seen.add(line));
}

/** `❌ No …` and `❌ this → that` say what was removed, not what is left to do. */
function isOpen({ state, form, text }: Item): boolean {
  if (form === 'glyph' && /^(?:no|not|never)\b|→|->/i.test(text)) return false;
  return state === 'pending' || state === 'in-progress';
}

/** Whether an area says that all of it is done. */
function saysDone({ mark, title, role }: Area): boolean {
  // bounded: a line of a plan has at most 4,000 characters
  const share = /(\d+(?:\.\d+)?)\s*%/.exec(title)?.[1];
  return role === 'work' && mark === 'done' && (share === undefined || Number(share) === 100);
}

function openInDone(document: PlanningDocument, area: Area, index: number): Contradiction[] {
  if (!saysDone(area)) return [];
  const name = quoted(area.title);
  // Reported at the nearest area that is marked done.
  const scope = areaWithSubareas(document.areas, index).filter(({ role }) => role === 'work');
  const nearer = new Set(scope.filter(each => each !== area && saysDone(each)).map(({ line }) => line));
  const within = scope.filter(({ line, path }) => !nearer.has(line) && !path.some(each => nearer.has(each)));
  return [
    ...within.flatMap(({ items }) =>
      items
        .filter(isOpen)
        .map(item =>
          at(document, 'complete-beside-open', item.line, `${name} is marked done, and ${quoted(item.text)} is open`, [
            area.line,
          ]),
        ),
    ),
    ...scope.flatMap(({ line, claimed, title }) =>
      line !== area.line && claimed && claimed.percent < 100
        ? [
            at(
              document,
              'complete-beside-open',
              claimed.line,
              `${name} is marked done, and ${quoted(title)} below it states ${claimed.percent}%`,
              [area.line],
            ),
          ]
        : [],
    ),
    ...failuresIn(document, area, within),
  ];
}

const FAILURE =
  /\b([1-9]\d*)\s+(?:\w+\s+){0,2}(?:fail(?:s|ing|ed|ures?)?|broken)\b|\b(?:still|currently)\s+(?:fail|broken)|\bdoes not compile\b/i;

function failuresIn(document: PlanningDocument, area: Area, within: readonly Area[]): Contradiction[] {
  return within.flatMap(({ claimedItems }) =>
    claimedItems
      .filter(({ text }) => FAILURE.test(text) && !/\b(?:fixed|resolved|repaired|were|was|previously)\b/i.test(text))
      .map(({ line, text }) =>
        at(
          document,
          'complete-beside-open',
          line,
          `${quoted(area.title)} is marked done, and ${quoted(text)} is a known failure`,
          [area.line],
        ),
      ),
  );
}

function tickedOverOpen(document: PlanningDocument, { items, role }: Area): Contradiction[] {
  if (role !== 'work') return [];
  const byLine = new Map(items.map(item => [item.line, item]));
  return items.filter(isOpen).flatMap(item => {
    const parent = item.within === undefined ? undefined : byLine.get(item.within);
    if (parent?.state !== 'done') return [];
    const message = `${quoted(parent.text)} is ticked, and ${quoted(item.text)} below it is open`;
    return [at(document, 'complete-beside-open', item.line, message, [parent.line])];
  });
}

/** Shorter subjects name nothing in particular: "Documentation" stands under every phase. */
const TELLING = 12;

/** The same thing, ticked in one place and listed as left to do in another. */
function tickedAndLeft(document: PlanningDocument): Contradiction[] {
  const items = document.areas
    .filter(({ role }) => role === 'work')
    .flatMap(area => area.items.filter(({ form }) => form !== 'row'));
  const done = new Map<string, Item>();
  for (const item of items)
    if (item.state === 'done' && isTelling(comparableSubject(item.text))) done.set(wordsOf(item.text), item);
  return items.filter(isOpen).flatMap(item => {
    const ticked = done.get(wordsOf(item.text));
    if (!ticked) return [];
    const message = `${quoted(item.text)} is open, and ticked on line ${ticked.line}`;
    return [at(document, 'complete-beside-open', item.line, message, [ticked.line])];
  });
}

/** A task's text for comparison: figures count, `coverage > 80 %` is not `coverage > 85 %`. */
function wordsOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/\([^()]*\)/g, ' ')
    .replace(/[^\p{L}\p{N}<>%]+/gu, ' ')
    .trim();
}

function isTelling(subject: string): boolean {
  return subject.length >= TELLING && subject.includes(' ');
}

const LEFT =
  /\b(?:next\s+(?:immediate\s+)?(?:steps|actions)|(?:immediate|upcoming)\s+(?:steps|actions|tasks)|remaining(?:\s+(?:work|tasks|items))?|to-?\s?dos?|still to do|what['’]?s (?:next|missing))\b/i;
const DOING = /^(?:\W|\d)*(?:begin|start|complete|finish|implement|continue|finali[sz]e)\b/iu;

/** A next step that does what an area, marked done, has finished. */
function stillToDo(document: PlanningDocument): Contradiction[] {
  const phases = new Map(
    document.areas.flatMap(area => {
      const number = findPhaseNumber(area.title);
      return number !== null && saysDone(area) ? [[number, area] as const] : [];
    }),
  );
  const titles = new Map(
    document.areas.filter(saysDone).flatMap(area => {
      const subject = comparableSubject(
        area.title.replace(/^[^:]*\b(?:phase|priority|sprint|milestone)\s+\d+\s*[:.–-]/i, ''),
      );
      return isTelling(subject) ? [[subject, area] as const] : [];
    }),
  );
  return document.parts.flatMap(part => {
    if (!LEFT.test(part.title) || part.mark === 'done') return [];
    return readBullets(part.blocks).flatMap(({ line, text }) => {
      const number = DOING.test(text) ? findPhaseNumber(text) : null;
      const area =
        (number === null ? undefined : phases.get(number)) ?? titles.get(comparableSubject(text.replace(DOING, '')));
      if (!area || part.above.includes(area.line)) return [];
      const message = `${quoted(text)} is a next step, and ${quoted(area.title)} is marked done`;
      return [at(document, 'complete-beside-open', line, message, [area.line])];
    });
  });
}

/** A goal that is open, and names the very thing that is called finished. */
function criterionOfDone(document: PlanningDocument): Contradiction[] {
  const done = new Map<string, { readonly line: number; readonly text: string }>();
  for (const area of document.areas.filter(saysDone)) {
    done.set(comparableSubject(area.title), { line: area.line, text: area.title });
    for (const item of area.items) if (item.state === 'done') done.set(comparableSubject(item.text), item);
  }
  return document.areas
    .filter(({ role }) => role === 'goals')
    .flatMap(({ items }) => items.filter(isOpen))
    .flatMap(item => {
      const finished = isTelling(comparableSubject(item.text)) ? done.get(comparableSubject(item.text)) : undefined;
      if (!finished) return [];
      const message = `the goal ${quoted(item.text)} is open, and line ${finished.line} calls it finished`;
      return [at(document, 'complete-beside-open', item.line, message, [finished.line])];
    });
}

/** The whole is called complete, and work of the same document is open. */
function openBesideTotal(document: PlanningDocument): Contradiction[] {
  const total = document.totals.find(({ percent }) => percent === 100);
  if (!total || document.totals.some(({ percent }) => percent < 100)) return [];
  const work = document.areas.filter(
    ({ role, title }) =>
      role === 'work' && !/\b(?:future|optional|nice to have|enhancements?|later|ideas|post-)/i.test(title),
  );
  const open = work.flatMap(({ items }) => items.filter(isOpen));
  const smaller = work.flatMap(({ claimed }) => (claimed && claimed.percent < 100 ? [claimed] : []));
  return [
    ...open.map(({ line, text }) =>
      at(document, 'complete-beside-open', line, `100% is stated for the whole, and ${quoted(text)} is open`, [
        total.line,
      ]),
    ),
    ...smaller.map(({ line, percent }) =>
      at(document, 'complete-beside-open', line, `100% is stated for the whole, and ${percent}% for a part of it`, [
        total.line,
      ]),
    ),
  ];
}

/** A text of the document, clipped. */
function quoted(text: string): string {
  return `"${text.length > 80 ? `${text.slice(0, 79)}…` : text}"`;
}
