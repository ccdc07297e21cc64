/**
 * The store of one of several servers. Each has a database of its own, which it reads from, and changes it only by the records of a log in
 * NATS: whoever changes something publishes a record, and waits until it is applied here. Since all apply the same records in the same
 * order, all agree on who claimed what. See docs/decisions/0026-replicas-by-log.md.
 */
import { randomUUID } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { JsMsg } from '@nats-io/jetstream';
import type { Ledger } from '../ledger.js';
import { openStore } from '../sqlite/database.js';
import type { Pace } from '../turns.js';
import { StoreOpenError } from '../unavailable.js';
import type { Work } from '../work.js';
import { type Connection, connection, unavailable } from './connection.js';
import { type Access, ledgerOver, workOver } from './facades.js';
import { type Log, LostPlaceError, logIn, recordIn } from './log.js';
import { machineOf, NewerRecordError, type Outcome } from './machine.js';
import { brokerClock, identityIn } from './process.js';
import { encodeRecord, type LogRecord, type Part, RULES } from './record.js';
import type { ReplicaSettings } from './settings.js';
import { createSnapshotter } from './snapshotter.js';
import { type Snapshots, snapshotsIn } from './snapshots.js';
import { ensureStream } from './streams.js';
import { createWaiting } from './waiting.js';

export interface Replica {
  readonly work: Work;
  readonly ledger: Ledger;
  /** The broker's clock: seconds since 1970. */
  readonly seconds: () => number;
  /** What prevents the use of the store, one line each. */
  problems(): string[];
  /** Takes or renews a lease that one process has at a time. @returns whether this process has it */
  lease(name: string, seconds: number): Promise<boolean>;
  /** Takes the next turn of all servers, unless it is more than so many milliseconds off. @returns in how many it is */
  turn(name: string, pace: Pace, longest: number): Promise<number>;
  /** Waits until everything that the log held at the start is applied. @param latest milliseconds since 1970 @throws StoreUnavailableError */
  ready(latest: number): Promise<unknown>;
  close(): Promise<void>;
}

/** The name of the replica's file in its directory. */
export const REPLICA_FILE = 'cim-readiness-replica.db';

const PATIENCE = 8_000;
/** How long to wait before NATS is tried again, in milliseconds. */
const PAUSE = 500;
const SNAPSHOT_EVERY = 5_000;
const MARGIN = 1_000;
const MAX_BYTES = 512 * 1_024 ** 2;
/** How much more a snapshot can take than the log. */
const SNAPSHOT_FACTOR = 4;

/** A connection in use. */
interface Session {
  readonly log: Log;
  readonly snapshots: Snapshots;
  close(): Promise<void>;
}

