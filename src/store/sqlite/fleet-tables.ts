/** The tables of the fleet, and how they are derived from the events. */
import type Database from 'libsql';
import { counted, type HistoryPoint } from '../../fleet/history.js';
import { measuredOf } from '../../fleet/measured.js';
import type { AssessedEvent } from '../ledger.js';
import { fromStore, STORED_EVENT, STORED_POINTS, STORED_TRACKING } from '../stored.js';

export const FLEET_TABLES = `
CREATE TABLE fleet (
  installation INTEGER NOT NULL,
  repository INTEGER NOT NULL,
  package TEXT NOT NULL,
  owner TEXT NOT NULL,
  repo TEXT NOT NULL,
  public INTEGER NOT NULL,
  event INTEGER NOT NULL REFERENCES events (number) ON DELETE CASCADE,
  measured TEXT NOT NULL,
  PRIMARY KEY (repository, package)
);
CREATE INDEX fleet_of ON fleet (installation);
CREATE TABLE tracking (
  installation INTEGER NOT NULL,
  repository INTEGER NOT NULL PRIMARY KEY,
  tracking TEXT NOT NULL
);
CREATE TABLE history (
  event INTEGER NOT NULL REFERENCES events (number) ON DELETE CASCADE,
  installation INTEGER NOT NULL,
  repository INTEGER NOT NULL,
  at TEXT NOT NULL,
  -- The Monday of its week, and whether it is the last point of that week.
  week TEXT NOT NULL,
  weekly INTEGER NOT NULL,
  sha TEXT NOT NULL,
  tool TEXT NOT NULL,
  version TEXT,
  backfilled INTEGER NOT NULL,
  met INTEGER NOT NULL,
  unmet INTEGER NOT NULL,
  unknown INTEGER NOT NULL,
  not_applicable INTEGER NOT NULL,
  waived INTEGER NOT NULL,
  readiness REAL NOT NULL,
  blocking INTEGER NOT NULL,
  open INTEGER NOT NULL,
  PRIMARY KEY (repository, at, event)
);
CREATE INDEX history_weekly ON history (installation, repository, at) WHERE weekly = 1;
CREATE INDEX history_of_event ON history (event);
CREATE INDEX events_by_kind ON events (installation, kind, number);`;

/** A row of the history. */
export interface PointRow {
  readonly repository: number;
  readonly event: number;
  readonly at: string;
  readonly sha: string;
  readonly tool: string;
  readonly version: string | null;
  readonly backfilled: number;
  readonly met: number;
  readonly unmet: number;
  readonly unknown: number;
  readonly not_applicable: number;
  readonly waived: number;
  readonly readiness: number;
  readonly blocking: number;
  readonly open: number;
}

/** Converts a row to a point. */
export function pointOf(row: PointRow): HistoryPoint {
  const { at, sha, tool, version, blocking, open, met, unmet, unknown, waived, readiness } = row;
  const summary = { met, unmet, unknown, notApplicable: row.not_applicable, waived, readiness };
  return { at, sha, tool, summary, blocking, open, version, isBackfilled: row.backfilled === 1 };
}

/** An event in the log. */
export interface LoggedEvent {
  readonly number: number;
  readonly installation: number;
  readonly repository: number;
  readonly package: string;
  readonly kind: string;
  readonly version: string;
  readonly data: string;
}

/** Derives the tables: `apply` from one more event, `rebuild` from all of them. */
export function fleetTables(database: Database.Database) {
  const putModule = database.prepare(
    `INSERT OR REPLACE INTO fleet (installation, repository, package, owner, repo, public, event, measured)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const putTracking = database.prepare(
    'INSERT OR REPLACE INTO tracking (installation, repository, tracking) VALUES (?, ?, ?)',
  );
  const clearWeek = database.prepare('UPDATE history SET weekly = 0 WHERE repository = ? AND week = ? AND at <= ?');
  const laterInWeek = database.prepare('SELECT 1 FROM history WHERE repository = ? AND week = ? AND at > ? LIMIT 1');
  const putPoint = database.prepare(
    `INSERT OR REPLACE INTO history (event, installation, repository, at, week, weekly, sha, tool, version, backfilled,
       met, unmet, unknown, not_applicable, waived, readiness, blocking, open)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const all = database.prepare(
    `SELECT number, installation, repository, package, kind, version, data FROM events
     WHERE kind IN ('assessed', 'backfilled', 'tracked') ORDER BY number`,
  );

  const addPoint = ({ number, installation, repository }: LoggedEvent, point: HistoryPoint) => {
    const week = mondayOf(point.at);
    const isLast = laterInWeek.get(repository, week, point.at) === undefined;
    if (isLast) clearWeek.run(repository, week, point.at);
    const { at, sha, tool, version, isBackfilled, summary, blocking, open } = point;
    const { met, unmet, unknown, notApplicable, waived, readiness } = summary;
    const counts = [met, unmet, unknown, notApplicable, waived, readiness, blocking, open];
    const when = [at, week, isLast ? 1 : 0];
    putPoint.run(number, installation, repository, ...when, sha, tool, version, isBackfilled ? 1 : 0, ...counts);
  };
  const addAssessment = (event: LoggedEvent, { assessment, module }: AssessedEvent) => {
    const { subject, assessedAt: at } = assessment;
    if (!isOfBranch(subject)) return;
    addPoint(event, {
      at,
      sha: subject.sha,
      tool: event.version,
      ...counted(assessment),
      version: module?.facts.version ?? null,
      isBackfilled: false,
    });
    if (!module) return;
    const { installation, repository, number } = event;
    const measured = JSON.stringify(measuredOf(assessment, module.facts));
    const { owner, repo } = subject;
    putModule.run(
      installation,
      repository,
      event.package,
      owner ?? '',
      repo ?? '',
      module.isPublic ? 1 : 0,
      number,
      measured,
    );
  };
  /** Applies an event. An invalid event changes nothing. */
  const apply = (event: LoggedEvent) => {
    if (event.kind === 'assessed') {
      const found = fromStore(STORED_EVENT, event.data);
      if ('value' in found) addAssessment(event, found.value);
    } else if (event.kind === 'backfilled') {
      const found = fromStore(STORED_POINTS, event.data);
      if ('value' in found) for (const point of found.value.points) addPoint(event, point);
    } else if (event.kind === 'tracked') {
      const found = fromStore(STORED_TRACKING, event.data);
      if ('value' in found) putTracking.run(event.installation, event.repository, JSON.stringify(found.value.tracking));
    }
  };
  return {
    apply,
    rebuild() {
      for (const table of ['fleet', 'tracking', 'history']) database.exec(`DELETE FROM ${table}`);
      for (const event of all.iterate() as IterableIterator<LoggedEvent>) apply(event);
    },
  };
}

/** Whether an assessment is of a branch, not of a pull request, a merge group, or a single commit. */
function isOfBranch({ ref, sha }: { readonly ref: string; readonly sha: string }): boolean {
  return ref !== sha && !ref.startsWith('pull/') && !ref.startsWith('gh-readonly-queue/');
}

const DAY = 86_400_000;

function mondayOf(at: string): string {
  const day = Date.parse(at.slice(0, 10));
  const sinceMonday = (new Date(day).getUTCDay() + 6) % 7;
  return new Date(day - sinceMonday * DAY).toISOString().slice(0, 10);
}
