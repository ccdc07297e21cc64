/** A repository that the app was installed on: it is assessed quietly, and one issue says how ready it is. Nothing else. */
import { UnreadableError } from '../collect/unreadable.js';
import { assessQuietly } from './assess-commit.js';
import { headOf } from './branch.js';
import type { House, Installation } from './house.js';
import { beginMigration } from './migration.js';
import { nameOf, type RepositoryPayload } from './modules.js';

/** Welcomes a module. Without check-run or comment: nobody asked yet. */
export async function onboard(repository: RepositoryPayload, installation: Installation, house: House): Promise<void> {
  const name = nameOf(repository);
  try {
    const commit = await headOf(installation, name, repository.default_branch);
    const verdict = await assessQuietly(commit, installation, house);
    if (verdict.policy.migration !== 'off') await beginMigration(verdict, installation, house);
    house.log.info({ ...name, sha: commit.sha }, 'welcomed');
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    house.log.warn({ ...name, reason: error.message }, 'could not be welcomed');
  }
}
