/** Snapshots of the store in NATS, so that the log stays short and a new process starts soon. */
import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { type ObjectStore, Objm } from '@nats-io/obj';
import { StorageType } from '@nats-io/jetstream';
import Database from 'libsql';
import { backUp } from '../sqlite/backup.js';
import type { Connection } from './connection.js';
import type { Position } from './machine.js';
import { checkBucket } from './streams.js';

const NAME = 'store';
/** How long one part of a snapshot can take, in milliseconds. */
const PATIENCE = 30_000;

export interface Snapshots {
  /** The sequence of the newest snapshot, and the stream to which it belongs; undefined if there is none. */
  newest(): Promise<Pick<Position, 'stream' | 'sequence'> | undefined>;
  /** Writes the newest snapshot into a file. */
  read(path: string): Promise<void>;
  /**
   * Makes a snapshot of a database, which is the newest from then on.
   * @param work a path for a temporary file
   * @returns the position that it holds
   */
  write(database: string, work: string): Promise<Position>;
}

/** Opens the bucket. Its bytes hold the newest snapshot, and the next one while it is written. */
export async function snapshotsIn(
  { publisher, streams }: Connection,
  { name, replicas, maxBytes }: { readonly name: string; readonly replicas: number; readonly maxBytes: number },
): Promise<Snapshots> {
  await checkBucket(streams, { name: `OBJ_${name}`, replicas });
  const store: ObjectStore = await new Objm(publisher).create(name, {
    description: 'cim-readiness: the newest snapshot of the store',
    storage: StorageType.File,
    replicas,
    max_bytes: maxBytes,
  });
  return {
    async newest() {
      const { metadata } = (await store.info(NAME)) ?? {};
      const sequence = Number(metadata?.['sequence']);
      return metadata?.['stream'] === undefined || !Number.isInteger(sequence)
        ? undefined
        : { stream: metadata['stream'], sequence };
    },
    async read(path) {
      const found = await store.get(NAME);
      if (!found) throw new Error('the snapshot is gone');
      await pipeline(
        Readable.fromWeb(found.data as Parameters<typeof Readable.fromWeb>[0]),
        createGunzip(),
        createWriteStream(path, { mode: 0o600 }),
      );
      const error = await found.error;
      if (error) throw error;
    },
    async write(path, work) {
      rmSync(work, { force: true });
      try {
        backUp(path, work);
        const position = strip(work);
        const { stream, sequence } = position;
        const zipped = createGzip();
        const zipping = pipeline(createReadStream(work), zipped).catch(() => undefined);
        try {
          const metadata = { stream, sequence: String(sequence) };
          const bytes = Readable.toWeb(zipped) as ReadableStream<Uint8Array>;
          await store.put({ name: NAME, metadata }, bytes, { timeout: PATIENCE });
        } finally {
          zipped.destroy();
          await zipping;
        }
        return position;
      } finally {
        rmSync(work, { force: true });
      }
    },
  };
}

/** Removes what each process keeps for itself. @returns the position of the database */
function strip(path: string): Position {
  const database = new Database(path);
  try {
    database.exec('PRAGMA journal_mode = DELETE; DELETE FROM released_trees; VACUUM');
    return database.prepare('SELECT stream, sequence, id FROM replica').get() as Position;
  } finally {
    database.close();
  }
}
