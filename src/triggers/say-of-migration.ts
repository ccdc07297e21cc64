import type { MigrationMemory } from '../ledger/ledger.js';
import type { MigrationState } from '../report/migration/state.js';
import { assessQuietly } from './assess-commit.js';
import { headOf } from './branch.js';
import type { House, Installation, RepositoryName } from './house.js';
import { keepMigration, type MigrationPlace, memoryOf } from './migration.js';

/** A module, and its default branch. */
export interface ModulePlace extends RepositoryName {
  readonly defaultBranch: string;
}

/**
 * Notes in the tracking issue what people say of a migration. A module that was never assessed is assessed for it.
 * @throws what `said` throws, and UnreadableError where the module cannot be assessed
 */
export async function sayOfMigration(
  { owner, repo, defaultBranch }: ModulePlace,
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

/** Asks for an issue for each section with gaps: they are opened as a chore, under the tracking one. */
export async function planMigration(
  place: ModulePlace,
  installation: Installation,
  house: House,
): Promise<MigrationPlace> {
  const { owner, repo } = place;
  const kept = await sayOfMigration(place, installation, house, state => ({ ...state, planned: true }));
  if (kept.tracking !== undefined)
    await house.chores.put({ kind: 'migration', owner, repo, installation: installation.id });
  return kept;
}
