import type { Policy } from '../policy/policy.js';
import { type Criterion, met, type Outcome, unknown } from '../standard/criterion.js';

/**
 * The outcome of an attested criterion: met if a maintainer attests it, a second person confirms it, and it has not expired.
 * @param observed the outcome of the criterion's own check: whether it applies, and hints for the person who attests
 */
export function attestedOutcome(criterion: Criterion, observed: Outcome, policy: Policy, now: string): Outcome {
  if (observed.status === 'not-applicable') return observed;
  const hints = observed.hints ?? [];
  const given = policy.attestations.find(attestation => attestation.criterion === criterion.id);
  if (!given) {
    const notAttested = (id: string) => `not attested yet: \`cim-readiness explain ${id}\` says how`;
    return { ...unknown(notAttested(criterion.id), notAttested('CRITERION')), hints };
  }
  if (given.until < now.slice(0, 10))
    return { ...unknown(`the attestation by ${given.by} expired on ${given.until}`), hints };
  if (!given.confirmedBy || given.confirmedBy === given.by) {
    return { ...unknown(`attested by ${given.by}, not confirmed by another person yet`), hints };
  }
  const words = `attested by ${given.by}, confirmed by ${given.confirmedBy}, until ${given.until}: ${given.statement}`;
  return { ...met(words, [{ message: given.statement, url: given.evidence }]), hints };
}
