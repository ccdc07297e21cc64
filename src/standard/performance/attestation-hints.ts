import { type Outcome, unknown } from '../criterion.js';

/** The outcome of an attested criterion before attestations count: only its hints. */
export function hintedOutcome(hints: NonNullable<Outcome['hints']>): Outcome {
  return { ...unknown('not attested'), hints };
}
