/** What stands between a module and its promotion: criteria, version, and the steps of the review. */
import type { Finding } from '../assess/assessment.js';
import { valid } from 'semver';
import { counted } from '../standard/criterion.js';
import { communityEnd, isStepDone, REVIEW_STEPS, type Review, type ReviewStep, unverifiedIn } from './review.js';
import { isBelowOne } from './version.js';

export interface Candidate {
  readonly findings: readonly Finding[];
  /** Of Cargo.toml. */
  readonly version: string | undefined;
  readonly review: Review;
  /** Logins that cim.yaml names. */
  readonly maintainers: readonly string[];
}

/** Why a module is not promoted. */
export interface Obstacle {
  /** A clause, without an ID in it. */
  readonly what: string;
  /** The criteria that it is about. */
  readonly criteria: readonly string[];
}

/** What the steps are called in a sentence. */
export const STEP_NAMES: Readonly<Record<ReviewStep, string>> = {
  'self-assessment': 'the self-assessment',
  'independent-review': 'the independent review',
  'reference-implementation': 'the test in a reference implementation',
  'community-period': 'the community period',
  approval: 'the approval',
};

/** The obstacles; none for a module that can be promoted. @param now ISO 8601 */
export function obstaclesOf({ findings, version, review, maintainers }: Candidate, now: string): Obstacle[] {
  const open = findings.filter(
    ({ severity, status }) => severity === 'must' && status !== 'met' && status !== 'not-applicable',
  );
  const waived = open.filter(({ waiver }) => waiver !== null);
  const others = open.filter(({ waiver }) => waiver === null);
  const unverified = unverifiedIn(findings, review.confirmations).filter(({ severity }) => severity === 'must');
  const ids = (list: readonly Finding[]) => list.map(({ criterion }) => criterion);
  const about = (list: readonly Finding[], what: string) => (list.length === 0 ? [] : [{ what, criteria: ids(list) }]);
  return [
    ...about(others, `${counted(others.length, 'required criterion', 'required criteria')} not met`),
    ...about(waived, `${counted(waived.length, 'required criterion', 'required criteria')} only waived`),
    ...about(unverified, 'no review on GitHub by the person who is named as having confirmed the attestation'),
    ...plain(versionObstacle(version)),
    ...REVIEW_STEPS.filter(step => !isStepDone(step, review, now)).flatMap(step => plain(missing(step, review))),
    ...plain(ownApproval(review, maintainers)),
  ];
}

function plain(what: string | undefined): Obstacle[] {
  return what === undefined ? [] : [{ what, criteria: [] }];
}

function versionObstacle(version: string | undefined): string | undefined {
  if (version === undefined || valid(version) === null) return 'the version of the module is not known';
  return isBelowOne(version) ? `version ${version} is below 1.0.0` : undefined;
}

function missing(step: ReviewStep, review: Review): string {
  const end = step === 'community-period' ? communityEnd(review) : undefined;
  return end === undefined ? `${STEP_NAMES[step]} is missing` : `the community period lasts until ${end.slice(0, 10)}`;
}

/** An approval that has become the maintainer's own, because cim.yaml names other people since. */
function ownApproval({ approvals }: Review, maintainers: readonly string[]): string | undefined {
  const own = approvals.find(
    ({ step, by }) => ofOthers(step) && isOneOf(by, [...maintainers, ...selfAssessors(approvals)]),
  );
  return own && `${STEP_NAMES[own.step]} is by a maintainer of the module`;
}

/** Whether somebody other than the maintainers must take the step. */
export function ofOthers(step: ReviewStep): boolean {
  return step === 'independent-review' || step === 'approval';
}

/** The people who assessed their own module. */
export function selfAssessors(approvals: Review['approvals']): string[] {
  return approvals.flatMap(({ step, by }) => (step === 'self-assessment' ? [by] : []));
}

/** Whether a login is among others; case does not matter on GitHub. */
export function isOneOf(login: string, logins: readonly string[]): boolean {
  return logins.some(each => each.toLowerCase() === login.toLowerCase());
}
