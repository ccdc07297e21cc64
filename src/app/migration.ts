/** Migration issues: they follow the assessment of the default branch and the notes of people. */

import { createHash } from 'node:crypto';
import type { ModuleAssessment } from '../assess/assess-modules.js';
import { applyIssue, ensureLabel, type KnownIssue, knownIssues, linkUnder, planIssue } from '../publish/migration.js';
import type { MigrationFacts, MigrationInput, WantedIssue } from '../report/migration/input.js';
import { migrationIssues } from '../report/migration/issues.js';
import { issueKey, moduleInKey, topicOf } from '../report/migration/marker.js';
import { type MigrationState, stateFrom } from '../fleet/migration-state.js';
import { standardInForce } from '../standard/in-force.js';
import type { Standard } from '../standard/standard.js';
import type { ModuleMemory } from '../store/ledger.js';
import type { AssessedCommit } from './assess-commit.js';
import type { AppContext, Job } from './context.js';
import { repositoryDisputes, openModuleDisputes } from './disputes.js';
import { policyEvents } from './policy-events.js';
import { migrationFacts } from './migration-facts.js';
import { verifyConfirmations } from './reviews.js';
import { NO_REVIEW } from '../fleet/review.js';

/** What to do besides updating existing issues. */
export interface MigrationRequest {
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

/** What the assessment of a default branch means for the migration issues. */
export interface MigrationChange {
  /** Whether the issues must be updated. */
  readonly isNew: boolean;
  /** The modules that are not assessed anymore, as the keys of their issues name them; empty for issues without a name. */
  readonly retired: readonly string[];
}

/** Remembers the assessment of a default branch. */
export async function rememberModules(
  assessed: AssessedCommit,
  job: Job,
  context: AppContext,
): Promise<MigrationChange> {
  const { ledger, standard } = context;
  const before = await ledger.modulesOf(job.repository);
  const memories = moduleMemories(assessed, before, job);
  await ledger.noteModules(memories, policyEvents(before[0]?.policy, memories[0].policy));
  const present = new Set(memories.map(keyedModule));
  const retired = [...new Set(before.map(keyedModule))].filter(name => !present.has(name)).map(name => name ?? '');
  return { isNew: memories.some(memory => memory.digest !== digestOf(memory, standard)), retired };
}

/** What to remember about the modules of a repository after an assessment of its default branch. */
export function moduleMemories(
  { modules, snapshot }: AssessedCommit,
  before: readonly ModuleMemory[],
  { installation, repository, owner, repo }: Job,
): readonly [ModuleMemory, ...ModuleMemory[]] {
  const notified = before[0]?.notified;
  const memoryOf = ({ name, policy, assessment }: ModuleAssessment): ModuleMemory => {
    const digest = before.find(each => each.name === name && each.policy.module === policy.module)?.digest;
    return {
      installation,
      repository,
      owner,
      repo,
      ...(name === undefined ? {} : { name }),
      assessment,
      policy,
      facts: migrationFacts(snapshot, policy),
      ...(digest === undefined ? {} : { digest }),
      ...(notified === undefined ? {} : { notified }),
    };
  };
  const [first, ...others] = modules;
  return [memoryOf(first), ...others.map(memoryOf)];
}

/**
 * The package in the keys of a module's issues. The module that is named like its repository keeps issues without a name: they
 * might be older than the policy's choice of several modules.
 */
export function keyedModule({ name, repo }: Pick<ModuleMemory, 'name' | 'repo'>): string | undefined {
  return name === undefined || name === repo ? undefined : moduleInKey(name);
}

/** Closes the issues of modules that are not assessed anymore. @param retired see `MigrationNews` */
export async function closeRetired(
  retired: readonly string[],
  { octokit, owner, repo, repository }: Job,
  { ledger }: AppContext,
): Promise<void> {
  const present = (await ledger.modulesOf(repository)).map(each => keyedModule(each) ?? '');
  const gone = new Set(retired.filter(name => !present.includes(name)));
  if (gone.size === 0) return;
  for (const [key, issue] of await knownIssues(octokit, { owner, repo })) {
    if (!gone.has(topicOf(key).module ?? '')) continue;
    const text = 'This app does not assess this module anymore: the policy file does not name it.';
    const action = planIssue({ key, title: issue.title, text, done: true }, issue, hashOf);
    if (action) await applyIssue(octokit, { owner, repo }, action);
  }
}

/** Brings the issues up to date. @throws what `said` throws */
export async function updateMigration(
  memory: ModuleMemory,
  job: Job,
  context: AppContext,
  { begin = false, said }: MigrationRequest,
): Promise<MigrationPlace> {
  const { octokit, installation, repository, owner, repo } = job;
  const { ledger } = context;
  const name = { owner, repo };
  const { policy } = memory;
  const standard = standardInForce(context.standard, policy);
  const keyed = keyedModule(memory);
  const keyOf = (part: string) => issueKey({ part, ...(keyed === undefined ? {} : { module: keyed }) });
  const done = { ...memory, digest: digestOf(memory, standard) };
  const known = policy.migration === 'off' ? new Map<string, KnownIssue>() : await knownIssues(octokit, name);
  const old = known.get(keyOf('tracking'));
  if (policy.migration === 'off' || !(old || begin || policy.migration !== undefined)) {
    await ledger.noteModule(done);
    return { isOff: policy.migration === 'off' };
  }
  const before = stateFrom(old?.marks.state);
  const state = said ? said(before) : before;
  const awaited = await ledger.awaited(installation);
  const numbers = new Map(
    standard.sections.flatMap(({ id }) => {
      const number = known.get(keyOf(id))?.number;
      return number === undefined ? [] : [[id, number]];
    }),
  );
  const disputes = openModuleDisputes(memory, await repositoryDisputes(memory, context));
  const noted = { disputes, review: await verifyConfirmations(memory, job, context), today: context.now() };
  const wanted = () =>
    migrationIssues({ ...issuesInput(memory, standard), state, numbers, ...noted, ...(awaited ? { awaited } : {}) });
  if (!old && !wanted().tracking.done) await ensureLabel(octokit, name);

  const opens = policy.migration === 'sections' || state.planned;
  const below: number[] = [];
  for (const issue of said ? [] : wanted().sections) {
    const there = known.get(issue.key);
    const at = there || opens ? await settle(issue, there) : undefined;
    if (!at) continue;
    numbers.set(topicOf(issue.key).part, at.number);
    below.push(at.id);
  }
  const tracking = await settle(wanted().tracking, old, state);
  const [first = memory] = await ledger.modulesOf(repository);
  // The fleet shows one tracking issue for each repository.
  if (first.name === memory.name)
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
function digestOf(memory: ModuleMemory, standard: Standard): string {
  const { assessment } = memory;
  const of = { ...memory, assessment: { ...assessment, subject: { ...assessment.subject, sha: '' } } };
  const said = { state: { planned: false, blocked: [] }, numbers: new Map<string, number>(), disputes: [] };
  const noted = { review: NO_REVIEW, today: '' };
  return hashOf(JSON.stringify(migrationIssues({ ...issuesInput(of, standard), ...said, ...noted })));
}

type Noted = 'state' | 'numbers' | 'disputes' | 'review' | 'today';

function issuesInput(memory: ModuleMemory, standard: Standard): Omit<MigrationInput, Noted> {
  const { name, assessment, policy, facts } = memory;
  const keyed = keyedModule(memory);
  return {
    standard: standardInForce(standard, policy),
    assessment,
    policy,
    facts: facts as MigrationFacts,
    ...(name === undefined ? {} : { name }),
    ...(keyed === undefined ? {} : { keyed }),
  };
}
