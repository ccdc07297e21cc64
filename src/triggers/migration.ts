/** Migration issues follow what is measured on the default branch, and what people say of it. */
import { createHash } from 'node:crypto';
import type { Verdict } from '../assess-module.js';
import type { MigrationMemory } from '../ledger/ledger.js';
import { applyIssue, ensureLabel, type KnownIssue, knownIssues, linkUnder, planIssue } from '../publish/migration.js';
import { migrationIssues } from '../report/migration/issues.js';
import type { MigrationFacts, WantedIssue } from '../report/migration/matter.js';
import { type MigrationState, stateFrom } from '../report/migration/state.js';
import type { House, Installation, RepositoryName } from './house.js';
import { factsOf } from './migration-facts.js';

/** What is to be done besides keeping what is there. */
export interface MigrationWish {
  /** The tracking issue may be created. */
  readonly begin?: boolean;
  /** What people say of it now. */
  readonly said?: (state: MigrationState) => MigrationState;
}

/** Where the issues stand. */
export interface MigrationPlace {
  /** The tracking issue; absent where none is there, and none is needed. */
  readonly tracking?: number;
  /** The sections' issues that are open, by section. */
  readonly sections: ReadonlyMap<string, number>;
  readonly state: MigrationState;
}

/** Keeps the issues as the newest assessment of the default branch says. */
export async function followMigration(name: RepositoryName, installation: Installation, house: House): Promise<void> {
  const memory = await house.ledger.migration(name);
  if (memory) await keep(name, memory, installation, house, {});
}

/** Remembers a verdict on the default branch: its issues follow as a chore, where it says anything new. */
export async function rememberMigration(verdict: Verdict, installation: Installation, house: House): Promise<void> {
  const { name, memory } = await memoryOf(verdict, installation, house);
  if (memory.digest === digestOf(memory)) return;
  await house.ledger.noteMigration(name, memory);
  await house.chores.put({ kind: 'migration', ...name, installation: installation.id });
}

/** Begins a module's migration: its tracking issue may be created. */
export async function beginMigration(verdict: Verdict, installation: Installation, house: House): Promise<void> {
  const { name, memory } = await memoryOf(verdict, installation, house);
  await keep(name, memory, installation, house, { begin: true });
}

async function memoryOf({ assessment, policy, snapshot }: Verdict, { id }: Installation, house: House) {
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

/** Says something about a module's migration: gives where the issues stand then; undefined where it was never assessed. */
export async function sayOfMigration(
  name: RepositoryName,
  installation: Installation,
  house: House,
  said: (state: MigrationState) => MigrationState,
): Promise<MigrationPlace | undefined> {
  const memory = await house.ledger.migration(name);
  return memory && keep(name, memory, installation, house, { begin: true, said });
}

async function keep(
  name: RepositoryName,
  memory: MigrationMemory,
  { octokit }: Installation,
  house: House,
  { begin = false, said = same => same }: MigrationWish,
): Promise<MigrationPlace> {
  const { assessment, policy, facts } = memory;
  const known = await knownIssues(octokit, name);
  const old = known.get('tracking');
  const state = said(stateFrom(old?.marks.state));
  const wanted = (numbers: ReadonlyMap<string, number>) =>
    migrationIssues({ assessment, policy, facts: facts as MigrationFacts, state, numbers });
  const numbers = new Map([...known].filter(([key]) => key !== 'tracking').map(([key, { number }]) => [key, number]));

  const isWanted = old !== undefined || begin || policy.migration !== undefined;
  if (policy.migration === 'off' || !isWanted) {
    await house.ledger.noteMigration(name, { ...memory, digest: digestOf(memory) });
    return { sections: new Map(), state };
  }
  if (!old) await ensureLabel(octokit, name);
  const opensSections = policy.migration === 'sections' || state.planned;
  const made: { key: string; number: number; id: number }[] = [];
  for (const issue of wanted(numbers).sections) {
    const there = known.get(issue.key);
    if (!there && !opensSections) continue;
    const at = await settle(issue, there);
    if (!at) continue;
    numbers.set(issue.key, at.number);
    if (!there) made.push({ key: issue.key, ...at });
  }
  const tracking = (await settle(wanted(numbers).tracking, old, state)) ?? old;
  if (tracking && made.length > 0)
    await linkUnder(
      octokit,
      name,
      tracking.number,
      made.map(({ id }) => id),
    );
  await house.ledger.noteMigration(name, { ...memory, digest: digestOf(memory) });
  const open = wanted(numbers).sections.filter(({ done, key }) => !done && numbers.has(key));
  return {
    ...(tracking ? { tracking: tracking.number } : {}),
    sections: new Map(open.map(({ key }) => [key, numbers.get(key) ?? 0])),
    state,
  };

  /** Brings one issue to what it should be; gives it where it is there. */
  async function settle(issue: WantedIssue, there: KnownIssue | undefined, said?: MigrationState) {
    const action = planIssue(issue, there, hashOf, said);
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
  return hashOf(JSON.stringify(migrationIssues({ ...matter, ...said, facts: facts as MigrationFacts })));
}
