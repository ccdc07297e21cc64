/** The reviews of a repository's modules, and who may review. */
import { approvedAttestations } from '../collect/github/confirmations.js';
import { ORGANIZATION_REPOSITORY, readFleetPolicyOf } from '../collect/github/fleet-policy.js';
import { isOneOf } from '../fleet/promotion.js';
import { isSameClaim, REVIEW_KINDS, type Review, reviewIn, unverifiedIn } from '../fleet/review.js';
import type { MigrationFacts } from '../report/migration/input.js';
import type { ModuleMemory, RepositoryKey } from '../store/ledger.js';
import type { AppContext, Job } from './context.js';
import { isGone, isLimit } from './errors.js';

/** The review of a module. */
export async function reviewOf(
  { installation, repository, name }: RepositoryKey & { readonly name?: string },
  { ledger }: Pick<AppContext, 'ledger'>,
): Promise<Review> {
  const events = await ledger.noted(installation, REVIEW_KINDS);
  return reviewIn(
    events.filter(each => each.repository === repository),
    name,
  );
}

/** Whether a module is in production: reviewers decided so, or nobody decided and the registry lists it so. */
export function isProduction({ facts }: Pick<ModuleMemory, 'facts'>, { decision }: Review): boolean {
  return (decision?.status ?? (facts as MigrationFacts).claimed) === 'production';
}

/**
 * Whether a person reviews for the standard: a member of the team that the organization's policy names; where it names none, or this app
 * cannot read it, one of the people that the policy names.
 */
export async function isReviewer({ octokit, owner }: Pick<Job, 'octokit' | 'owner'>, person: string): Promise<boolean> {
  const { reviewers } = await readFleetPolicyOf(octokit, owner);
  const isMember = reviewers.team === undefined ? undefined : await isOfTeam(octokit, owner, reviewers.team, person);
  return isMember ?? isOneOf(person, reviewers.people);
}

function isForbidden(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === 403;
}

/** Whether a person belongs to a team; undefined if this app cannot read the team. */
async function isOfTeam(
  octokit: Job['octokit'],
  org: string,
  team: string,
  username: string,
): Promise<boolean | undefined> {
  const answered = <T>(request: Promise<T>) =>
    request.catch((error: unknown) => {
      if (isGone(error) || (isForbidden(error) && !isLimit(error))) return undefined;
      throw error;
    });
  // Without the permission, GitHub says of a team what it says of one that does not exist.
  const known = await answered(octokit.rest.teams.getByName({ org, team_slug: team }));
  if (!known) return undefined;
  const membership = await answered(octokit.rest.teams.getMembershipForUserInOrg({ org, team_slug: team, username }));
  return membership?.data.state === 'active';
}

/**
 * Looks for the reviews behind confirmed attestations that are not known yet, and notes those that are found. Sends at most two queries
 * where an attestation is unverified, else none.
 */
export async function verifyConfirmations(memory: ModuleMemory, job: Job, context: AppContext): Promise<Review> {
  const { ledger, standard } = context;
  const review = await reviewOf(memory, context);
  const open = unverifiedIn(memory.assessment.findings, review.confirmations);
  if (open.length === 0) return review;
  for (const repo of [job.repo, ORGANIZATION_REPOSITORY]) {
    const approved = await approvedAttestations(job.octokit, { owner: job.owner, repo }, standard);
    if (!approved.read) {
      context.log.info({ owner: job.owner, repo, reason: approved.reason }, 'reviews of the policy could not be read');
      continue;
    }
    for (const { attestation } of open) {
      if (!attestation?.confirmedBy) continue;
      const { confirmedBy, ...claim } = attestation;
      const isBacked = approved.value.some(
        each => isSameClaim(each.attestation, claim) && isOneOf(each.person, [confirmedBy]),
      );
      if (isBacked) await ledger.note(job, { kind: 'confirmed', by: confirmedBy, data: { ...claim, confirmedBy } });
    }
    const now = await reviewOf(memory, context);
    if (unverifiedIn(memory.assessment.findings, now.confirmations).length === 0) return now;
  }
  return reviewOf(memory, context);
}
