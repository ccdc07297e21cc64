/** Servers that share a store, for tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReplica, type Replica } from '../../../src/store/nats/replica.js';
import type { ReplicaSettings } from '../../../src/store/nats/settings.js';
import type { NatsServer } from '../../support/nats.js';

type Settings = Omit<Partial<ReplicaSettings>, 'nats'>;

export interface Replicas {
  /** A new store, for which servers can be opened. */
  store(settings?: Settings): { readonly open: (more?: Settings) => Promise<Replica>; readonly prefix: string };
  /** Closes all, and removes their directories. */
  readonly close: () => Promise<void>;
}

export function replicasOn(server: () => NatsServer): Replicas {
  let count = 0;
  const opened: Replica[] = [];
  const directories: string[] = [];
  return {
    store(settings) {
      const prefix = `test${(count += 1)}`;
      const nats = { servers: [server().address], replicas: 1 };
      return {
        prefix,
        async open(more) {
          const directory = more?.directory ?? mkdtempSync(join(tmpdir(), 'cim-replica-'));
          directories.push(directory);
          const given = { version: '1.0.0', maxBytes: 4_000_000, ...settings, ...more };
          const replica = openReplica({ nats, prefix, ...given, directory });
          opened.push(replica);
          await replica.ready(Date.now() + 10_000);
          return replica;
        },
      };
    },
    async close() {
      for (const replica of opened.splice(0)) await replica.close();
      for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
    },
  };
}
