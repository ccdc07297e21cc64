import { unreadReason } from '../assess/unread.js';
import type { MigrationState } from '../fleet/migration-state.js';
import type { ModuleMemory } from '../store/ledger.js';
import { type AssessedCommit, assessCommit } from './assess-commit.js';
import { type AppContext, addWork, type Job } from './context.js';
import { RetryError } from './errors.js';
import { type MigrationPlace, moduleMemories, updateMigration } from './migration.js';

/**
 * The modules of a repository as last assessed. A repository that was never assessed is assessed first.
 * @throws UnreadableError if it cannot be assessed
 */
export async function modulesNow(job: Job, context: AppContext): Promise<readonly [ModuleMemory, ...ModuleMemory[]]> {
  const [first, ...others] = await context.ledger.modulesOf(job.repository);
  return first ? [first, ...others] : moduleMemories(await assessQuietly(job, context), [], job);
}

/** Notes something about a migration in the tracking issue of a module. @throws what `said` throws */
export function noteInTrackingIssue(
  memory: ModuleMemory,
  job: Job,
  context: AppContext,
  said: (state: MigrationState) => MigrationState,
): Promise<MigrationPlace> {
  return updateMigration(memory, job, context, { begin: true, said });
}

/** Assesses the default branch without a check run. @throws RetryError if something essential could not be read */
export async function assessQuietly(job: Job, context: AppContext): Promise<AssessedCommit> {
  const assessed = await assessCommit({}, job, context);
  const reason = unreadReason(assessed.snapshot);
  if (reason !== undefined) throw new RetryError(reason);
  return assessed;
}

/** Requests an issue for each section with gaps; they are opened in the background, under the tracking issue. */
export async function planMigration(memory: ModuleMemory, job: Job, context: AppContext): Promise<MigrationPlace> {
  const place = await noteInTrackingIssue(memory, job, context, state => ({ ...state, planned: true }));
  if (place.tracking !== undefined) await addWork(job, [{ name: 'migration', priority: 'background' }], context);
  return place;
}
