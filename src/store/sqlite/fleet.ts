import type { HistoryPoint } from '../../fleet/history.js';
import type { Change, FleetMemory, FleetRecord, Organization, RegistryPlace, RegistryRecord } from '../fleet-memory.js';
import type { RepositoryKey } from '../ledger.js';
import {
  fromStore,
  STORED_DATA,
  STORED_FLEET_POLICY,
  STORED_PROMISES,
  STORED_MEASURED,
  STORED_REGISTRY,
  STORED_TRACKED,
  type Stored,
} from '../stored.js';
import type { SqliteStore } from './database.js';
import { fleetTables, type PointRow, pointOf } from './fleet-tables.js';
import { transaction } from './transaction.js';

/** The kinds of events that are shown to people, except assessments. */
const TOLD = [
  'waived',
  'attested',
  'planned',
  'estimated',
  'blocked',
  'approved',
  'promoted',
  'demotion-proposed',
  'demoted',
  'registry-read',
];

interface FleetSettings {
  /** The version of this program. */
  readonly version: string;
  /** ISO 8601. */
  readonly now: () => string;
  /** Called with each invalid row. */
  readonly invalid: (problem: string) => void;
}

/** The fleet's part of the ledger, in SQLite. */
export function sqliteFleet({ database, run }: SqliteStore, { version, now, invalid }: FleetSettings): FleetMemory {
  const tables = fleetTables(database);
  const insertEvent = database.prepare(
    `INSERT INTO events (installation, repository, package, standard, kind, by, at, version, delivery, data)
     VALUES (?, ?, '', 'cim/v1', ?, NULL, ?, ?, NULL, ?)`,
  );
  const organizations = database.prepare(
    `SELECT installation, MIN(owner) AS owner FROM fleet GROUP BY installation ORDER BY installation`,
  );
  const fleet = database.prepare(
    `SELECT fleet.*, tracking.tracking FROM fleet LEFT JOIN tracking ON tracking.repository = fleet.repository
     WHERE fleet.installation = ? ORDER BY fleet.repo, fleet.repository, fleet.package`,
  );
  const weeksOf = database.prepare(
    `SELECT repository, MAX(event) AS newest, COUNT(*) AS count FROM history
     WHERE installation = ? AND weekly = 1 GROUP BY repository`,
  );
  const weekly = database.prepare(
    'SELECT * FROM history WHERE installation = ? AND weekly = 1 AND repository = ? ORDER BY at',
  );
  // Of two hundred modules, one changed: the points of the others are the same objects as before.
  const remembered = new Map<number, ReadonlyMap<number, WeeklyPoints>>();
  const history = database.prepare('SELECT * FROM history WHERE repository = ? ORDER BY at, event');
  const newest = database.prepare(
    'SELECT data FROM events WHERE repository = ? AND kind = ? ORDER BY number DESC LIMIT 1',
  );
  const registry = database.prepare(
    "SELECT number, repository, data FROM events WHERE installation = ? AND kind = 'registry-read' ORDER BY number DESC LIMIT 1",
  );
  const registryPlace = database.prepare(
    `SELECT installation, repository, json_extract(data, '$.owner') AS owner, json_extract(data, '$.repo') AS repo FROM events
     WHERE installation = ? AND kind = 'registry-read' ORDER BY number DESC LIMIT 1`,
  );
  const dropRegistries = database.prepare("DELETE FROM events WHERE installation = ? AND kind = 'registry-read'");
  const told = database.prepare(
    `SELECT number, at, repository, kind, by, CASE WHEN kind = 'registry-read' THEN '{}' ELSE data END AS data FROM events
     WHERE installation = ?1 AND kind IN (${TOLD.map(kind => `'${kind}'`).join(', ')}) AND number < ?2 ORDER BY number DESC LIMIT ?3`,
  );
  const points = database.prepare(
    `SELECT * FROM history WHERE installation = ?1 AND backfilled = 0 AND event < ?2
     ORDER BY event DESC LIMIT ?3`,
  );
  const pointBefore = database.prepare(
    'SELECT * FROM history WHERE repository = ? AND event < ? AND backfilled = 0 ORDER BY event DESC LIMIT 1',
  );
  const noted = database.prepare(
    `SELECT number, at, repository, kind, by, data FROM events
     WHERE installation = ? AND kind IN (SELECT value FROM json_each(?)) ORDER BY number`,
  );
  const newestOfKind = database.prepare(
    `SELECT number, repository, data FROM events WHERE number IN
       (SELECT MAX(number) FROM events WHERE installation = ? AND kind = ? GROUP BY repository) ORDER BY number`,
  );
  const revision = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'events'");

  const append = ({ installation, repository }: RepositoryKey, kind: string, data: unknown) => {
    const text = JSON.stringify(data);
    const { lastInsertRowid } = insertEvent.run(installation, repository, kind, now(), version, text);
    tables.apply({ number: Number(lastInsertRowid), installation, repository, package: '', kind, version, data: text });
  };
  const appendChanged = transaction(database, (key: RepositoryKey, kind: string, data: unknown) => {
    const row = newest.get(key.repository, kind) as { data: string } | undefined;
    if (row?.data !== JSON.stringify(data)) append(key, kind, data);
  });
  const valueIn = <T>(stored: Stored<T>, text: string, where: string): T | undefined => {
    const found = fromStore(stored, text);
    if ('value' in found) return found.value;
    invalid(`${found.invalid} (${where})`);
    return undefined;
  };
  const registryIn = (row: unknown): RegistryRecord | undefined => {
    const { number, data } = (row ?? {}) as { readonly number?: number; readonly data?: string };
    return data === undefined ? undefined : valueIn(STORED_REGISTRY, data, `event ${number}`);
  };

  return {
    organizations: () => run(() => organizations.all() as Organization[]),
    fleet: installation => run(() => (fleet.all(installation) as FleetRow[]).flatMap(recordOf)),
    histories: installation =>
      run(() => {
        const before = remembered.get(installation);
        const now = new Map(
          (weeksOf.all(installation) as WeeksRow[]).map(({ repository, newest, count }) => {
            const kept = before?.get(repository);
            const isSame = kept?.newest === newest && kept.points.length === count;
            const points = isSame ? kept.points : (weekly.all(installation, repository) as PointRow[]).map(pointOf);
            return [repository, { newest, points }] as const;
          }),
        );
        remembered.set(installation, now);
        return new Map([...now].map(([repository, { points }]) => [repository, points]));
      }),
    history: repository => run(() => (history.all(repository) as PointRow[]).map(pointOf)),
    backfilled: (key, found) =>
      run(() => {
        const all = found.map((point): HistoryPoint => ({ ...point, tool: version, isBackfilled: true }));
        appendChanged(key, 'backfilled', { points: all });
      }),
    isBackfilled: repository => run(() => newest.get(repository, 'backfilled') !== undefined),
    tracked: (key, tracking) => run(() => appendChanged(key, 'tracked', { tracking })),
    registry: installation => run(() => registryIn(registry.get(installation))),
    registryPlace: installation =>
      run(() => (registryPlace.get(installation) as RegistryPlace | undefined) ?? undefined),
    registryRead: (installation, record) =>
      run(() => {
        if (record) appendChanged(record, 'registry-read', record);
        else dropRegistries.run(installation);
      }),
    changes: (installation, limit, before = Number.MAX_SAFE_INTEGER) =>
      run(() => {
        const others = (told.all(installation, before, limit) as EventRow[]).map(changeOf);
        const assessed = (points.all(installation, before, limit) as PointRow[]).map((row): Change => {
          const { event: number, at, repository } = row;
          const earlier = pointBefore.get(repository, number) as PointRow | undefined;
          const previous = earlier ? pointOf(earlier) : null;
          return {
            number,
            at,
            repository,
            kind: 'assessed',
            by: null,
            assessed: { point: pointOf(row), before: previous },
          };
        });
        return [...others, ...assessed].sort((a, b) => b.number - a.number).slice(0, limit);
      }),
    noted: (installation, kinds) =>
      run(() => (noted.all(installation, JSON.stringify(kinds)) as EventRow[]).map(changeOf)),
    revision: () => run(() => (revision.get() as { seq: number } | undefined)?.seq ?? 0),
    promised: (key, promises) => run(() => appendChanged(key, 'promises', promises)),
    promises: installation =>
      run(() => new Map(newestIn(STORED_PROMISES, installation, 'promises').map(row => [row.repository, row.value]))),
    fleetPolicyRead: (key, policy) => run(() => appendChanged(key, 'fleet-policy', policy)),
    fleetPolicy: installation => run(() => newestIn(STORED_FLEET_POLICY, installation, 'fleet-policy').at(-1)?.value),
    rebuild: () => run(transaction(database, () => tables.rebuild())),
  };

  /** The newest event of a kind of each repository. */
  function newestIn<T>(stored: Stored<T>, installation: number, kind: string) {
    const rows = newestOfKind.all(installation, kind) as { number: number; repository: number; data: string }[];
    return rows.flatMap(({ number, repository, data }) => {
      const value = valueIn(stored, data, `event ${number}`);
      return value === undefined ? [] : [{ repository, value }];
    });
  }

  function changeOf({ data, ...event }: EventRow): Change {
    return { ...event, data: valueIn(STORED_DATA, data, `event ${event.number}`) };
  }

  function recordOf({
    installation,
    repository,
    owner,
    repo,
    public: isPublic,
    event,
    measured,
    tracking,
  }: FleetRow): FleetRecord[] {
    const where = `repository ${repository}`;
    const value = valueIn(STORED_MEASURED, measured, where);
    if (!value) return [];
    const tracked = tracking === null ? null : (valueIn(STORED_TRACKED, tracking, where) ?? null);
    return [
      { installation, repository, owner, repo, isPublic: isPublic === 1, event, measured: value, tracking: tracked },
    ];
  }
}

interface WeeksRow {
  readonly repository: number;
  readonly newest: number;
  readonly count: number;
}

/** The last point of each week, and the newest event among them. */
interface WeeklyPoints {
  readonly newest: number;
  readonly points: readonly HistoryPoint[];
}

interface FleetRow {
  readonly installation: number;
  readonly repository: number;
  readonly owner: string;
  readonly repo: string;
  readonly public: number;
  readonly event: number;
  readonly measured: string;
  readonly tracking: string | null;
}

interface EventRow {
  readonly number: number;
  readonly at: string;
  readonly repository: number;
  readonly kind: string;
  readonly by: string | null;
  readonly data: string;
}
