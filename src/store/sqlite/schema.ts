/** The schema of the database, and the migrations from earlier versions. */
import type Database from 'libsql';
import { StoreOpenError } from '../unavailable.js';
import { adoptFirstSchema } from './first-schema.js';
import { FLEET_TABLES, fleetTables } from './fleet-tables.js';
import { transaction } from './transaction.js';
import { ABSENT_TABLE, AWAITED_TABLE, OUTBOX_TABLES } from './upkeep.js';

const TABLES = `
CREATE TABLE work (
  -- Never given twice: the order of entries does not depend on the clock.
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  installation INTEGER NOT NULL,
  repository INTEGER NOT NULL,
  -- What is worked on one entry at a time: a repository, or an installation.
  lane TEXT NOT NULL,
  name TEXT NOT NULL,
  owner TEXT NOT NULL,
  repo TEXT NOT NULL,
  details TEXT NOT NULL DEFAULT '{}',
  delivery TEXT,
  priority INTEGER NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  deaths INTEGER NOT NULL DEFAULT 0,
  due INTEGER NOT NULL,
  -- When the due time was set: a clock that reads less than this was set back.
  set_at INTEGER NOT NULL,
  token TEXT,
  worker TEXT,
  lease INTEGER,
  reason TEXT
);
CREATE UNIQUE INDEX work_waiting ON work (lane, name) WHERE state = 'waiting';
CREATE UNIQUE INDEX work_claimed ON work (lane) WHERE state = 'claimed';
CREATE UNIQUE INDEX work_token ON work (token) WHERE token IS NOT NULL;
CREATE INDEX work_next ON work (state, priority, number);

-- The log. The tables after it are derived, or remember what stands on GitHub.
CREATE TABLE events (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  installation INTEGER NOT NULL,
  repository INTEGER NOT NULL,
  package TEXT NOT NULL,
  standard TEXT NOT NULL,
  kind TEXT NOT NULL,
  by TEXT,
  at TEXT NOT NULL,
  version TEXT NOT NULL,
  delivery TEXT,
  data TEXT NOT NULL
);
CREATE INDEX events_of ON events (repository, number);
CREATE TABLE assessments (
  event INTEGER PRIMARY KEY REFERENCES events (number) ON DELETE CASCADE,
  repository INTEGER NOT NULL,
  package TEXT NOT NULL,
  standard TEXT NOT NULL,
  ref TEXT NOT NULL,
  sha TEXT NOT NULL,
  version TEXT NOT NULL,
  policy TEXT NOT NULL,
  digest TEXT NOT NULL
);
CREATE INDEX assessments_by_commit ON assessments (repository, sha, event);
CREATE INDEX assessments_by_branch ON assessments (repository, ref, event);
CREATE TABLE check_runs (
  installation INTEGER NOT NULL,
  repository INTEGER NOT NULL,
  owner TEXT NOT NULL,
  repo TEXT NOT NULL,
  sha TEXT NOT NULL,
  name TEXT NOT NULL,
  id INTEGER NOT NULL,
  concluded INTEGER NOT NULL,
  digest TEXT,
  target TEXT,
  at TEXT NOT NULL,
  PRIMARY KEY (repository, owner, repo, sha, name)
);
CREATE INDEX check_runs_unfinished ON check_runs (concluded) WHERE concluded = 0;
CREATE TABLE pulls (
  installation INTEGER NOT NULL,
  repository INTEGER NOT NULL,
  number INTEGER NOT NULL,
  sha TEXT NOT NULL,
  reports TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (repository, number)
);
CREATE INDEX pulls_by_head ON pulls (repository, sha);
CREATE TABLE seen_tags (
  installation INTEGER NOT NULL,
  repository INTEGER NOT NULL PRIMARY KEY,
  tags TEXT NOT NULL
);
CREATE TABLE coverage (
  installation INTEGER NOT NULL,
  repository INTEGER NOT NULL,
  sha TEXT NOT NULL,
  reports TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (repository, sha)
);
CREATE TABLE modules (
  installation INTEGER NOT NULL,
  repository INTEGER NOT NULL,
  package TEXT NOT NULL,
  standard TEXT NOT NULL,
  memory TEXT NOT NULL,
  PRIMARY KEY (repository, package, standard)
);
CREATE TABLE released_trees (
  installation INTEGER NOT NULL,
  repository INTEGER NOT NULL,
  sha TEXT NOT NULL,
  files BLOB NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (repository, sha)
);`;

/** Each step migrates a file from one schema version to the next. The number of the last step is the current version. */
const STEPS: readonly ((database: Database.Database) => void)[] = [
  database => adoptFirstSchema(database, () => void database.exec(TABLES)),
  database => {
    database.exec(FLEET_TABLES);
    fleetTables(database).rebuild();
  },
  database => void database.exec(ABSENT_TABLE),
  database => void database.exec(AWAITED_TABLE),
  database => void database.exec(OUTBOX_TABLES),
];

/** The version of the schema. */
export const SCHEMA_VERSION = STEPS.length;

/**
 * Updates the schema, completely or not at all.
 * @throws StoreOpenError if a newer version wrote the file
 */
export function migrate(database: Database.Database): void {
  const version = versionOf(database);
  if (version > STEPS.length)
    throw new StoreOpenError(
      `the database was written by a newer version (schema ${version}; this version knows ${STEPS.length}): run that version, or restore a backup of before`,
    );
  if (version === STEPS.length) return;
  transaction(database, () => {
    for (const step of STEPS.slice(version)) step(database);
    database.exec(`PRAGMA user_version = ${STEPS.length}`);
  })();
}

function versionOf(database: Database.Database): number {
  return (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
}
