/** The current state of a branch or a pull request on GitHub. */
import type { GitHubClient } from '../collect/octokit.js';
import { isGone } from './faults.js';

interface Place {
  readonly octokit: GitHubClient;
  readonly owner: string;
  readonly repo: string;
}

export interface BranchHead {
  readonly branch: string;
  readonly sha: string;
}

/** The head of the default branch; undefined in an empty repository. */
export async function defaultHead({ octokit, owner, repo }: Place): Promise<BranchHead | undefined> {
  const { data } = await octokit.rest.repos.get({ owner, repo });
  try {
    const branch = await octokit.rest.repos.getBranch({ owner, repo, branch: data.default_branch });
    return { branch: data.default_branch, sha: branch.data.commit.sha };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** The current state of a pull request. */
export async function pullNow(
  { octokit, owner, repo }: Place,
  number: number,
): Promise<{
  readonly number: number;
  readonly title: string;
  readonly isOpen: boolean;
  readonly head: string;
  readonly base: string;
}> {
  const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number });
  const { title, state, head, base } = data;
  return { number, title, isOpen: state === 'open', head: head.sha, base: base.sha };
}
