import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { describeNats } from '../../support/describe-nats.js';
import { type NatsServer, startNats } from '../../support/nats.js';
import { workContract } from '../work-contract.js';
import { replicasOn } from './replicas.js';

describeNats('a store that several servers share', () => {
  let server: NatsServer;
  beforeAll(async () => {
    server = await startNats();
  });
  afterAll(() => server.remove());
  const replicas = replicasOn(() => server);
  afterEach(replicas.close);

  workContract('NATS', async seconds => {
    const { open } = replicas.store({ clock: () => seconds() * 1_000 });
    const directory = mkdtempSync(join(tmpdir(), 'cim-replica-'));
    let replica = await open({ directory });
    return {
      work: replica.work,
      async reopen() {
        await replica.close();
        replica = await open({ directory });
        return replica.work;
      },
      beside: async use => use((await open()).work),
    };
  });
});
