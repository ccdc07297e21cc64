/** Maintenance of the ledger: adoption of data from an earlier version, erasure, and retention. */
import type Database from 'libsql';
import type { RepositoryKey } from '../repository-key.js';
import { transaction } from './transaction.js';

const DAY = 86_400_000;
/** How long data is kept, in days. */
const KEPT_DAYS = {
  /** Assessments of pull requests and merge groups, and earlier readings of the registry. */
  changes: 60,
  /** The history of default branches. */
  history: 1_100,
  check_runs: 180,
  pulls: 365,
  coverage: 60,
  released_trees: 60,
} as const;

/** Assigns data that an earlier version kept under a repository's name to the repository. */
export function prepareAdoption(database: Database.Database) {
  const orphaned = database.prepare('SELECT 1 FROM assessments WHERE repository = 0 LIMIT 1');
  const events = database.prepare(
    `UPDATE events SET installation = ?1, repository = ?2 WHERE repository = 0
       AND CASE WHEN json_valid(data) THEN json_extract(data, '$.assessment.subject.owner') END = ?3 COLLATE NOCASE
       AND CASE WHEN json_valid(data) THEN json_extract(data, '$.assessment.subject.repo') END = ?4 COLLATE NOCASE`,
  );
  const assessments = database.prepare(
    'UPDATE assessments SET repository = ?1 WHERE repository = 0 AND event IN (SELECT number FROM events WHERE repository = ?1)',
  );
  const checkRuns = database.prepare(
    `UPDATE OR REPLACE check_runs SET installation = ?1, repository = ?2 WHERE repository = 0
       AND owner = ?3 COLLATE NOCASE AND repo = ?4 COLLATE NOCASE`,
  );
  return transaction(database, (installation: number, repository: number, owner: string, repo: string) => {
    checkRuns.run(installation, repository, owner, repo);
    if (!orphaned.get()) return;
    events.run(installation, repository, owner, repo);
    assessments.run(repository);
  });
}

const TABLES = [
  'events',
  'check_runs',
  'pulls',
  'seen_tags',
  'coverage',
  'modules',
  'released_trees',
  'fleet',
  'tracking',
  'history',
  'absent',
] as const;

/** Erases the data of an installation, or of some of its repositories. */
export function prepareErasure(database: Database.Database) {
  const all = [...TABLES, 'awaited'].map(table => database.prepare(`DELETE FROM ${table} WHERE installation = ?`));
  const some = TABLES.map(table => database.prepare(`DELETE FROM ${table} WHERE installation = ? AND repository = ?`));
  // Those who were told of its events must forget them too.
  const told = database.prepare('INSERT INTO erasures (installation, repository) VALUES (?, ?)');
  return transaction(database, (installation: number, repositories: readonly number[] | undefined) => {
    if (!repositories) for (const each of all) each.run(installation);
    else for (const repository of repositories) for (const each of some) each.run(installation, repository);
    for (const repository of repositories ?? [null]) told.run(installation, repository);
  });
}

export const ABSENT_TABLE = `
CREATE TABLE absent (
  installation INTEGER NOT NULL,
  repository INTEGER NOT NULL,
  since TEXT NOT NULL,
  PRIMARY KEY (installation, repository)
)`;

export const AWAITED_TABLE = `
CREATE TABLE awaited (
  installation INTEGER NOT NULL PRIMARY KEY,
  awaited TEXT NOT NULL
)`;

export const OUTBOX_TABLES = `
CREATE TABLE outbox (sent INTEGER NOT NULL);
INSERT INTO outbox VALUES (0);
CREATE TABLE erasures (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  installation INTEGER NOT NULL,
  repository INTEGER
)`;

/** The repositories with data in the ledger, and those that the app can no longer access. */
export function prepareAbsence(database: Database.Database) {
  const owners = database.prepare(
    TABLES.map(table => `SELECT DISTINCT installation, repository FROM ${table} WHERE repository <> 0`).join(' UNION '),
  );
  const note = database.prepare('INSERT OR IGNORE INTO absent (installation, repository, since) VALUES (?, ?, ?)');
  const since = database.prepare('SELECT since FROM absent WHERE installation = ? AND repository = ?');
  const clear = database.prepare('DELETE FROM absent WHERE installation = ? AND repository = ?');
  return {
    owners: () => owners.all() as RepositoryKey[],
    noteAbsent({ installation, repository }: RepositoryKey, now: string): string {
      note.run(installation, repository, now);
      return (since.get(installation, repository) as { since: string }).since;
    },
    notePresent: ({ installation, repository }: RepositoryKey) => void clear.run(installation, repository),
  };
}

/** Erases data past its retention time. The newest assessment of each branch stays. */
export function prepareRetention(database: Database.Database) {
  const newest = 'SELECT MAX(event) FROM assessments GROUP BY repository, package, ref';
  const changes = database.prepare(
    `DELETE FROM events WHERE kind = 'assessed' AND at < ?1 AND number IN
       (SELECT event FROM assessments WHERE ref LIKE 'pull/%' OR ref LIKE 'gh-readonly-queue/%' OR ref = sha)`,
  );
  const history = database.prepare(
    `DELETE FROM events WHERE at < ?1 AND kind <> 'tracked' AND number NOT IN (${newest})`,
  );
  const registries = database.prepare(
    `DELETE FROM events WHERE kind = 'registry-read' AND at < ?1
       AND number NOT IN (SELECT MAX(number) FROM events WHERE kind = 'registry-read' GROUP BY installation)`,
  );
  const dated = (['check_runs', 'pulls', 'coverage', 'released_trees'] as const).map(table => ({
    days: KEPT_DAYS[table],
    statement: database.prepare(`DELETE FROM ${table} WHERE at < ?`),
  }));
  return transaction(database, (now: string) => {
    const ago = (days: number) => new Date(Date.parse(now) - days * DAY).toISOString();
    changes.run(ago(KEPT_DAYS.changes));
    history.run(ago(KEPT_DAYS.history));
    registries.run(ago(KEPT_DAYS.changes));
    for (const { days, statement } of dated) statement.run(ago(days));
  });
}
