import type { CommitToAssess } from './assess-commit.js';
import type { Installation, RepositoryName } from './house.js';

/** The commit at the head of a branch. Throws GitHub's error where there is none. */
export async function headOf(
  { octokit }: Installation,
  { owner, repo }: RepositoryName,
  branch: string,
): Promise<CommitToAssess> {
  const { data } = await octokit.rest.repos.getBranch({ owner, repo, branch });
  return { owner, repo, ref: branch, sha: data.commit.sha };
}