/** Opens the store. NATS need not be reachable yet. @throws StoreOpenError if the directory cannot be used */
export function openReplica(settings: ReplicaSettings): Replica {
  const { directory, version, clock, patience = PATIENCE } = settings;
  const { changed = () => undefined, invalid = () => undefined } = settings;
  const file = join(directory, REPLICA_FILE);
  const time = brokerClock(clock);
  const open = () => {
    const store = openStore(directory, { isServer: true, file: REPLICA_FILE, isReplica: true });
    return machineOf(store, { version, clock: time.now, invalid });
  };
  let machine = open();
  const process = identityIn(directory);
  const pending = new Map<string, (outcome: Outcome) => void>();
  let session: Session | undefined;
  let problem: string | undefined = 'NATS is not connected yet';
  const closing = new AbortController();
  const { signal } = closing;
  let isReady = false;
  /** Whether the database is closed, because another one takes its place. */
  let isReplaced = false;
  let isRecovered = false;
  /** The newest sequence that this process wrote: what it reads includes that. */
  let written = 0;
  const waiting = createWaiting(() => problem);
  const deadline = () => Date.now() + patience;

  const recordOf = (part: Part, method: string, input: readonly unknown[]): LogRecord => {
    const given = [...input];
    while (given.length > 0 && given.at(-1) === undefined) given.pop();
    const at = clock === undefined ? {} : { at: clock() };
    return { id: randomUUID(), process, version, rules: RULES, ...at, part, method, input: given };
  };
  /** Publishes a record; the same one again if the answer was lost. @throws StoreUnavailableError */
  const publish = async (record: LogRecord, latest: number): Promise<void> => {
    const data = encodeRecord(record);
    for (;;) {
      const { log } = await waiting.until(latest, () => session);
      try {
        written = Math.max(written, await log.publish(record.id, data));
        return;
      } catch (error) {
        if (isFull(error)) snapshotter.full();
        if (isRefusal(error) || Date.now() + PAUSE > latest) throw unavailable(error);
        await setTimeout(PAUSE);
      }
    }
  };
  /** Publishes a record and waits until it is applied here. */
  const submit = async (record: LogRecord): Promise<unknown> => {
    const latest = deadline();
    let outcome: Outcome | undefined;
    pending.set(record.id, found => (outcome = found));
    try {
      await publish(record, latest);
      const found = await waiting.until(latest, () => outcome);
      if ('error' in found) throw found.error;
      return found.value;
    } finally {
      pending.delete(record.id);
    }
  };

  const apply = async (message: JsMsg): Promise<void> => {
    const before = machine.position();
    if (message.seq <= before.sequence) return;
    if (message.seq !== before.sequence + 1) throw new LostPlaceError(`record ${before.sequence + 1} is gone`);
    const record = recordIn(message.data);
    const position = { ...before, sequence: message.seq, id: record?.id ?? '' };
    if (!record) {
      invalid(`record ${message.seq} of the log is not one of this program`);
      return machine.place(position);
    }
    const at = record.at ?? message.info.timestampNanos / 1_000_000;
    const outcome = await machine.apply(record, position, at);
    time.heard(at);
    const settle = pending.get(record.id);
    if (settle) settle(outcome);
    else abandon(record, outcome);
    if (record.part === 'work') changed();
    snapshotter.applied(message.data.length);
  };
  /** A claim of this process that nobody waits for anymore is handed back. */
  const abandon = ({ process: by, method, id }: LogRecord, outcome: Outcome): void => {
    if (by !== process || method !== 'claim' || !('value' in outcome) || outcome.value === undefined) return;
    submit(recordOf('work', 'release', [id])).catch(() => undefined);
  };

  const settled = () =>
    waiting.until(deadline(), () => (!isReplaced && machine.position().sequence >= written) || undefined);
  const lease = async (name: string, seconds: number): Promise<boolean> => {
    await settled();
    const record = recordOf('replicas', 'lease', [name, process, seconds]);
    const { changes } = await machine.rehearse(record, time.now());
    return changes && (await submit(record)) === true;
  };

  const snapshotter = createSnapshotter({
    records: settings.snapshotEvery ?? SNAPSHOT_EVERY,
    bytes: (settings.maxBytes ?? MAX_BYTES) / 4,
    margin: settings.margin ?? MARGIN,
    file,
    machine: () => machine,
    session: () => session,
    lease: seconds => lease('snapshot', seconds),
    made: sequence => submit(recordOf('replicas', 'snapshotted', [sequence])),
  });

  /** Brings the replica to where the log goes on. */
  const findPlace = async ({ log, snapshots }: Session): Promise<void> => {
    const info = await log.info();
    written = Math.min(written, info.state.last_seq);
    if (await log.continues(machine.position(), info)) return;
    const newest = await snapshots.newest();
    isReplaced = true;
    machine.store.close();
    for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
    if (newest) {
      await snapshots.read(`${file}.restored`);
      renameSync(`${file}.restored`, file);
    }
    machine = open();
    isReplaced = false;
    // A snapshot of another log is what this one begins with.
    if (machine.position().stream !== info.created) machine.place({ stream: info.created, sequence: 0, id: '' });
    if (await log.continues(machine.position(), info)) return;
    const { first_seq: first, last_seq: last } = info.state;
    throw new StoreOpenError(
      `the log in NATS holds the records ${first} to ${last}, and the snapshot ends with ${machine.position().sequence}: restore both from one backup, or delete both to begin anew`,
    );
  };
  const serve = async (at: Connection): Promise<void> => {
    session = await sessionOf(at, settings);
    await findPlace(session);
    const { state } = await session.log.info();
    const consider = () => {
      if (problem !== undefined && machine.position().sequence >= state.last_seq) problem = undefined;
      isReady ||= problem === undefined;
      waiting.changed();
    };
    consider();
    await session.log.follow(machine.position().sequence, async message => {
      await apply(message);
      consider();
    });
    problem = 'the connection to NATS broke';
  };
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        const at = await connection(settings.nats);
        try {
          await serve(at);
        } finally {
          session = undefined;
          await at.nats.close();
        }
      } catch (error) {
        if (error instanceof StoreOpenError) settings.refused?.(error);
        const { message } = error instanceof NewerRecordError ? error : unavailable(error);
        problem = error instanceof NewerRecordError ? `${message}: update this server` : message;
      }
      if (!signal.aborted) await setTimeout(PAUSE);
    }
  };
  /** The claims of an earlier run of this process are free again. */
  const recover = async (): Promise<void> => {
    while (!isRecovered && !signal.aborted) {
      isRecovered = await submit(recordOf('work', 'ended', [process])).then(
        () => true,
        () => setTimeout(PAUSE, false),
      );
      waiting.changed();
    }
  };
  const loops = [run(), recover()];

  const access: Access = {
    process,
    machine: () => machine,
    settled,
    recovered: () => waiting.until(deadline(), () => isRecovered || undefined),
    write: (...change) => submit(recordOf(...change)),
    send: (...change) => publish(recordOf(...change), deadline()),
    rehearse: (...change) => machine.rehearse(recordOf(...change), time.now()),
  };
  return {
    work: workOver(access),
    ledger: ledgerOver(access),
    seconds: () => time.now() / 1_000,
    problems: () => (problem === undefined ? [] : [problem]),
    lease,
    turn: async (...turn) => (await submit(recordOf('replicas', 'turn', turn))) as number,
    ready: latest => waiting.until(latest, () => isReady || undefined),
    async close() {
      closing.abort();
      waiting.end();
      await session?.close();
      await Promise.all([...loops, snapshotter.idle()]);
      machine.store.close();
    },
  };
}

/** Creates or checks the streams. @throws StoreOpenError if they differ */
async function sessionOf(
  at: Connection,
  { prefix = 'cim', maxBytes = MAX_BYTES, nats }: ReplicaSettings,
): Promise<Session> {
  const { replicas } = nats;
  const subject = `${prefix}.store.log`;
  const name = `${prefix}_store`;
  const description = 'cim-readiness: the changes of the store';
  await ensureStream(at.streams, { name, subjects: [subject], description, maxBytes, replicas, discard: 'new' });
  const bucket = { name: `${prefix}_snapshots`, replicas, maxBytes: SNAPSHOT_FACTOR * maxBytes };
  return { log: logIn(at, name, subject), snapshots: await snapshotsIn(at, bucket), close: () => at.nats.close() };
}

function isFull(error: unknown): boolean {
  return error instanceof Error && /maximum (?:bytes|messages) exceeded/i.test(error.message);
}

/** Whether NATS will answer the same again. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && /exceeded|permission/i.test(error.message);
}
