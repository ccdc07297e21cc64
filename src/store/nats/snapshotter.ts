/** Decides when a server makes a snapshot, and shortens the log after it. */
import type { Log } from './log.js';
import type { Machine } from './machine.js';
import type { Snapshots } from './snapshots.js';

export interface SnapshotterSettings {
  /** After how many records, and after how many bytes of records, a snapshot is made. */
  readonly records: number;
  readonly bytes: number;
  /** How many records before a snapshot stay in the log, so that servers that lag a little can go on. */
  readonly margin: number;
  /** The file of the database. */
  readonly file: string;
  readonly machine: () => Machine;
  readonly session: () => { readonly log: Log; readonly snapshots: Snapshots } | undefined;
  /** Whether this server may make one now. */
  readonly lease: (seconds: number) => Promise<boolean>;
  /** Tells the others of a snapshot. */
  readonly made: (sequence: number) => Promise<unknown>;
}

export interface Snapshotter {
  /** A record was applied. @param bytes its length */
  applied(bytes: number): void;
  /** The log is full: without room for a lease, any server makes some. */
  full(): void;
  /** Resolves when no snapshot is being made. */
  idle(): Promise<void>;
}

/** How long making a snapshot can take, in seconds. */
const LEASE = 120;
/** How long to wait before this server tries to make the next one, in milliseconds. */
const PAUSE = 1_000;

export function createSnapshotter(settings: SnapshotterSettings): Snapshotter {
  const { machine, session, margin } = settings;
  let making: Promise<void> | undefined;
  let next = 0;
  /** The bytes of records since this server last made a snapshot. */
  let bytes = 0;

  /** @param rest how many records before the snapshot stay in the log */
  const make = async (rest: number): Promise<void> => {
    const { snapshots, log } = session() ?? {};
    if (!snapshots || !log) return;
    const { sequence } = await snapshots.write(settings.file, `${settings.file}.snapshot`);
    bytes = 0;
    if (sequence > rest) await log.removeBefore(sequence + 1 - rest);
    await settings.made(sequence);
  };
  const start = (task: () => Promise<unknown>): void => {
    if (making || performance.now() < next) return;
    next = performance.now() + PAUSE;
    const end = () => (making = undefined);
    // If it fails, a later record tries again.
    making = task().then(end, end);
  };
  return {
    applied(more) {
      bytes += more;
      const { sequence } = machine().position();
      const { snapshot, erasure } = machine().marks();
      const isLong = sequence - snapshot >= settings.records || bytes > settings.bytes;
      if (!isLong && erasure <= snapshot) return;
      start(async () => (await settings.lease(LEASE)) && make(erasure > snapshot ? 0 : margin));
    },
    full: () => start(() => make(0)),
    idle: async () => making,
  };
}
