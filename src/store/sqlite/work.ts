import { randomUUID } from 'node:crypto';
import { fromStore, STORED_DETAILS } from '../stored.js';
import {
  type Claim,
  type Details,
  MOST_DEATHS,
  mergedDetails,
  type NewEntry,
  type Priority,
  type SetAside,
  StaleClaimError,
  type Target,
  type Work,
  type WorkCounts,
  type WorkItem,
} from '../work.js';
import type { SqliteStore } from './database.js';
import { together } from './together.js';
import { transaction } from './transaction.js';

const RANKS: Readonly<Record<Priority, number>> = { prompt: 0, background: 1 };
/** The longest payload that is kept of a delivery that was not understood, in characters. */
const LONGEST_PAYLOAD = 1_000_000;
/** Dead letters beyond so many are forgotten, the oldest first. */
const MOST_DEAD = 1_000;
const DEATHS = `the process ended ${MOST_DEATHS} times during this work`;
/** How long an entry waits after the process ended during it, by the number of times, in seconds. */
const PAUSES: readonly number[] = [0, 0, 10, 60, 300];

interface Row {
  readonly number: number;
  readonly installation: number;
  readonly repository: number;
  readonly lane: string;
  readonly name: string;
  readonly owner: string;
  readonly repo: string;
  readonly details: string;
  readonly delivery: string | null;
  readonly priority: number;
  readonly state: WorkItem['state'];
  readonly attempts: number;
  readonly deaths: number;
  readonly due: number;
  readonly token: string | null;
  readonly lease: number | null;
  readonly reason: string | null;
}

interface WorkerRow {
  readonly worker: string;
}

interface WorkSettings {
  /** Whether this process is the only server: whatever is claimed was claimed before it started. */
  readonly isServer?: boolean;
  /** The token of the next claim. */
  readonly token?: () => string;
}

/** Work in SQLite, with what a server needs that shares it with others. */
export interface SharedWork extends Work {
  /** A worker ended: its claims are free again at once. */
  ended(worker: string): Promise<void>;
}

/**
 * Work in SQLite. The claims of a server that ended are free again at once.
 * @param seconds the clock: seconds since 1970
 */
