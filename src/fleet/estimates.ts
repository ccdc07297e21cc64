/**
 * When a module will have met what is left, from the fleet's own past: weeks are drawn at random from those of this module and of
 * modules like it until nothing is left, a thousand times. The same history gives the same estimate.
 */

import { counted } from '../standard/criterion.js';

/** Criteria met in each week of a module, the oldest first; the number is negative if more criteria were lost than met. */
export interface WeeklyProgress {
  readonly module: string;
  readonly type: string | null;
  readonly weeks: readonly number[];
}

/** Weeks from now. Half of the runs end within `half`, nine of ten within `most`; a bound is null if too many runs never end. */
export interface Estimate {
  readonly half: Range;
  readonly most: Range;
  /** How many weeks were drawn from, and of how many modules. */
  readonly basis: { readonly weeks: number; readonly modules: number };
}

export interface Range {
  readonly from: number | null;
  readonly to: number | null;
}

const RUNS = 1_000;
/** A run that has not ended after this many weeks counts as never ending. */
const LONGEST = 520;
/** Without four weeks of history there is no estimate. */
const LEAST_WEEKS = 4;
/** This many weeks of its own weigh as much as those of all other modules together. */
const OWN_WEIGHT = 12;

/** The estimate for a module, or why there is none. @param left criteria that are still to be met */
export function estimateFor(
  module: string,
  left: number,
  fleet: readonly WeeklyProgress[],
): Estimate | { readonly reason: string } {
  const own = fleet.find(each => each.module === module);
  if (!own || own.weeks.length < LEAST_WEEKS) {
    return { reason: `${counted(own?.weeks.length ?? 0, 'week')} of history, and an estimate needs ${LEAST_WEEKS}` };
  }
  const alike = fleet.filter(
    each => each.module !== module && each.weeks.length >= LEAST_WEEKS && (own.type === null || each.type === own.type),
  );
  const others = alike.flatMap(({ weeks }) => weeks);
  const basis = { weeks: own.weeks.length + others.length, modules: 1 + alike.length };
  const random = randomFrom(`${module} ${left} ${own.weeks.join(' ')}`);
  const ends = Array.from({ length: RUNS }, () => oneRun(left, own.weeks, others, random)).sort((a, b) => a - b);
  return { half: shortest(ends, 0.5), most: shortest(ends, 0.9), basis };
}

/** The shortest span of weeks in which the given share of the runs ends. @param ends sorted */
function shortest(ends: readonly number[], share: number): Range {
  const held = Math.ceil(ends.length * share);
  let best = 0;
  const length = (first: number) => (ends[first + held - 1] ?? 0) - (ends[first] ?? 0);
  for (let first = 1; first + held <= ends.length; first += 1) if (length(first) < length(best)) best = first;
  const bound = (end = LONGEST) => (end >= LONGEST ? null : end);
  return { from: bound(ends[best]), to: bound(ends[best + held - 1]) };
}

/** A run believes in one mix of paces, drawn anew: that the future is like the past is itself uncertain. */
function oneRun(left: number, own: readonly number[], others: readonly number[], random: () => number): number {
  const share = others.length === 0 ? 1 : own.length / (own.length + OWN_WEIGHT);
  const pool = Array.from({ length: own.length }, () =>
    random() < share ? drawn(own, random) : drawn(others, random),
  );
  let open = left;
  for (let week = 0; week < LONGEST; week += 1) {
    if (open <= 0) return week;
    open -= drawn(pool, random);
  }
  return LONGEST;
}

function drawn(weeks: readonly number[], random: () => number): number {
  return weeks[Math.floor(random() * weeks.length)] ?? 0;
}

/** Numbers from 0 to 1 that a seed decides (mulberry32 over a hash of it). */
export function randomFrom(seed: string): () => number {
  let state = 2_166_136_261;
  for (let index = 0; index < seed.length; index += 1) state = Math.imul(state ^ seed.charCodeAt(index), 16_777_619);
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
