/** The current state of a branch or a pull request on GitHub. */
import type { GitHubClient } from '../collect/octokit.js';
import { ReplacedRepositoryError } from '../collect/unreadable.js';
import { isGone } from './errors.js';

interface Place {
  readonly octokit: GitHubClient;
  readonly owner: string;
  readonly repo: string;
  /** GitHub's ID. */
  readonly repository: number;
}

export interface BranchHead {
  readonly branch: string;
  readonly sha: string;
}

/** @throws ReplacedRepositoryError if another repository has the name by now */
export async function assertSame({ octokit, owner, repo, repository }: Place): Promise<void> {
  const { data } = await octokit.rest.repos.get({ owner, repo });
  assertId(data.id, { owner, repo, repository });
}

/** @throws ReplacedRepositoryError if the ID is another one */
export function assertId(id: number | undefined, { owner, repo, repository }: Omit<Place, 'octokit'>): void {
  if (id !== undefined && id !== repository)
    throw new ReplacedRepositoryError(`another repository is named ${owner}/${repo} now`);
}

/** The head of the default branch; undefined in an empty repository. @throws ReplacedRepositoryError */
export async function defaultHead({ octokit, owner, repo, repository }: Place): Promise<BranchHead | undefined> {
  const { data } = await octokit.rest.repos.get({ owner, repo });
  assertId(data.id, { owner, repo, repository });
  try {
    const branch = await octokit.rest.repos.getBranch({ owner, repo, branch: data.default_branch });
    return { branch: data.default_branch, sha: branch.data.commit.sha };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** The current state of a pull request. @throws ReplacedRepositoryError */
export async function pullNow(
  { octokit, owner, repo, repository }: Place,
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
  assertId(base.repo.id, { owner, repo, repository });
  return { number, title, isOpen: state === 'open', head: head.sha, base: base.sha };
}
