import { type Outcome, unknown } from '../criterion.js';

/** What an attested criterion answers by itself: nothing but its hints. */
export function hinted(hints: NonNullable<Outcome['hints']>): Outcome {
  return { ...unknown('not attested'), hints };
}