export function sqliteWork(
  store: SqliteStore,
  seconds: () => number,
  { isServer = true, token: nextToken = randomUUID }: WorkSettings = {},
): SharedWork {
  const { database, run } = store;
  const now = () => Math.floor(seconds());
  const waiting = database.prepare("SELECT * FROM work WHERE lane = ? AND name = ? AND state = 'waiting'");
  const insert = database.prepare(
    `INSERT INTO work (installation, repository, lane, name, owner, repo, details, delivery, priority, state, due, set_at, deaths)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?)`,
  );
  const merge = database.prepare(
    `UPDATE work SET installation = ?, owner = ?, repo = ?, details = ?, priority = MIN(priority, ?),
       due = CASE WHEN deaths > 1 THEN due ELSE MIN(due, ?) END, set_at = ?, attempts = 0 WHERE number = ?`,
  );
  const expired = database.prepare(
    "SELECT DISTINCT worker FROM work WHERE state = 'claimed' AND lease <= ? ORDER BY worker",
  );
  const workers = database.prepare("SELECT DISTINCT worker FROM work WHERE state = 'claimed' ORDER BY worker");
  const claimed = database.prepare("SELECT * FROM work WHERE state = 'claimed' AND worker = ? ORDER BY number");
  // Before the time at which it was set, a due time says nothing: the clock was set back.
  const next = database.prepare(
    `SELECT * FROM work WHERE state = 'waiting' AND (due <= ?1 OR set_at > ?1)
       AND lane NOT IN (SELECT lane FROM work WHERE state = 'claimed') ORDER BY priority, number LIMIT 1`,
  );
  const take = database.prepare(
    "UPDATE work SET state = 'claimed', token = ?, worker = ?, lease = ?, attempts = attempts + 1 WHERE number = ?",
  );
  const byToken = database.prepare("SELECT * FROM work WHERE token = ? AND state = 'claimed'");
  const extend = database.prepare('UPDATE work SET lease = ? WHERE number = ?');
  const remove = database.prepare('DELETE FROM work WHERE number = ?');
  const forgive = database.prepare("DELETE FROM work WHERE lane = ? AND name = ? AND state = 'dead'");
  const wait = database.prepare(
    `UPDATE work SET state = 'waiting', token = NULL, worker = NULL, lease = NULL, due = ?, set_at = ?, reason = ?, attempts = ?,
       deaths = ? WHERE number = ?`,
  );
  const joined = database.prepare(
    'UPDATE work SET details = ?, priority = MIN(priority, ?), deaths = MAX(deaths, ?), reason = ? WHERE number = ?',
  );
  const bury = database.prepare(
    "UPDATE work SET state = 'dead', token = NULL, worker = NULL, lease = NULL, reason = ?, set_at = ? WHERE number = ?",
  );
  const thin = database.prepare(
    `DELETE FROM work WHERE state = 'dead' AND number NOT IN
       (SELECT number FROM work WHERE state = 'dead' ORDER BY number DESC LIMIT ${MOST_DEAD})`,
  );
  const count = database.prepare('SELECT state, COUNT(*) AS count FROM work GROUP BY state');
  const oldest = database.prepare("SELECT MIN(due) AS due FROM work WHERE state = 'waiting' AND due <= ?");
  const all = database.prepare("SELECT * FROM work ORDER BY state = 'dead', priority, number");
  const idle = database.prepare("SELECT * FROM work WHERE number = ? AND state <> 'claimed'");
  const hurry = database.prepare('UPDATE work SET due = ?, set_at = ? WHERE number = ?');
  const deadly = database.prepare(
    `SELECT 1 FROM work WHERE lane = ? AND name = ? AND state = 'dead' AND deaths >= ${MOST_DEATHS} LIMIT 1`,
  );
  const drop = database.prepare("DELETE FROM work WHERE number = ? AND state <> 'claimed'");
  const forgetAll = database.prepare('DELETE FROM work WHERE installation = ?');
  const forget = database.prepare('DELETE FROM work WHERE installation = ? AND repository = ?');

  const add = (entry: NewEntry) => {
    const lane = laneOf(entry);
    const { installation, repository, name, owner, repo, details = {}, delivery, priority, delay = 0 } = entry;
    const due = now() + delay;
    const there = waiting.get(lane, name) as Row | undefined;
    if (there) {
      const merged = JSON.stringify(mergedDetails(detailsOf(there), details));
      merge.run(installation, owner, repo, merged, RANKS[priority], due, now(), there.number);
      return;
    }
    const of = [installation, repository, lane, name, owner, repo] as const;
    // What ended the process until it was given up gets one more chance with each new event.
    const deaths = deadly.get(lane, name) ? MOST_DEATHS - 1 : 0;
    insert.run(...of, JSON.stringify(details), delivery ?? null, RANKS[priority], due, now(), deaths);
  };

  /** Puts a claimed entry back; where its target waits already, the two become one. */
  const putBack = (
    row: Row,
    due: number,
    reason: string | null,
    { attempts, deaths }: Pick<Row, 'attempts' | 'deaths'>,
  ) => {
    const twin = waiting.get(row.lane, row.name) as Row | undefined;
    if (!twin) return wait.run(due, now(), reason, attempts, deaths, row.number);
    const details = JSON.stringify(mergedDetails(detailsOf(row), detailsOf(twin)));
    joined.run(details, row.priority, deaths, reason, twin.number);
    return remove.run(row.number);
  };
  /**
   * The worker ended during its entries. Each is suspected from now on, and is claimed alone; only the death of an entry
   * that was alone counts further.
   * @param until only claims whose lease expired by then
   */
  const recover = (worker: string, until = Number.POSITIVE_INFINITY) => {
    const rows = claimed.all(worker) as Row[];
    for (const row of rows.filter(({ lease }) => lease !== null && lease <= until)) {
      const deaths = rows.length === 1 ? row.deaths + 1 : Math.max(1, row.deaths);
      putBack(row, now() + (PAUSES[deaths] ?? 0), row.reason, { attempts: row.attempts, deaths });
    }
  };

  const claim = transaction(database, (worker: string, lease: number): Claim | undefined => {
    for (const each of expired.all(now()) as WorkerRow[]) recover(each.worker, now());
    const inFlight = claimed.all(worker) as Row[];
    if (inFlight.some(({ deaths }) => deaths > 0)) return undefined;
    for (;;) {
      const row = next.get(now()) as Row | undefined;
      if (!row) return undefined;
      // One that is suspected waits until it is alone, and nothing overtakes it.
      if (row.deaths > 0 && row.deaths < MOST_DEATHS && inFlight.length > 0) return undefined;
      const details = fromStore(STORED_DETAILS, row.details);
      if ('invalid' in details || row.deaths >= MOST_DEATHS) {
        bury.run('invalid' in details ? details.invalid : DEATHS, now(), row.number);
        continue;
      }
      const token = nextToken();
      take.run(token, worker, now() + lease, row.number);
      const { installation, repository, name, owner, repo, delivery, attempts } = row;
      const target: Target = { installation, repository, name };
      const given = delivery === null ? {} : { delivery };
      return { ...target, owner, repo, ...given, details: details.value, token, attempts: attempts + 1, due: row.due };
    }
  });
  /** Does something with the entry of a claim. */
  const withClaim = <A extends readonly unknown[]>(change: (row: Row, ...given: A) => void) =>
    transaction(database, (token: string, ...given: A) => {
      const row = byToken.get(token) as Row | undefined;
      if (!row) throw new StaleClaimError('the claim has expired, and another worker may have the entry');
      change(row, ...given);
    });
  const changes = {
    add: transaction(database, (entries: readonly NewEntry[]) => entries.forEach(add)),
    extend: withClaim((row, lease: number) => extend.run(now() + lease, row.number)),
    ack: withClaim(row => {
      remove.run(row.number);
      forgive.run(row.lane, row.name);
    }),
    later: withClaim((row, at: number, reason: string) => putBack(row, at, reason, { ...row, deaths: 0 })),
    release: withClaim(row => {
      putBack(row, now(), row.reason, { attempts: row.attempts - 1, deaths: row.deaths });
    }),
    dead: withClaim((row, reason: string) => {
      bury.run(reason, now(), row.number);
      thin.run();
    }),
    setAside: transaction(database, ({ id, installation, repository }: SetAside, details: string, reason: string) => {
      const of = [installation, repository, 'deliveries', `delivery/${id}`, '', ''] as const;
      const { lastInsertRowid } = insert.run(...of, details, id, RANKS.background, now(), now(), 0);
      bury.run(reason, now(), lastInsertRowid);
      thin.run();
    }),
    replay: transaction(database, (id: number) => {
      const row = idle.get(id) as Row | undefined;
      if (row?.state === 'dead') putBack(row, now(), row.reason, { attempts: 0, deaths: 0 });
      else if (row) hurry.run(now(), now(), id);
      return row !== undefined;
    }),
    ended: transaction(database, (worker: string) => recover(worker)),
    forget: transaction(database, (installation: number, repositories: readonly number[] | undefined) => {
      if (repositories) for (const repository of repositories) forget.run(installation, repository);
      else forgetAll.run(installation);
    }),
  };
  if (isServer) for (const { worker } of workers.all() as WorkerRow[]) changes.ended(worker);

  return {
    // What another process replays is one change after another.
    add: isServer ? together(store, changes.add) : entries => run(() => changes.add(entries)),
    claim: (worker, lease) => run(() => claim(worker, lease)),
    extend: (token, lease) => run(() => changes.extend(token, lease)),
    ack: token => run(() => changes.ack(token)),
    later: (token, at, reason) => run(() => changes.later(token, Math.ceil(at), reason)),
    release: token => run(() => changes.release(token)),
    dead: (token, reason) => run(() => changes.dead(token, reason)),
    setAside: (delivery, reason) => {
      const { event, payload } = delivery;
      const details = JSON.stringify({ event, payload: payload.slice(0, LONGEST_PAYLOAD) });
      return run(() => changes.setAside(delivery, details, reason));
    },
    counts: () =>
      run(() => {
        const found = new Map(
          (count.all() as { state: string; count: number }[]).map(each => [each.state, each.count]),
        );
        const of = (state: keyof WorkCounts) => found.get(state) ?? 0;
        const { due } = oldest.get(now()) as { readonly due: number | null };
        return {
          waiting: of('waiting'),
          claimed: of('claimed'),
          dead: of('dead'),
          ...(due === null ? {} : { oldestDue: due }),
        };
      }),
    list: () => run(() => (all.all() as Row[]).map(itemOf)),
    replay: id => run(() => changes.replay(id)),
    drop: id => run(() => drop.run(id).changes > 0),
    forget: (installation, repositories) => run(() => changes.forget(installation, repositories)),
    ended: worker => run(() => changes.ended(worker)),
  };
}

function laneOf({ installation, repository }: Target): string {
  return repository === 0 ? `installation/${installation}` : `repository/${repository}`;
}

/** The details of an entry; of one that is not valid, none. */
function detailsOf({ details }: Row): Details {
  const found = fromStore(STORED_DETAILS, details);
  return 'value' in found ? found.value : {};
}

function itemOf({ number, installation, repository, name, owner, repo, state, attempts, due, reason }: Row): WorkItem {
  const target = { installation, repository, name };
  return { id: number, ...target, owner, repo, state, attempts, due, ...(reason === null ? {} : { reason }) };
}
