import type { Attestation, Waiver } from '../policy/policy.js';
import type { Subject } from '../snapshot/snapshot.js';
import type { Evidence, Kind, Severity, Status } from '../standard/criterion.js';

/** The result for one criterion at one commit under the policy. Plain data: the ledger stores it as JSON. */
export interface Finding {
  readonly criterion: string;
  readonly section: string;
  readonly severity: Severity;
  readonly kind: Kind;
  readonly status: Status;
  readonly message: string;
  /** Of an unknown criterion: the cause, if the message also names what it affects. */
  readonly cause?: string;
  /** The status depends on what CI runs and reports. Of an unknown criterion, only results are missing, which come after the commit. */
  readonly fromCi?: true;
  /** At most `EVIDENCE_LIMIT` entries; `count` is the total number. */
  readonly evidence: readonly Evidence[];
  readonly count: number;
  /** Facts for the person who attests; empty for other kinds. */
  readonly hints: readonly Evidence[];
  /** From when on the criterion can block, if the organization's policy does not enforce it yet: an ISO date. */
  readonly enforced?: string;
  readonly waiver: Waiver | null;
  readonly attestation: Attestation | null;
}

export interface Assessment {
  /** The ID of the standard: `cim/v1`. */
  readonly standard: string;
  readonly subject: Subject;
  /** ISO 8601. */
  readonly assessedAt: string;
  /** One finding for each criterion, in the standard's order. */
  readonly findings: readonly Finding[];
  /** Findings that count nowhere: of criteria that the organization has only announced. Absent if there are none. */
  readonly announced?: readonly Finding[];
}

/** The most pieces of evidence that a finding keeps. */
export const EVIDENCE_LIMIT = 5_000;

export interface Summary {
  readonly met: number;
  readonly unmet: number;
  readonly unknown: number;
  readonly notApplicable: number;
  /** The number of unmet and unknown criteria with a valid waiver. */
  readonly waived: number;
  /** met / (all − not applicable), 0 to 1, rounded to four digits; 1 if no criterion applies. */
  readonly readiness: number;
}

/** Counts an assessment's findings. */
export function summarize(findings: readonly Finding[]): Summary {
  const of = (status: Status) => findings.filter(finding => finding.status === status).length;
  const met = of('met');
  const notApplicable = of('not-applicable');
  const applicable = findings.length - notApplicable;
  return {
    met,
    unmet: of('unmet'),
    unknown: of('unknown'),
    notApplicable,
    waived: findings.filter(finding => finding.waiver && finding.status !== 'met').length,
    readiness: applicable === 0 ? 1 : Math.round((met / applicable) * 10_000) / 10_000,
  };
}

/** Whether the finding is a gap: unmet and not waived. */
export function isGap({ status, waiver }: Pick<Finding, 'status' | 'waiver'>): boolean {
  return status === 'unmet' && !waiver;
}

/** Whether the finding is a blocking gap: a gap of severity `must`. */
export function blocks(finding: Finding): boolean {
  return finding.severity === 'must' && isGap(finding);
}
