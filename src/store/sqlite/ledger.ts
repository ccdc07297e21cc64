import { gzipSync } from 'node:zlib';
import type { AssessedEvent, CheckRunKey, Ledger, LedgerEvent, PullMemory, UnfinishedCheckRun } from '../ledger.js';
import type { RepositoryKey } from '../repository-key.js';
import {
  fromStore,
  STORED_COVERAGE,
  STORED_DATA,
  STORED_EVENT,
  STORED_FILES,
  STORED_REPORTS,
  STORED_TAGS,
} from '../stored.js';
import { awaitedIn } from './awaited.js';
import type { SqliteStore } from './database.js';
import { sqliteFleet } from './fleet.js';
import { fleetTables } from './fleet-tables.js';
import {
  digestOf,
  digestOfPolicy,
  type EventRow,
  type KnownRow,
  knownOf,
  type PullRow,
  unzipped,
} from './ledger-rows.js';
import { modulesIn, packageOf, type ValueIn } from './modules.js';
import { transaction } from './transaction.js';
import { outboxIn } from './outbox.js';
import { prepareAbsence, prepareAdoption, prepareErasure, prepareRetention } from './upkeep.js';

const NEWEST = `SELECT events.number, events.version, events.data FROM assessments JOIN events ON events.number = assessments.event
  WHERE assessments.repository = ?`;
const LATEST_FIRST = 'ORDER BY assessments.event DESC LIMIT 1';

/**
 * A ledger in SQLite.
 * @param version of this program: assessments by another version are not used for comparison
 * @param now ISO 8601
 * @param invalid called with each row that is invalid when it is read; the row is ignored
 */
