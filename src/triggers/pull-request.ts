import type { CommitToAssess } from './assess-commit.js';
import type { Installation, RepositoryName } from './house.js';

/** What of a pull request is asked for: webhooks and the REST API both have it. */
export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly head: { readonly sha: string };
  readonly base: { readonly sha: string; readonly ref: string };
}

/** A pull request, as it is now. */
export async function pullRequest(
  { octokit }: Installation,
  { owner, repo }: RepositoryName,
  number: number,
): Promise<PullRequest> {
  const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number });
  return data;
}

/** The head of a pull request, to be judged against where it left its base. */
export async function commitOfPull(
  installation: Installation,
  name: RepositoryName,
  pull: number | PullRequest,
): Promise<CommitToAssess> {
  const { owner, repo } = name;
  const { number, title, head, base } = typeof pull === 'number' ? await pullRequest(installation, name, pull) : pull;
  return { owner, repo, ref: `pull/${number}`, sha: head.sha, change: { base: base.sha, pull: { number, title } } };
}
