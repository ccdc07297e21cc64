import type { MigrationMemory } from '../ledger/ledger.js';
import type { MigrationState } from '../report/migration/state.js';
import { assessQuietly } from './assess-commit.js';
import { headOf } from './branch.js';
import type { House, Installation, RepositoryName } from './house.js';
import { keepMigration, type MigrationPlace, memoryOf } from './migration.js';

/**
 * Notes in the tracking issue what people say of a migration. A module that was never assessed is assessed for it.
 * @throws what `said` throws, and UnreadableError where the module cannot be assessed
 */
export async function sayOfMigration(
  { owner, repo, defaultBranch }: RepositoryName & { readonly defaultBranch: string },
  installation: Installation,
  house: House,
  said: (state: MigrationState) => MigrationState,
): Promise<MigrationPlace> {
  const name = { owner, repo };
  const memory = (await house.ledger.migration(name)) ?? (await firstMemory());
  return keepMigration(name, memory, installation, house, { begin: true, said });

  async function firstMemory(): Promise<MigrationMemory> {
    const commit = await headOf(installation, name, defaultBranch);
    return (await memoryOf(await assessQuietly(commit, installation, house), installation, house)).memory;
  }
}
