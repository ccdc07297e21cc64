/** Migration issues follow what is measured on the default branch, and what people say of it. */

import { createHash } from 'node:crypto';
import type { Verdict } from '../assess/assess-module.js';
import type { MigrationMemory } from '../ledger/ledger.js';
import { applyIssue, ensureLabel, type KnownIssue, knownIssues, linkUnder, planIssue } from '../publish/migration.js';
import { migrationIssues } from '../report/migration/issues.js';
import type { MigrationFacts, WantedIssue } from '../report/migration/matter.js';
import { type MigrationState, stateFrom } from '../report/migration/state.js';
import { CIM_STANDARD } from '../standard/cim.js';
import type { House, Installation, RepositoryName } from './house.js';
import { factsOf } from './migration-facts.js';

/** What is to be done besides keeping what is there. */
export interface MigrationWish {
  /** The tracking issue may be created. */
  readonly begin?: boolean;
  /** What people say of it now: the tracking issue alone is written, so that they are answered soon. */
  readonly said?: (state: MigrationState) => MigrationState;
}

/** Where the issues stand. */
export interface MigrationPlace {
  /** The tracking issue; absent where none is there, and none is needed. */
  readonly tracking?: number;
  /** The policy wants none. */
  readonly isOff: boolean;
}

/** Keeps the issues as the newest assessment of the default branch says. */
export async function followMigration(name: RepositoryName, installation: Installation, house: House): Promise<void> {
  const memory = await house.ledger.migration(name);
  if (memory) await keepMigration(name, memory, installation, house, {});
}

/** Remembers a verdict on the default branch: its issues follow as a chore, where it says anything new. */
export async function rememberMigration(verdict: Verdict, installation: Installation, house: House): Promise<void> {
  const { name, memory } = await memoryOf(verdict, installation, house);
  await house.ledger.noteMigration(name, memory);
  if (memory.digest !== digestOf(memory))
    await house.chores.put({ kind: 'migration', ...name, installation: installation.id });
}

/** Begins a module's migration: its tracking issue may be created. */
export async function beginMigration(verdict: Verdict, installation: Installation, house: House): Promise<void> {
  const { name, memory } = await memoryOf(verdict, installation, house);
  await keepMigration(name, memory, installation, house, { begin: true });
}

/** What a verdict on the default branch makes of a module's memory. */
export async function memoryOf({ assessment, policy, snapshot }: Verdict, { id }: Installation, house: House) {
  const { owner, repo } = assessment.subject;
  const name = { owner: owner ?? '', repo: repo ?? '' };
  const before = await house.ledger.migration(name);
  const memory: MigrationMemory = {
    installation: id,
    assessment,
    policy,
    facts: factsOf(snapshot, policy),
    ...(before?.digest === undefined ? {} : { digest: before.digest }),
  };
  return { name, memory };
}

/** Brings the issues to what they should be. @throws what `said` throws */
export async function keepMigration(
  name: RepositoryName,
  memory: MigrationMemory,
  { octokit }: Installation,
  house: House,
  { begin = false, said }: MigrationWish,
): Promise<MigrationPlace> {
  const { assessment, policy, facts } = memory;
  const done = { ...memory, digest: digestOf(memory) };
  const known = policy.migration === 'off' ? new Map<string, KnownIssue>() : await knownIssues(octokit, name);
  const old = known.get('tracking');
  if (policy.migration === 'off' || !(old || begin || policy.migration !== undefined)) {
    await house.ledger.noteMigration(name, done);
    return { isOff: policy.migration === 'off' };
  }
  const before = stateFrom(old?.marks.state);
  const state = said ? said(before) : before;
  const numbers = new Map([...known].flatMap(([key, { number }]) => (key === 'tracking' ? [] : [[key, number]])));
  const wanted = () =>
    migrationIssues({ standard: CIM_STANDARD, assessment, policy, facts: facts as MigrationFacts, state, numbers });
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
  if (tracking && below.length > 0) await linkUnder(octokit, name, tracking.number, below);
  await house.ledger.noteMigration(name, done);
  return { isOff: false, ...(tracking ? { tracking: tracking.number } : {}) };

  /** Brings one issue to what it should be; gives it where it is there. */
  async function settle(issue: WantedIssue, there: KnownIssue | undefined, holds?: MigrationState) {
    const action = planIssue(issue, there, hashOf, holds);
    return action ? applyIssue(octokit, name, action) : there;
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Tells what the issues say, but for the commit: as long as it is the same, there is nothing to ask GitHub. */
function digestOf({ assessment, policy, facts }: MigrationMemory): string {
  const matter = { assessment: { ...assessment, subject: { ...assessment.subject, sha: '' } }, policy };
  const said = { state: { planned: false, blocked: [] }, numbers: new Map<string, number>() };
  return hashOf(
    JSON.stringify(migrationIssues({ standard: CIM_STANDARD, ...matter, ...said, facts: facts as MigrationFacts })),
  );
}
