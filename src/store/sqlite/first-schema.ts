/**
 * Migrates the file of version 0.1.0, which had no schema version and identified repositories by name. Its assessments and check runs are
 * kept under the repository ID 0 until the repository with that name is seen again (`adopt`). Its waiting deliveries are in `old_deliveries`
 * until the server has taken them.
 */
import { createHash } from 'node:crypto';
import type Database from 'libsql';

const OLD = ['assessments', 'check_runs', 'coverage', 'migrations', 'released_trees', 'deliveries', 'chores'];

/** Renames the old tables, creates the new ones, and copies the data that is kept. */
export function adoptFirstSchema(database: Database.Database, makeTables: () => void): void {
  const there = new Set(
    (database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[]).map(
      ({ name }) => name,
    ),
  );
  const old = OLD.filter(name => there.has(name));
  for (const name of old) database.exec(`ALTER TABLE ${name} RENAME TO old_${name}`);
  const indexes = database.prepare("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").all();
  for (const { name } of indexes as { name: string }[]) database.exec(`DROP INDEX ${name}`);
  makeTables();
  if (there.has('assessments')) moveAssessments(database);
  if (there.has('check_runs')) moveCheckRuns(database);
  for (const name of old.filter(each => each !== 'deliveries')) database.exec(`DROP TABLE old_${name}`);
}

interface OldAssessment {
  readonly ref: string;
  readonly sha: string;
  readonly assessed_at: string;
  readonly version: string;
  readonly policy: string;
  readonly assessment: string;
}

function moveAssessments(database: Database.Database): void {
  const event = database.prepare(
    `INSERT INTO events (installation, repository, package, standard, kind, at, version, data)
     VALUES (0, 0, '', 'cim/v1', 'assessed', ?, ?, ?)`,
  );
  const assessment = database.prepare(
    `INSERT INTO assessments (event, repository, package, standard, ref, sha, version, policy, digest)
     VALUES (?, 0, '', 'cim/v1', ?, ?, ?, ?, ?)`,
  );
  const rows = database.prepare('SELECT * FROM old_assessments WHERE json_valid(assessment) ORDER BY number');
  for (const row of rows.iterate() as IterableIterator<OldAssessment>) {
    const data = JSON.stringify({ assessment: JSON.parse(row.assessment) as unknown });
    const { lastInsertRowid } = event.run(row.assessed_at, row.version, data);
    const digest = createHash('sha256').update(row.assessment).digest('hex').slice(0, 16);
    assessment.run(lastInsertRowid, row.ref, row.sha, row.version, row.policy, digest);
  }
}

function moveCheckRuns(database: Database.Database): void {
  database.exec(
    `INSERT INTO check_runs (installation, repository, owner, repo, sha, name, id, concluded, at)
     SELECT installation, 0, owner, repo, sha, name, id, concluded, strftime('%Y-%m-%dT%H:%M:%fZ', 'now') FROM old_check_runs`,
  );
}

/** A delivery that was waiting when the earlier version ended. */
export interface OldDelivery {
  readonly id: string;
  readonly event: string;
  readonly payload: string;
}

/** Returns the waiting deliveries of an earlier version, once. */
export async function takeOldDeliveries(
  database: Database.Database,
  take: (delivery: OldDelivery) => Promise<void>,
): Promise<void> {
  const there = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'old_deliveries'").get();
  if (!there) return;
  const waiting = database
    .prepare("SELECT id, event, payload FROM old_deliveries WHERE state = 'waiting' ORDER BY number")
    .all() as OldDelivery[];
  for (const { id, event, payload } of waiting) await take({ id, event, payload });
  database.exec('DROP TABLE old_deliveries');
}
