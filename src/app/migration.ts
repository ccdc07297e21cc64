/** Migration issues: they follow the assessment of the default branch and the notes of people. */

import { createHash } from 'node:crypto';
import { applyIssue, ensureLabel, type KnownIssue, knownIssues, linkUnder, planIssue } from '../publish/migration.js';
import type { MigrationFacts, WantedIssue } from '../report/migration/input.js';
import { migrationIssues } from '../report/migration/issues.js';
import { type MigrationState, stateFrom } from '../fleet/migration-state.js';
import type { Standard } from '../standard/standard.js';
import type { ModuleMemory } from '../store/ledger.js';
import type { AssessedCommit } from './assess-commit.js';
import type { AppContext, Job } from './context.js';
import { migrationFacts } from './migration-facts.js';

/** What to do besides updating existing issues. */
export interface MigrationWish {
  /** The tracking issue may be created. */
  readonly begin?: boolean;
  /** A new note from a person. Only the tracking issue is then written, so that the person gets an answer soon. */
  readonly said?: (state: MigrationState) => MigrationState;
}

/** Where the issues are. */
export interface MigrationPlace {
  /** The tracking issue; absent if there is none and none is needed. */
  readonly tracking?: number;
  /** The policy turns migration issues off. */
  readonly isOff: boolean;
}

/** Remembers the assessment of a default branch. @returns whether the migration issues must be updated */
export async function rememberModule(assessed: AssessedCommit, job: Job, context: AppContext): Promise<boolean> {
  const memory = await moduleMemory(assessed, job, context);
  await context.ledger.noteModule(memory);
  return memory.digest !== digestOf(memory, context.standard);
}

/** What to remember about a module after an assessment of its default branch. */
export async function moduleMemory(
  { assessment, policy, snapshot }: AssessedCommit,
  { installation, repository, owner, repo }: Job,
  { ledger }: AppContext,
): Promise<ModuleMemory> {
  const before = await ledger.module(repository);
  return {
    installation,
    repository,
    owner,
    repo,
    assessment,
    policy,
    facts: migrationFacts(snapshot, policy),
    ...(before?.digest === undefined ? {} : { digest: before.digest }),
    ...(before?.notified === undefined ? {} : { notified: before.notified }),
  };
}

/** Brings the issues up to date. @throws what `said` throws */
export async function updateMigration(
  memory: ModuleMemory,
  { octokit, installation, repository, owner, repo }: Job,
  { ledger, standard }: AppContext,
  { begin = false, said }: MigrationWish,
): Promise<MigrationPlace> {
  const name = { owner, repo };
  const { assessment, policy, facts } = memory;
  const done = { ...memory, digest: digestOf(memory, standard) };
  const known = policy.migration === 'off' ? new Map<string, KnownIssue>() : await knownIssues(octokit, name);
  const old = known.get('tracking');
  if (policy.migration === 'off' || !(old || begin || policy.migration !== undefined)) {
    await ledger.noteModule(done);
    return { isOff: policy.migration === 'off' };
  }
  const before = stateFrom(old?.marks.state);
  const state = said ? said(before) : before;
  const numbers = new Map([...known].flatMap(([key, { number }]) => (key === 'tracking' ? [] : [[key, number]])));
  const wanted = () =>
    migrationIssues({ standard, assessment, policy, facts: facts as MigrationFacts, state, numbers });
  if (!old && !wanted().tracking.done) await ensureLabel(octokit, name);

  const opens = policy.migration === 'sections' || state.planned;
  const below: number[] = [];
  for (const issue of said ? [] : wanted().sections) {
    const there = known.get(issue.key);
    const at = there || opens ? await settle(issue, there) : undefined;
    if (!at) continue;
    numbers.set(issue.key, at.number);
    below.push(at.id);
  }
  const tracking = await settle(wanted().tracking, old, state);
  await ledger.tracked({ installation, repository }, tracking ? { issue: tracking.number, ...state } : null);
  if (tracking && below.length > 0) await linkUnder(octokit, name, tracking.number, below);
  await ledger.noteModule(done);
  return { isOff: false, ...(tracking ? { tracking: tracking.number } : {}) };

  /** Creates or updates one issue as wanted; returns the issue if it exists. */
  async function settle(issue: WantedIssue, there: KnownIssue | undefined, holds?: MigrationState) {
    const action = planIssue(issue, there, hashOf, holds);
    return action ? applyIssue(octokit, name, action) : there;
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Identifies the content of the issues except the commit. While it stays the same, no request to GitHub is needed. */
function digestOf({ assessment, policy, facts }: ModuleMemory, standard: Standard): string {
  const matter = { assessment: { ...assessment, subject: { ...assessment.subject, sha: '' } }, policy };
  const said = { state: { planned: false, blocked: [] }, numbers: new Map<string, number>() };
  return hashOf(JSON.stringify(migrationIssues({ standard, ...matter, ...said, facts: facts as MigrationFacts })));
}
