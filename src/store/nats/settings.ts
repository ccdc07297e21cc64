import type { StoreOpenError } from '../unavailable.js';

/** How to reach NATS. */
export interface NatsSettings {
  /** `HOST:PORT` of each server. */
  readonly servers: readonly string[];
  readonly user?: string;
  readonly password?: string;
  readonly token?: string;
  /** The text of a credentials file: a JWT and its key. */
  readonly credentials?: string;
  /** The seed of a key. */
  readonly nkey?: string;
  readonly tls?: { readonly caFile?: string; readonly certFile?: string; readonly keyFile?: string };
  /** How many servers of a cluster keep each stream. */
  readonly replicas: number;
}

export interface ReplicaSettings {
  readonly nats: NatsSettings;
  /** The directory of this process's database. */
  readonly directory: string;
  /** The version of this program. */
  readonly version: string;
  /** Called with each row that is invalid when it is read. */
  readonly invalid?: (problem: string) => void;
  /** Called after a change by any process. */
  readonly changed?: () => void;
  /** Called if NATS holds what this program must not use: the process must end. */
  readonly refused?: (error: StoreOpenError) => void;
  /** The beginning of the names of streams. */
  readonly prefix?: string;
  /** Milliseconds since 1970. Without it, the broker's clock decides. */
  readonly clock?: () => number;
  /** How long a change can take, in milliseconds. GitHub waits 10 s for an answer. */
  readonly patience?: number;
  /** After how many records a snapshot is made. */
  readonly snapshotEvery?: number;
  /** How many records before a snapshot stay in the log, so that servers that lag a little can go on. */
  readonly margin?: number;
  /** The most bytes of the log. */
  readonly maxBytes?: number;
}
