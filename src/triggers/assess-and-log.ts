import { UnreadableError } from '../collect/unreadable.js';
import { assessCommit, type CommitToAssess } from './assess-commit.js';
import { headOf } from './branch.js';
import type { House, Installation } from './house.js';
import { nameOf, type RepositoryPayload } from './modules.js';
import { commitOfPull } from './pull-request.js';

/** Assesses a commit for nobody in particular: what cannot be read is said in the check-run, and in the log. */
export async function assessAndLog(commit: CommitToAssess, installation: Installation, house: House): Promise<void> {
  const { owner, repo, ref, sha } = commit;
  try {
    await assessCommit(commit, installation, house);
    house.log.info({ owner, repo, ref, sha }, 'assessed');
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    house.log.warn({ owner, repo, ref, sha, reason: error.message }, 'could not be assessed');
  }
}

/** A commit that was assessed before, or should have been: of a pull request, or of the default branch. */
export async function assessAgain(
  installation: Installation,
  repository: RepositoryPayload,
  { sha, branch, pull }: { sha: string; branch: string | null | undefined; pull: number | undefined },
  house: House,
): Promise<void> {
  const name = nameOf(repository);
  if (pull !== undefined) {
    const commit = await commitOfPull(installation, name, pull);
    // Its head has moved on since: that one has a check-run of its own.
    if (commit.sha === sha) return assessAndLog({ ...commit, again: true }, installation, house);
  }
  const isDefault =
    branch === repository.default_branch || (await headOf(installation, name, repository.default_branch)).sha === sha;
  const ref = isDefault ? repository.default_branch : (branch ?? sha);
  return assessAndLog({ ...name, ref, sha, again: true }, installation, house);
}

/** The default branch as it is now. */
export async function assessDefault(
  installation: Installation,
  repository: RepositoryPayload,
  house: House,
): Promise<void> {
  const head = await headOf(installation, nameOf(repository), repository.default_branch);
  return assessAndLog({ ...head, again: true }, installation, house);
}