export function sqliteLedger(
  store: SqliteStore,
  version: string,
  now: () => string,
  invalid: (problem: string) => void = () => undefined,
): Ledger {
  const { database, run } = store;
  const insertEvent = database.prepare(
    `INSERT INTO events (installation, repository, package, standard, kind, by, at, version, delivery, data)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertAssessment = database.prepare(
    `INSERT INTO assessments (event, repository, package, standard, ref, sha, version, policy, digest)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const newestDigest = database.prepare(
    `SELECT digest, sha FROM assessments WHERE repository = ? AND package = ? AND ref = ? AND version = ? AND policy = ?
     ORDER BY event DESC LIMIT 1`,
  );
  const at = database.prepare(
    `${NEWEST} AND assessments.sha = ? AND assessments.version = ? AND assessments.policy = ? ${LATEST_FIRST}`,
  );
  const latestOf = database.prepare(`${NEWEST} AND assessments.sha = ? ${LATEST_FIRST}`);
  const allOf = database.prepare(
    `SELECT events.number, events.data, assessments.package FROM assessments JOIN events ON events.number = assessments.event
     WHERE assessments.event IN (SELECT MAX(event) FROM assessments WHERE repository = ? AND sha = ? GROUP BY package)
     ORDER BY assessments.package`,
  );
  const before = database.prepare(
    `${NEWEST} AND assessments.ref = ? AND assessments.sha <> ? AND assessments.version = ? AND assessments.package = ?
     ${LATEST_FIRST}`,
  );
  const latest = database.prepare(`${NEWEST} AND assessments.ref = ? ${LATEST_FIRST}`);
  const refsAt = database.prepare('SELECT DISTINCT ref FROM assessments WHERE repository = ? AND sha = ?');
  const events = database.prepare('SELECT number, kind, at, data FROM events WHERE repository = ? ORDER BY number');

  const checkRun = database.prepare(
    'SELECT id, concluded, digest FROM check_runs WHERE repository = ? AND sha = ? AND name = ? ORDER BY at DESC LIMIT 1',
  );
  const noteCheckRun = database.prepare(
    `INSERT OR REPLACE INTO check_runs (installation, repository, owner, repo, sha, name, id, concluded, digest, target, at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const dropCheckRun = database.prepare('DELETE FROM check_runs WHERE repository = ? AND sha = ? AND name = ?');
  const unfinished = database.prepare(
    'SELECT installation, repository, owner, repo, sha, name, id, target FROM check_runs WHERE concluded = 0 AND id <> 0',
  );
  const checkRunsOf = database.prepare(
    `SELECT sha, name, id, concluded, digest FROM check_runs
     WHERE repository = ? AND target = ? AND id <> 0 ORDER BY at DESC LIMIT 100`,
  );

  const pullsAt = database.prepare(
    'SELECT repository, number, sha, reports FROM pulls WHERE repository = ? AND sha = ? ORDER BY number',
  );
  const pull = database.prepare(
    'SELECT repository, number, sha, reports FROM pulls WHERE repository = ? AND number = ?',
  );
  const notePull = database.prepare(
    'INSERT OR REPLACE INTO pulls (installation, repository, number, sha, reports, at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const forgetPull = database.prepare('DELETE FROM pulls WHERE repository = ? AND number = ?');

  const seenTags = database.prepare('SELECT tags FROM seen_tags WHERE repository = ?');
  const noteTags = database.prepare(
    'INSERT OR REPLACE INTO seen_tags (installation, repository, tags) VALUES (?, ?, ?)',
  );
  const coverage = database.prepare('SELECT reports FROM coverage WHERE repository = ? AND sha = ?');
  const noteCoverage = database.prepare(
    'INSERT OR REPLACE INTO coverage (installation, repository, sha, reports, at) VALUES (?, ?, ?, ?, ?)',
  );
  const findTree = database.prepare('SELECT files FROM released_trees WHERE repository = ? AND sha = ?');
  const keepTree = database.prepare(
    'INSERT OR REPLACE INTO released_trees (installation, repository, sha, files, at) VALUES (?, ?, ?, ?, ?)',
  );

  const tables = fleetTables(database);
  const assessed = transaction(
    database,
    (installation: number, repository: number, { delivery, ...event }: AssessedEvent) => {
      const { assessment, policy } = event;
      const { standard, subject, assessedAt } = assessment;
      const [name, decisive] = [packageOf(policy), digestOfPolicy(policy)];
      const digest = digestOf(assessment, [event.gate, event.module]);
      const newest = newestDigest.get(repository, name, subject.ref, version, decisive) as
        | { digest: string; sha: string }
        | undefined;
      if (newest?.sha === subject.sha && newest.digest === digest) return;
      const data = JSON.stringify(event);
      const key = [installation, repository, name, standard] as const;
      const { lastInsertRowid: number } = insertEvent.run(
        ...key,
        'assessed',
        null,
        assessedAt,
        version,
        delivery ?? null,
        data,
      );
      tables.apply({
        number: Number(number),
        installation,
        repository,
        package: name,
        kind: 'assessed',
        version,
        data,
      });
      insertAssessment.run(number, repository, name, standard, subject.ref, subject.sha, version, decisive, digest);
    },
  );
  const valueIn: ValueIn = (stored, text, where) => {
    if (text === undefined) return undefined;
    const found = fromStore(stored, text);
    if ('value' in found) return found.value;
    invalid(`${found.invalid} (${where})`);
    return undefined;
  };
  const eventIn = (row: unknown) => {
    const { number, data } = (row ?? {}) as { readonly number?: number; readonly data?: string };
    return valueIn(STORED_EVENT, data, `event ${number}`);
  };
  const pullIn = ({ repository, number, sha, reports }: PullRow): PullMemory[] => {
    const value = valueIn(STORED_REPORTS, reports, `repository ${repository}, pull request ${number}`);
    return value ? [{ number, sha, reports: value }] : [];
  };
  const append = ({ installation, repository }: RepositoryKey, { kind, by, data, delivery }: LedgerEvent) => {
    const text = JSON.stringify(data);
    insertEvent.run(installation, repository, '', 'cim/v1', kind, by, now(), version, delivery ?? null, text);
  };
  const adopt = prepareAdoption(database);
  const erase = prepareErasure(database);
  const absence = prepareAbsence(database);
  const retain = prepareRetention(database);

  return {
    assessed: ({ installation, repository }, event) => run(() => assessed(installation, repository, event)),
    note: (key, event) => run(() => append(key, event)),
    events: repository =>
      run(() =>
        (events.all(repository) as EventRow[]).map(({ number, kind, at: when, data }) => ({
          kind,
          at: when,
          data: valueIn(STORED_DATA, data, `event ${number}`),
        })),
      ),
    at: (repository, sha, policy) => run(() => eventIn(at.get(repository, sha, version, digestOfPolicy(policy)))),
    gate: (repository, sha) => run(() => eventIn(latestOf.get(repository, sha))?.gate),
    assessedAt: (repository, sha) =>
      run(() => {
        const row = latestOf.get(repository, sha) as { readonly version: string } | undefined;
        const event = eventIn(row);
        return row && event && { ...event, tool: row.version };
      }),
    latestOf: (repository, sha) => run(() => eventIn(latestOf.get(repository, sha))?.assessment),
    allOf: (repository, sha) =>
      run(() =>
        (allOf.all(repository, sha) as { package: string }[]).flatMap(row => {
          const { assessment } = eventIn(row) ?? {};
          return assessment ? [{ ...(row.package === '' ? {} : { module: row.package }), assessment }] : [];
        }),
      ),
    before: (repository, ref, sha, policy) =>
      run(() => eventIn(before.get(repository, ref, sha, version, packageOf(policy)))?.assessment),
    latest: (repository, ref) => run(() => eventIn(latest.get(repository, ref))?.assessment),
    refsAt: (repository, sha) => run(() => (refsAt.all(repository, sha) as { ref: string }[]).map(({ ref }) => ref)),

    checkRun: ({ repository, sha, name }) =>
      run(() => {
        const row = checkRun.get(repository, sha, name) as KnownRow | undefined;
        return row && knownOf(row);
      }),
    noteCheckRun: ({ installation, repository, owner, repo, sha, name, target }, { id, concluded, digest }) =>
      run(
        transaction(database, () => {
          dropCheckRun.run(repository, sha, name);
          const of = [installation, repository, owner, repo, sha, name] as const;
          noteCheckRun.run(...of, id, concluded ? 1 : 0, digest ?? null, target, now());
        }),
      ),
    unfinishedCheckRuns: () =>
      run(() =>
        (unfinished.all() as (Omit<UnfinishedCheckRun, 'target'> & { target: string | null })[]).map(
          ({ installation, repository, owner, repo, sha, name, id, target }) => {
            const key: CheckRunKey = { installation, repository, sha, name };
            return { ...key, owner, repo, id, ...(target === null ? {} : { target }) };
          },
        ),
      ),
    checkRunsOf: (repository, target) =>
      run(() =>
        (checkRunsOf.all(repository, target) as (KnownRow & { sha: string; name: string })[]).map(row => ({
          ...knownOf(row),
          sha: row.sha,
          name: row.name,
        })),
      ),

    pullsAt: (repository, sha) => run(() => (pullsAt.all(repository, sha) as PullRow[]).flatMap(pullIn)),
    pull: (repository, number) =>
      run(() => {
        const row = pull.get(repository, number) as PullRow | undefined;
        return row && pullIn(row)[0];
      }),
    notePull: ({ installation, repository }, { number, sha, reports }) =>
      run(() => void notePull.run(installation, repository, number, sha, JSON.stringify(reports), now())),
    forgetPull: (repository, number) => run(() => void forgetPull.run(repository, number)),

    seenTags: repository =>
      run(() => {
        const row = seenTags.get(repository) as { tags: string } | undefined;
        return valueIn(STORED_TAGS, row?.tags, `repository ${repository}`);
      }),
    noteTags: ({ installation, repository }, tags) =>
      run(() => void noteTags.run(installation, repository, JSON.stringify(tags))),

    coverage: (repository, sha) =>
      run(() => {
        const row = coverage.get(repository, sha) as { reports: string } | undefined;
        return valueIn(STORED_COVERAGE, row?.reports, `repository ${repository}, commit ${sha}`);
      }),
    noteCoverage: ({ installation, repository }, sha, reports) =>
      run(() => void noteCoverage.run(installation, repository, sha, JSON.stringify(reports), now())),

    ...modulesIn(store, valueIn, append),
    ...awaitedIn(store, valueIn),
    ...outboxIn(store, valueIn),

    releasedTrees: ({ installation, repository }) => ({
      get: commit =>
        run(() => {
          const row = findTree.get(repository, commit) as { files: Uint8Array } | undefined;
          const text = row && unzipped(row.files);
          const entries = valueIn(STORED_FILES, text, `repository ${repository}, commit ${commit}`);
          return entries && { entries: new Map(entries.map(entry => [entry.path, entry])) };
        }),
      put: (commit, { entries }) => {
        const files = gzipSync(JSON.stringify([...entries.values()]));
        return run(() => void keepTree.run(installation, repository, commit, files, now()));
      },
    }),

    adopt: ({ installation, repository }, { owner, repo }) => run(() => adopt(installation, repository, owner, repo)),
    owners: () => run(absence.owners),
    noteAbsent: (key, at) => run(() => absence.noteAbsent(key, at)),
    notePresent: key => run(() => absence.notePresent(key)),
    forget: (installation, repositories) => run(() => erase(installation, repositories)),
    retain: () => run(() => retain(now())),
    ...sqliteFleet(store, { version, now, invalid }),
  };
}
