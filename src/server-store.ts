/** Where the server keeps its data: in a file of its own, or in a replica that it shares with other servers through NATS. */
import pack from '../package.json' with { type: 'json' };
import type { ServerEnvironment } from './environment.js';
import type { TurnsOf } from './github-client.js';
import { sharedTurns } from './pace.js';
import type { Ledger } from './store/ledger.js';
import { openStore } from './store/sqlite/database.js';
import { type OldDelivery, takeOldDeliveries } from './store/sqlite/first-schema.js';
import { sqliteLedger } from './store/sqlite/ledger.js';
import { sqliteWork } from './store/sqlite/work.js';
import type { StoreOpenError } from './store/unavailable.js';
import type { Work } from './store/work.js';

export interface ServerStore {
  readonly work: Work;
  readonly ledger: Ledger;
  /** The clock of the store: seconds since 1970. */
  readonly seconds: () => number;
  /** What prevents the use of the store, one line each. */
  problems(): string[];
  /** Takes or renews the lead for so many seconds: what one server does for all. @returns whether this server leads */
  lead(seconds: number): Promise<boolean>;
  /** The turns for requests to GitHub that all servers share; absent if there is only this one. */
  readonly turns?: TurnsOf;
  /** Returns the waiting deliveries of the first version, once. */
  takeOldDeliveries(take: (delivery: OldDelivery) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

interface StoreEvents {
  /** Called with each row that is invalid when it is read. */
  readonly invalid: (problem: string) => void;
  /** Called if another server changed something. */
  readonly changed: () => void;
  /** Called if the store must not be used: the server must end. */
  readonly refused: (error: StoreOpenError) => void;
}

/** Opens the store of the environment. @throws StoreOpenError */
export async function openServerStore(environment: ServerEnvironment, events: StoreEvents): Promise<ServerStore> {
  const { store, nats, dataDir } = environment;
  if (store === 'sqlite' || !nats) return ownStore(dataDir, events);
  const { openReplica } = await import('./store/nats/replica.js');
  const replica = openReplica({ nats, directory: dataDir, version: pack.version, ...events });
  return {
    ...replica,
    lead: seconds => replica.lease('lead', seconds),
    turns: (kind, pace) => sharedTurns(pace, (key, each, longest) => replica.turn(`${kind}/${key}`, each, longest)),
    takeOldDeliveries: async () => undefined,
  };
}

function ownStore(directory: string, { invalid }: StoreEvents): ServerStore {
  const store = openStore(directory, { isServer: true });
  const seconds = () => Date.now() / 1_000;
  return {
    work: sqliteWork(store, seconds),
    ledger: sqliteLedger(store, pack.version, () => new Date().toISOString(), invalid),
    seconds,
    problems: () => [],
    lead: async () => true,
    takeOldDeliveries: take => takeOldDeliveries(store.database, take),
    close: async () => store.close(),
  };
}
