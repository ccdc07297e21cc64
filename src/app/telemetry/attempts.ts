import type { Claim } from '../../store/work.js';
import { parseTarget } from '../events/targets.js';
import type { AttemptOutcome, Metrics } from './metrics.js';
import type { Tracing } from './tracing.js';

/** Measures and traces each attempt at an entry. @param seconds the clock: seconds since 1970 */
export function watchAttempts(
  { attempted }: Pick<Metrics, 'attempted'>,
  tracing: Tracing | undefined,
  seconds: () => number,
) {
  return (claim: Claim): ((outcome: AttemptOutcome) => void) => {
    const { name, due } = claim;
    const traced = tracing?.attempt(claim);
    const startedAt = seconds();
    const kind = parseTarget(name)?.kind ?? 'other';
    const waited = due === undefined ? {} : { waited: startedAt - due };
    return outcome => {
      attempted({ kind, outcome, seconds: seconds() - startedAt, ...waited });
      traced?.(outcome);
    };
  };
}
