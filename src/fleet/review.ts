/** The review of a module before it becomes production: five steps, each by a person at a time, and what was decided then. */
import { z } from 'zod';
import type { Finding } from '../assess/assessment.js';
import type { Attestation } from '../policy/policy.js';
import type { DisputeEvent } from './disputes.js';

/** The steps, in their order. */
export const REVIEW_STEPS = [
  'self-assessment',
  'independent-review',
  'reference-implementation',
  'community-period',
  'approval',
] as const;
export type ReviewStep = (typeof REVIEW_STEPS)[number];

/** How long the community can comment, in days. */
export const COMMUNITY_DAYS = 14;
const DAY = 86_400_000;

/** The kinds of events that a review consists of. */
export const REVIEW_KINDS: readonly string[] = ['approved', 'promoted', 'demoted', 'demotion-proposed', 'confirmed'];

/** What the ledger holds of a step. */
const APPROVED = z.object({
  step: z.enum(REVIEW_STEPS),
  /** The package, if several of the repository are assessed. */
  module: z.string().optional(),
  /** The issue or pull request where it was said. */
  number: z.number(),
  /** The assessed commit. */
  sha: z.string(),
});
const DECIDED = z.object({
  module: z.string().optional(),
  number: z.number(),
  reason: z.string().optional(),
});
const PROPOSED = z.object({ module: z.string().optional(), reasons: z.array(z.string()) });
const CONFIRMED = z.object({
  criterion: z.string(),
  module: z.string().optional(),
  statement: z.string(),
  evidence: z.string(),
  by: z.string(),
  confirmedBy: z.string(),
  until: z.string(),
});

/** A step that somebody took. */
export interface Approval extends z.infer<typeof APPROVED> {
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

/** A promotion or a demotion. */
export interface Decision extends z.infer<typeof DECIDED> {
  readonly status: 'production' | 'development';
  readonly by: string;
  readonly at: string;
}

/** An attestation whose confirmation a review on GitHub stands behind. */
export type Confirmation = z.infer<typeof CONFIRMED>;

export interface Review {
  /** In the order of the steps. Those before the last demotion do not count. */
  readonly approvals: readonly Approval[];
  /** What was decided last; null if nothing was. */
  readonly decision: Decision | null;
  /** Why a demotion is proposed, and since when; null if none is, or a reviewer decided since. */
  readonly proposal: { readonly at: string; readonly reasons: readonly string[] } | null;
  readonly confirmations: readonly Confirmation[];
}

export const NO_REVIEW: Review = { approvals: [], decision: null, proposal: null, confirmations: [] };

/** An event with its kind. */
export interface ReviewEvent extends DisputeEvent {
  readonly kind: string;
}

/**
 * The review that events tell of.
 * @param events the oldest first
 * @param name the package, if several of the repository are assessed
 */
export function reviewIn(events: readonly ReviewEvent[], name?: string): Review {
  const isOwn = ({ module }: { readonly module?: string | undefined }) =>
    module === undefined || name === undefined || module === name;
  let approvals = new Map<ReviewStep, Approval>();
  let decision: Decision | null = null;
  let proposal: Review['proposal'] = null as Review['proposal'];
  const confirmations: Confirmation[] = [];
  for (const { kind, by, at, data } of events) {
    const [approved, decided] = [APPROVED.safeParse(data).data, DECIDED.safeParse(data).data];
    const [proposed, confirmed] = [PROPOSED.safeParse(data).data, CONFIRMED.safeParse(data).data];
    if (kind === 'approved' && approved && by !== null && isOwn(approved)) {
      // The community's time runs from the first time that it was opened.
      if (approved.step !== 'community-period' || !approvals.has(approved.step))
        approvals.set(approved.step, { ...approved, by, at });
    } else if ((kind === 'promoted' || kind === 'demoted') && decided && by !== null && isOwn(decided)) {
      decision = { ...decided, status: kind === 'promoted' ? 'production' : 'development', by, at };
      proposal = null;
      if (kind === 'demoted') approvals = new Map();
    } else if (kind === 'demotion-proposed' && proposed && isOwn(proposed)) {
      proposal = proposed.reasons.length === 0 ? null : { at: proposal?.at ?? at, reasons: proposed.reasons };
    } else if (kind === 'confirmed' && confirmed && isOwn(confirmed)) confirmations.push(confirmed);
  }
  return {
    approvals: REVIEW_STEPS.flatMap(step => approvals.get(step) ?? []),
    decision,
    proposal,
    confirmations,
  };
}

/** The day on which the community's time ends, or ended: YYYY-MM-DD; undefined if it did not begin. */
export function communityEnd({ approvals }: Pick<Review, 'approvals'>): string | undefined {
  const begun = approvals.find(({ step }) => step === 'community-period');
  return begun && new Date(Date.parse(begun.at) + COMMUNITY_DAYS * DAY).toISOString();
}

/** Whether a step is done. @param now ISO 8601 */
export function isStepDone(step: ReviewStep, review: Pick<Review, 'approvals'>, now: string): boolean {
  if (step !== 'community-period') return review.approvals.some(each => each.step === step);
  const end = communityEnd(review);
  return end !== undefined && end <= now;
}

/** Whether the review is under way: somebody took a step, and nothing is decided since. */
export function isUnderReview({ approvals, decision }: Review): boolean {
  return approvals.length > 0 && decision?.status !== 'production';
}

/** Attested criteria that count as met although no review of the confirming person is known. */
export function unverifiedIn(findings: readonly Finding[], confirmations: readonly Confirmation[]): readonly Finding[] {
  return findings.filter(
    ({ status, attestation }) => status === 'met' && attestation !== null && !isConfirmed(attestation, confirmations),
  );
}

/** Whether a review stands behind the confirmation of exactly this attestation. */
function isConfirmed(attestation: Attestation, confirmations: readonly Confirmation[]): boolean {
  return confirmations.some(each => isSameClaim(each, attestation) && each.confirmedBy === attestation.confirmedBy);
}

/** Whether two attestations say the same, whoever confirmed them. */
export function isSameClaim(
  one: Omit<Confirmation, 'confirmedBy'>,
  { criterion, module, statement, evidence, by, until }: Omit<Attestation, 'confirmedBy'>,
): boolean {
  return (
    one.criterion === criterion &&
    one.module === module &&
    one.statement === statement &&
    one.evidence === evidence &&
    one.by === by &&
    one.until === until
  );
}
