import { createHash } from 'node:crypto';
import type Database from 'libsql';
import type { Assessment } from '../assess/assessment.js';
import type { Policy } from '../policy/policy.js';
import type { CoverageReport } from '../snapshot/coverage-report.js';
import type { Ledger, MigrationMemory, Orphan } from './ledger.js';

const TABLES = `
CREATE TABLE IF NOT EXISTS assessments (
  number INTEGER PRIMARY KEY,
  owner TEXT NOT NULL COLLATE NOCASE,
  repo TEXT NOT NULL COLLATE NOCASE,
  ref TEXT NOT NULL,
  sha TEXT NOT NULL,
  assessed_at TEXT NOT NULL,
  version TEXT NOT NULL,
  policy TEXT NOT NULL,
  assessment TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS assessments_by_commit ON assessments (owner, repo, sha, number);
CREATE INDEX IF NOT EXISTS assessments_by_branch ON assessments (owner, repo, ref, number);
CREATE TABLE IF NOT EXISTS check_runs (
  owner TEXT NOT NULL COLLATE NOCASE,
  repo TEXT NOT NULL COLLATE NOCASE,
  sha TEXT NOT NULL,
  name TEXT NOT NULL,
  id INTEGER NOT NULL,
  installation INTEGER NOT NULL,
  concluded INTEGER NOT NULL,
  PRIMARY KEY (owner, repo, sha, name)
);
CREATE TABLE IF NOT EXISTS coverage (
  owner TEXT NOT NULL COLLATE NOCASE,
  repo TEXT NOT NULL COLLATE NOCASE,
  sha TEXT NOT NULL,
  reports TEXT NOT NULL,
  PRIMARY KEY (owner, repo, sha)
);
CREATE TABLE IF NOT EXISTS migrations (
  owner TEXT NOT NULL COLLATE NOCASE,
  repo TEXT NOT NULL COLLATE NOCASE,
  memory TEXT NOT NULL,
  PRIMARY KEY (owner, repo)
);`;

const NEWEST = 'SELECT assessment FROM assessments WHERE owner = ? AND repo = ?';

/**
 * A ledger in SQLite.
 * @param version of this tool: what another version said is not compared with
 */
export function sqliteLedger(database: Database.Database, version: string): Ledger {
  database.exec(TABLES);
  const insert = database.prepare(
    `INSERT INTO assessments (owner, repo, ref, sha, assessed_at, version, policy, assessment)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const at = database.prepare(`${NEWEST} AND sha = ? AND version = ? AND policy = ? ORDER BY number DESC LIMIT 1`);
  const latestOf = database.prepare(`${NEWEST} AND sha = ? ORDER BY number DESC LIMIT 1`);
  const before = database.prepare(`${NEWEST} AND ref = ? AND sha <> ? AND version = ? ORDER BY number DESC LIMIT 1`);
  const latest = database.prepare(`${NEWEST} AND ref = ? ORDER BY number DESC LIMIT 1`);
  const checkRun = database.prepare('SELECT id FROM check_runs WHERE owner = ? AND repo = ? AND sha = ? AND name = ?');
  const note = database.prepare(
    `INSERT INTO check_runs (owner, repo, sha, name, id, installation, concluded) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (owner, repo, sha, name) DO UPDATE SET id = excluded.id, installation = excluded.installation,
       concluded = excluded.concluded`,
  );
  const orphans = database.prepare(
    'SELECT owner, repo, sha, name, id, installation FROM check_runs WHERE concluded = 0',
  );

  const coverage = database.prepare('SELECT reports FROM coverage WHERE owner = ? AND repo = ? AND sha = ?');
  const noteCoverage = database.prepare(
    `INSERT INTO coverage (owner, repo, sha, reports) VALUES (?, ?, ?, ?)
     ON CONFLICT (owner, repo, sha) DO UPDATE SET reports = excluded.reports`,
  );
  const migration = database.prepare('SELECT memory FROM migrations WHERE owner = ? AND repo = ?');
  const migrations = database.prepare('SELECT memory FROM migrations ORDER BY owner, repo');
  const noteMigration = database.prepare(
    `INSERT INTO migrations (owner, repo, memory) VALUES (?, ?, ?)
     ON CONFLICT (owner, repo) DO UPDATE SET memory = excluded.memory`,
  );

  return {
    async append(assessment, policy) {
      const { owner, repo, ref, sha } = assessment.subject;
      const text = JSON.stringify(assessment);
      insert.run(owner ?? '', repo ?? '', ref, sha, assessment.assessedAt, version, digestOf(policy), text);
    },
    async at({ owner, repo }, sha, policy) {
      return assessmentIn(at.get(owner, repo, sha, version, digestOf(policy)));
    },
    async latestOf({ owner, repo }, sha) {
      return assessmentIn(latestOf.get(owner, repo, sha));
    },
    async before({ owner, repo }, ref, sha) {
      return assessmentIn(before.get(owner, repo, ref, sha, version));
    },
    async latest({ owner, repo }, ref) {
      return assessmentIn(latest.get(owner, repo, ref));
    },
    async checkRun({ owner, repo, sha, name }) {
      return (checkRun.get(owner, repo, sha, name) as { id: number } | undefined)?.id;
    },
    async noteCheckRun({ owner, repo, sha, name }, { id, installation, concluded }) {
      note.run(owner, repo, sha, name, id, installation, concluded ? 1 : 0);
    },
    async orphans() {
      return orphans.all() as Orphan[];
    },
    async coverage({ owner, repo }, sha) {
      const row = coverage.get(owner, repo, sha) as { reports: string } | undefined;
      return row && (JSON.parse(row.reports) as CoverageReport[]);
    },
    async noteCoverage({ owner, repo }, sha, reports) {
      noteCoverage.run(owner, repo, sha, JSON.stringify(reports));
    },
    async migration({ owner, repo }) {
      const row = migration.get(owner, repo) as { memory: string } | undefined;
      return row && (JSON.parse(row.memory) as MigrationMemory);
    },
    async migrations() {
      return (migrations.all() as { memory: string }[]).map(({ memory }) => JSON.parse(memory) as MigrationMemory);
    },
    async noteMigration({ owner, repo }, memory) {
      noteMigration.run(owner, repo, JSON.stringify(memory));
    },
  };
}

function assessmentIn(row: unknown): Assessment | undefined {
  const text = (row as { assessment: string } | undefined)?.assessment;
  return text === undefined ? undefined : (JSON.parse(text) as Assessment);
}

/** What of a policy decides findings: waivers and attestations are compared by the findings themselves. */
function digestOf({ commitTypes, thresholds, module, since, deploys, notifiesRegistry }: Policy): string {
  const decisive = JSON.stringify([commitTypes, thresholds, module, since, deploys, notifiesRegistry]);
  return createHash('sha256').update(decisive).digest('hex').slice(0, 16);
}
