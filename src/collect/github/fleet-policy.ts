/** What an organization's policy file says of its modules together. */
import { type FleetPolicy, fleetPolicyIn } from '../../policy/fleet-policy.js';
import { POLICY_PATH } from '../../policy/policy.js';
import type { GitHubClient } from '../octokit.js';

/** The repository that holds what applies to a whole organization. */
export const ORGANIZATION_REPOSITORY = '.github';

/** Reads the policy from the organization's `.github` repository; the default where there is none, or this app cannot read it. */
export async function readFleetPolicyOf(octokit: Pick<GitHubClient, 'rest'>, owner: string): Promise<FleetPolicy> {
  const place = { owner, repo: ORGANIZATION_REPOSITORY, path: POLICY_PATH };
  const answer = await octokit.rest.repos.getContent(place).catch((error: unknown) => {
    if (error instanceof Error && 'status' in error && error.status === 404) return undefined;
    throw error;
  });
  const file = answer?.data;
  const text = file && 'content' in file ? Buffer.from(file.content, 'base64').toString() : undefined;
  return fleetPolicyIn(text);
}
