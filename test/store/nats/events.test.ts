/** The ledger's events in NATS: published once, replayed, erased, and kept while NATS is away. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { connect } from '@nats-io/transport-node';
import { createEventPublisher } from '../../../src/event-publisher.js';
import { DEFAULT_POLICY } from '../../../src/policy/policy.js';
import type { Ledger } from '../../../src/store/ledger.js';
import { type EventStream, openEventStreams } from '../../../src/store/nats/event-streams.js';
import { memoryStore } from '../../../src/store/sqlite/database.js';
import { sqliteLedger } from '../../../src/store/sqlite/ledger.js';
import { programPath } from '../../runner/programs.mjs';
import { describeNats } from '../../support/describe-nats.js';
import { type NatsServer, startNats } from '../../support/nats.js';

const NOW = '2026-06-01T00:00:00.000Z';
let repository = 100;

describeNats('the events of the ledger', () => {
  let server: NatsServer;
  beforeAll(async () => {
    server = await startNats();
  });
  afterAll(() => server.remove());
  let ledger: Ledger;
  beforeEach(() => {
    ledger = sqliteLedger(memoryStore(), '1.0.0', () => NOW);
    repository += 1;
  });
  const key = () => ({ installation: 7, repository });
  const settings = () => ({ servers: [server.address], replicas: 1 });
  const publish = async () => {
    const publisher = createEventPublisher(ledger, settings());
    await publisher.publish();
    await publisher.close();
    return publisher.problem();
  };
  /** The subjects of the events about a repository. */
  const published = async (of: EventStream, id = repository): Promise<string[]> => {
    const streams = await openEventStreams(settings());
    const subjects: string[] = [];
    await streams.read(of, undefined, async ({ subject, data }) => {
      const { repository: its } = JSON.parse(Buffer.from(data).toString()) as { repository: { id: number } };
      if (its.id === id) subjects.push(subject);
    });
    await streams.close();
    return subjects;
  };
  const waive = () => ledger.note(key(), { kind: 'waived', by: 'maya', data: { criterion: 'readme' } });
  const assess = (isPublic: boolean) => {
    const subject = { owner: 'acme', repo: 'cim-x', ref: 'main', sha: 'a' };
    const assessment = { standard: 'cim/v1', subject, assessedAt: NOW, findings: [] };
    const facts = { name: 'cim-x', committedAt: null, version: null, tag: null, releases: [], statedStatus: null };
    const lists = { dependencies: [], commentedOut: [], requirements: {} };
    const module = { isPublic, facts: { ...facts, ...lists } };
    return ledger.assessed(key(), { assessment, policy: DEFAULT_POLICY, module, delivery: 'a-guid' });
  };

  it('are published once, in order, those of public modules apart from private ones', async () => {
    await assess(true);
    await waive();
    expect(await publish()).toEqual([]);
    expect(await publish()).toEqual([]);
    expect(await published('public')).toEqual(['cim.readiness.cim-x.assessed', 'cim.readiness.cim-x.waived']);
    expect(await published('private')).toEqual([]);
    repository += 1;
    await assess(false);
    await publish();
    expect([await published('public'), await published('private')]).toEqual([
      [],
      ['cim.readiness-private.cim-x.assessed'],
    ]);
  });

  it('wait in the ledger while NATS is away', async () => {
    await assess(true);
    await server.stop();
    expect(await publish()).toEqual([expect.stringMatching(/^events are not published: NATS at .* cannot be reached/)]);
    await server.start();
    expect(await publish()).toEqual([]);
    expect(await published('public')).toHaveLength(1);
  });

  it('are erased with their repository', async () => {
    await assess(true);
    await publish();
    const other = { installation: 7, repository: repository + 1 };
    await ledger.note(other, { kind: 'waived', by: 'maya', data: {} });
    await ledger.forget(7, [repository]);
    await publish();
    expect(await published('public')).toEqual([]);
    expect(await published('private', other.repository)).toHaveLength(1);
    expect(await ledger.erasures()).toEqual([]);
  });

  it('are sent once more by `events replay`, from a time on', async () => {
    await assess(true);
    await publish();
    const nats = await connect({ servers: [server.address] });
    try {
      const heard: (string | undefined)[] = [];
      nats.subscribe('copy.here', { callback: (_, message) => void heard.push(message.headers?.get('Cim-Subject')) });
      await nats.flush();
      const run = async (...args: readonly string[]) => {
        const env = { ...process.env, NATS_URL: `nats://${server.address}` };
        const child = spawn(process.execPath, [await programPath('cli'), 'events', 'replay', ...args], { env });
        let output = '';
        for (const stream of [child.stdout, child.stderr])
          stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
        const [code] = (await once(child, 'close')) as [number];
        await nats.flush();
        return { code, output };
      };
      const { code, output } = await run('copy.here');
      expect({ code, output }).toEqual({ code: 0, output: `sent ${heard.length} events to copy.here\n` });
      expect(heard).toContain('cim.readiness.cim-x.assessed');
      expect(await run('copy.here', '--since', '2100-01-01')).toMatchObject({ output: 'sent 0 events to copy.here\n' });
      expect(await run('cim.readiness.cim-x.assessed')).toMatchObject({
        code: 2,
        output: expect.stringContaining('not a subject to replay to'),
      });
    } finally {
      await nats.close();
    }
  });
});
