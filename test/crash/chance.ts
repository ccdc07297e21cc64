/** Chance that a seed repeats: what is drawn depends on the seed and on what it is drawn for, never on the order of draws. */
import { createHash } from 'node:crypto';

export interface Chance {
  /** From 0 up to 1. */
  draw(...what: readonly (string | number)[]): number;
  /** A whole number from 0 up to, and without, a limit. */
  below(limit: number, ...what: readonly (string | number)[]): number;
  pick<T>(from: readonly T[], ...what: readonly (string | number)[]): T;
  /** In any order. */
  shuffled<T>(from: readonly T[], ...what: readonly (string | number)[]): T[];
}

export function chanceOf(seed: number): Chance {
  const draw = (...what: readonly (string | number)[]) =>
    createHash('sha256')
      .update(JSON.stringify([seed, ...what]))
      .digest()
      .readUInt32BE() /
    2 ** 32;
  const below = (limit: number, ...what: readonly (string | number)[]) => Math.floor(draw(...what) * limit);
  return {
    draw,
    below,
    pick: (from, ...what) => from[below(from.length, ...what)] as (typeof from)[number],
    shuffled: (from, ...what) =>
      from
        .map((each, index) => ({ each, place: draw(...what, index) }))
        .sort((a, b) => a.place - b.place)
        .map(({ each }) => each),
  };
}
