import { type EffectiveDates, stageOf } from '../policy/adjustments.js';
import type { Policy } from '../policy/policy.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import type { Context, Criterion, Outcome } from '../standard/criterion.js';
import { notApplicable, unknown } from '../standard/criterion.js';
import { standardInForce } from '../standard/in-force.js';
import type { Standard } from '../standard/standard.js';
import { type Assessment, EVIDENCE_LIMIT, type Finding } from './assessment.js';
import { attestedOutcome } from './attested.js';

/**
 * Assesses a snapshot against a standard under a policy. Pure: the same arguments give the same assessment.
 * It never throws: if a criterion throws, its status is `unknown` and the message tells why.
 * @param now ISO 8601; waivers and attestations are in force up to and including its day.
 */
export function assess(snapshot: Snapshot, standard: Standard, policy: Policy, now: string): Assessment {
  const inForce = standardInForce(standard, policy);
  const context: Context = { subject: snapshot.subject, policy, names: inForce.names };
  const announced: Finding[] = [];
  const findings = inForce.sections.flatMap(section =>
    section.criteria.flatMap(each => {
      const { criterion, leftOut, dates } = adjusted(each, policy);
      const stage = dates ? stageOf(dates, now) : 'enforced';
      const outcome = leftOut ? notApplicable(`left out by the organization's policy: ${leftOut}`) : undefined;
      const finding = toFinding(
        section.id,
        criterion,
        outcome ?? decide(criterion, snapshot, context, now),
        context,
        now,
      );
      if (stage === 'enforced' || leftOut) return [finding];
      const due = dates ? withDate(finding, dates.enforced) : finding;
      if (stage === 'warned') return [due];
      announced.push(due);
      return [];
    }),
  );
  const rest = announced.length > 0 ? { announced } : {};
  return { standard: inForce.id, subject: snapshot.subject, assessedAt: now, findings, ...rest };
}

/** A finding that does not block yet. */
function withDate(finding: Finding, enforced: string): Finding {
  return { ...finding, severity: 'should', message: `${finding.message}; enforced from ${enforced}`, enforced };
}

/** A criterion as the organization's policy changes it; of several entries, the last counts. */
function adjusted(
  criterion: Criterion,
  { profile, effective }: Policy,
): { readonly criterion: Criterion; readonly leftOut?: string; readonly dates?: EffectiveDates } {
  const entry = profile?.findLast(each => each.criterion === criterion.id);
  const dates = effective?.findLast(each => each.criterion === criterion.id);
  return {
    criterion: entry && entry.as !== 'left-out' ? { ...criterion, severity: entry.as } : criterion,
    ...(entry?.as === 'left-out' ? { leftOut: entry.reason } : {}),
    ...(dates ? { dates } : {}),
  };
}

function decide(criterion: Criterion, snapshot: Snapshot, context: Context, now: string): Outcome {
  const given: Record<string, unknown> = {};
  for (const part of criterion.needs) {
    const reading = snapshot.parts[part];
    if (!reading.read) return unknown(`${part} not read: ${reading.reason}`, reading.reason);
    given[part] = reading.value;
  }
  for (const part of criterion.wants) given[part] = snapshot.parts[part];
  try {
    const outcome = criterion.check(given as never, context);
    return criterion.kind === 'attested' ? attestedOutcome(criterion, outcome, context.policy, now) : outcome;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return unknown(`internal error: ${reason}; please report it`);
  }
}

function toFinding(section: string, criterion: Criterion, outcome: Outcome, { policy }: Context, now: string): Finding {
  const evidence = 'evidence' in outcome ? outcome.evidence : [];
  return {
    criterion: criterion.id,
    section,
    severity: criterion.severity,
    kind: criterion.kind,
    status: outcome.status,
    message: outcome.message,
    ...('cause' in outcome ? { cause: outcome.cause } : {}),
    ...(outcome.fromCi ? { fromCi: true } : {}),
    evidence: evidence.slice(0, EVIDENCE_LIMIT),
    count: evidence.length,
    hints: outcome.hints ?? [],
    waiver: policy.waivers.find(waiver => waiver.criterion === criterion.id && isInForce(waiver.until, now)) ?? null,
    attestation: policy.attestations.find(attestation => attestation.criterion === criterion.id) ?? null,
  };
}

/** Whether an expiry date has not passed at `now`. */
export function isInForce(until: string, now: string): boolean {
  return now.slice(0, 10) <= until;
}
