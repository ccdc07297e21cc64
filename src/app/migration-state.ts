import { unreadReason } from '../assess/unread.js';
import type { MigrationState } from '../fleet/migration-state.js';
import type { ModuleMemory } from '../store/ledger.js';
import { type AssessedCommit, assessCommit } from './assess-commit.js';
import { type AppContext, addWork, type Job } from './context.js';
import { RetryError } from './faults.js';
import { type MigrationPlace, moduleMemory, updateMigration } from './migration.js';

/**
 * Notes something about a migration in the tracking issue. A module that was never assessed is assessed first.
 * @throws what `said` throws; UnreadableError if the module cannot be assessed
 */
export async function noteInTrackingIssue(
  job: Job,
  context: AppContext,
  said: (state: MigrationState) => MigrationState,
): Promise<MigrationPlace> {
  const memory = (await context.ledger.module(job.repository)) ?? (await firstMemory(job, context));
  return updateMigration(memory, job, context, { begin: true, said });
}

async function firstMemory(job: Job, context: AppContext): Promise<ModuleMemory> {
  return moduleMemory(await assessQuietly(job, context), job, context);
}

/** Assesses the default branch without a check run. @throws RetryError if something essential could not be read */
export async function assessQuietly(job: Job, context: AppContext): Promise<AssessedCommit> {
  const assessed = await assessCommit({}, job, context);
  const reason = unreadReason(assessed.snapshot);
  if (reason !== undefined) throw new RetryError(reason);
  return assessed;
}

/** Requests an issue for each section with gaps; they are opened in the background, under the tracking issue. */
export async function planMigration(job: Job, context: AppContext): Promise<MigrationPlace> {
  const place = await noteInTrackingIssue(job, context, state => ({ ...state, planned: true }));
  if (place.tracking !== undefined) await addWork(job, [{ name: 'migration', priority: 'background' }], context);
  return place;
}
