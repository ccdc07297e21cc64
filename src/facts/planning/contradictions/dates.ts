/** Work with a due date that has passed. */
import { type Phase, type PlanningDocument, findPart, areaWithSubareas } from '../model.js';
import { findPhaseNumber } from '../phases.js';
import { durationDays, plusDays } from '../spans.js';
import { at, type Contradiction, type Surroundings } from './contradiction.js';
import { isBelow } from './versions.js';

/** The phases of a document that have ended without being done, and versions that were promised by then. */
export function datesPassed(
  document: PlanningDocument,
  { today, own }: Pick<Surroundings, 'today' | 'own'>,
): Contradiction[] {
  if (document.historical) return [];
  const ends = endsOf(document);
  const areaOf = areaFinder(document);
  const told = new Set<string>();
  return document.phases.flatMap(phase => {
    const end = ends.get(phase);
    if (end === undefined || end >= today) return [];
    const promised = /\bv?(\d+\.\d+\.\d+)\b/.exec(phase.name)?.[1];
    if (promised !== undefined && own?.version) {
      if (!isBelow(own.version, promised)) return [];
      const message = `${promised} was due by ${end}, and Cargo.toml says ${own.version}`;
      return [at(document, 'date-passed', phase.line, message)];
    }
    const index = areaOf(phase);
    const area = document.areas[index ?? -1];
    if (index === undefined || !area || isDone(document, index, phase)) return [];
    const key = phase.number ?? String(phase.line);
    if (told.has(key)) return [];
    told.add(key);
    const others = area.line === phase.line ? [] : [area.line];
    return [
      at(document, 'date-passed', phase.line, `"${area.title || phase.name}" ended on ${end}, and is not done`, others),
    ];
  });
}

/** The day on which each phase ends, where one can be named. */
function endsOf({ phases, date }: PlanningDocument): Map<Phase, string> {
  const ends = new Map<Phase, string>();
  let days = 0;
  for (const phase of phases) {
    const { span, count, duration, number } = phase;
    if (span) {
      if (span.end) ends.set(phase, span.end);
    } else if (date && count && phase.from !== 'item') {
      ends.set(phase, plusDays(date, count.end * (count.unit === 'week' ? 7 : 1)));
    } else if (date && duration && number !== null) {
      // One after another: none ends later than this.
      days += durationDays(duration)[1];
      ends.set(phase, plusDays(date, days));
    } else if (date && duration && phase.from === 'line') {
      ends.set(phase, plusDays(date, durationDays(duration)[1]));
    }
  }
  return ends;
}

/** The area that a phase is about: its own heading, that of the same number, or the one that holds the line. */
function areaFinder({ areas, parts }: PlanningDocument): (phase: Phase) => number | undefined {
  const byLine = new Map(areas.map(({ line }, index) => [line, index]));
  const byNumber = new Map(areas.map(({ title }, index) => [findPhaseNumber(title), index] as const).toReversed());
  const top = parts.find(({ depth }) => depth > 0);
  return ({ line, number, name, from }) => {
    const own = byLine.get(line);
    if (own !== undefined) return own;
    if (number !== null || from === 'table' || from === 'item') return byNumber.get(number ?? '');
    if (/\btotal\b/i.test(name)) return undefined;
    const part = findPart(parts, line);
    return part && part !== top ? byLine.get(part.line) : undefined;
  };
}

function isDone({ areas }: PlanningDocument, index: number, phase: Phase): boolean {
  const area = areas[index];
  if (!area) return true;
  if (area.role !== 'work') return true;
  const items = areaWithSubareas(areas, index)
    .filter(({ role }) => role === 'work')
    .flatMap(each => each.items);
  if (items.some(({ state }) => state === 'pending' || state === 'in-progress')) return false;
  if (area.mark === 'done') return true;
  // A line with a duration names no end of its own unless tasks under it are open.
  return items.length > 0 ? items.every(({ state }) => state === 'done') : phase.from === 'line';
}
