/**
 * The store of one process: a database that is changed by records alone. Processes that apply the same records in the same order have the
 * same data. A record holds whatever else decides: its time, and the version of the program that wrote it.
 */
import type { Ledger } from '../ledger.js';
import type { SqliteStore } from '../sqlite/database.js';
import { sqliteLedger } from '../sqlite/ledger.js';
import { rehearsal } from '../sqlite/transaction.js';
import { sqliteWork, type SharedWork } from '../sqlite/work.js';
import { nextTurn, type Pace } from '../turns.js';
import { StoreUnavailableError } from '../unavailable.js';
import { type LogRecord, RULES } from './record.js';

/** A place in a log. */
export interface Position {
  /** When the stream was created: tells it from another one of the same name. */
  readonly stream: string;
  /** The sequence of the last record that was applied; 0 before the first. */
  readonly sequence: number;
  /** The ID of that record. */
  readonly id: string;
}

/** What came of a record. */
export type Outcome = { readonly value: unknown } | { readonly error: unknown };

/** A record that this version of the program cannot apply: it must be updated. */
export class NewerRecordError extends Error {
  override readonly name = 'NewerRecordError';
}

export interface Machine {
  readonly store: SqliteStore;
  /** To read from. */
  readonly work: SharedWork;
  readonly ledger: Ledger;
  position(): Position;
  /** Moves to a position without applying anything. */
  place(position: Position): void;
  /**
   * Applies a record.
   * @param at milliseconds since 1970
   * @throws StoreUnavailableError if the database cannot be written; NewerRecordError
   */
  apply(record: LogRecord, position: Position, at: number): Promise<Outcome>;
  /** Whether a record would change anything, and what would come of it. */
  rehearse(record: LogRecord, at: number): Promise<{ readonly changes: boolean; readonly outcome: Outcome }>;
  /** The last snapshot that is known, and the last record that erased something: sequences. */
  marks(): { readonly snapshot: number; readonly erasure: number };
}

const HOUR = 3_600_000;
const DAY = 86_400_000;

const TABLES = `
CREATE TABLE IF NOT EXISTS replica (stream TEXT NOT NULL, sequence INTEGER NOT NULL, id TEXT NOT NULL,
  snapshot INTEGER NOT NULL, erasure INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS turns (name TEXT NOT NULL PRIMARY KEY, last REAL NOT NULL, times TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS leases (name TEXT NOT NULL PRIMARY KEY, holder TEXT NOT NULL, until REAL NOT NULL);
INSERT INTO replica SELECT '', 0, '', 0, 0 WHERE NOT EXISTS (SELECT 1 FROM replica);`;

interface MachineSettings {
  /** The version of this program. */
  readonly version: string;
  /** The clock by which the store is read: milliseconds since 1970. */
  readonly clock: () => number;
  /** Called with each row that is invalid when it is read. */
  readonly invalid: (problem: string) => void;
}

export function machineOf(store: SqliteStore, { version, clock, invalid }: MachineSettings): Machine {
  const { database } = store;
  database.exec(TABLES);
  /** The record that is applied. */
  let applied: { readonly at: number; readonly id: string } | undefined;
  const now = () => applied?.at ?? clock();
  const work = sqliteWork(store, () => now() / 1_000, { isServer: false, token: () => applied?.id ?? '' });
  const ledgers = new Map<string, Ledger>();
  const ledgerBy = (by: string): Ledger => {
    const known = ledgers.get(by) ?? sqliteLedger(store, by, () => new Date(now()).toISOString(), invalid);
    ledgers.set(by, known);
    return known;
  };
  const position = database.prepare('SELECT stream, sequence, id FROM replica');
  const place = database.prepare('UPDATE replica SET stream = ?, sequence = ?, id = ?');
  const marks = database.prepare('SELECT snapshot, erasure FROM replica');
  const erased = database.prepare('UPDATE replica SET erasure = ?');
  const snapshotted = database.prepare('UPDATE replica SET snapshot = MAX(snapshot, ?)');
  const takeLease = database.prepare(
    `INSERT INTO leases (name, holder, until) VALUES (?1, ?2, ?3)
     ON CONFLICT (name) DO UPDATE SET holder = ?2, until = ?3 WHERE holder = ?2 OR until <= ?4 OR until > ?5`,
  );
  const turnsOf = database.prepare('SELECT times FROM turns WHERE name = ?');
  const keepTurns = database.prepare('INSERT OR REPLACE INTO turns (name, last, times) VALUES (?, ?, ?)');
  const dropTurns = database.prepare('DELETE FROM turns WHERE last < ?');
  const replicas = {
    /** Takes the next turn, unless it is too far off. @returns in how many milliseconds it is */
    turn: async (name: string, pace: Pace, longest: number) => {
      const at = now();
      dropTurns.run(at - HOUR);
      const row = turnsOf.get(name) as { readonly times: string } | undefined;
      const next = nextTurn(row ? (JSON.parse(row.times) as number[]) : [], pace, at);
      if (next.at - at <= longest) keepTurns.run(name, next.at, JSON.stringify([...next.recent, next.at]));
      return next.at - at;
    },
    /** Takes or renews a lease. @returns whether the holder has it now */
    lease: async (name: string, holder: string, seconds: number) => {
      const at = now();
      // A time that is too far off was set by a clock that was wrong.
      return takeLease.run(name, holder, at + seconds * 1_000, at, at + DAY).changes > 0;
    },
    snapshotted: async (sequence: number) => void snapshotted.run(sequence),
  };
  const call = ({ id, part, method, version: by, input }: LogRecord, at: number): Promise<unknown> => {
    const of = part === 'work' ? work : part === 'ledger' ? ledgerBy(by) : replicas;
    const known: unknown = Object.hasOwn(of, method) ? of[method as keyof typeof of] : undefined;
    if (typeof known !== 'function')
      throw new NewerRecordError(`the log holds ${part}.${method}, which this version does not know`);
    applied = { at, id };
    try {
      // The statements run before the promise is returned.
      return (known as (...given: readonly unknown[]) => Promise<unknown>).apply(of, [...input]);
    } finally {
      applied = undefined;
    }
  };
  const settled = (result: Promise<unknown>): Promise<Outcome> =>
    result.then(
      value => ({ value }),
      (error: unknown) => {
        if (error instanceof StoreUnavailableError) throw error;
        return { error };
      },
    );

  return {
    store,
    work,
    ledger: ledgerBy(version),
    position: () => position.get() as Position,
    place: ({ stream, sequence, id }) => void place.run(stream, sequence, id),
    async apply(record, { stream, sequence, id }, at) {
      if (record.rules > RULES)
        throw new NewerRecordError(
          `version ${record.version} of this program writes to the store, whose rules are newer (${record.rules}; this version knows ${RULES})`,
        );
      database.exec('BEGIN IMMEDIATE');
      try {
        const outcome = await settled(call(record, at));
        place.run(stream, sequence, id);
        if (record.method === 'forget') erased.run(sequence);
        database.exec('COMMIT');
        return outcome;
      } catch (error) {
        if (database.inTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    async rehearse(record, at) {
      const { result, changes } = rehearsal(database, () => settled(call(record, at)));
      return { changes, outcome: await result };
    },
    marks: () => marks.get() as ReturnType<Machine['marks']>,
  };
}
