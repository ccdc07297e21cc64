/** What holds when several servers share a store, and NATS is not always there. */
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { DEFAULT_POLICY } from '../../../src/policy/policy.js';
import { encodeRecord, RULES } from '../../../src/store/nats/record.js';
import type { Replica } from '../../../src/store/nats/replica.js';
import { StoreUnavailableError } from '../../../src/store/unavailable.js';
import { type NewEntry, StaleClaimError } from '../../../src/store/work.js';
import { describeNats } from '../../support/describe-nats.js';
import { type NatsServer, startNats } from '../../support/nats.js';
import { replicasOn } from './replicas.js';

const LEASE = 60;
const entry = (name: string, repository = 1): NewEntry => ({
  installation: 7,
  repository,
  name,
  owner: 'acme',
  repo: `cim-${repository}`,
  priority: 'prompt',
});
const assessment = (sha: string) => ({
  standard: 'cim/v1',
  subject: { owner: 'acme', repo: 'cim-1', ref: 'main', sha },
  assessedAt: '2026-06-01T00:00:00.000Z',
  findings: [],
});
const moment = () => new Promise(resolve => setImmediate(resolve));
const X = { installation: 7, repository: 1 };

describeNats('servers that share a store', () => {
  let server: NatsServer;
  beforeAll(async () => {
    server = await startNats();
  });
  afterAll(() => server.remove());
  const replicas = replicasOn(() => server);
  afterEach(replicas.close);

  /** Uses NATS itself. */
  const withNats = async <T>(
    use: (nats: {
      readonly publish: (subject: string, data: Uint8Array) => Promise<unknown>;
      readonly streams: Awaited<ReturnType<typeof jetstreamManager>>['streams'];
    }) => Promise<T>,
  ): Promise<T> => {
    const nats = await connect({ servers: [server.address] });
    try {
      const { streams } = await jetstreamManager(nats);
      return await use({ streams, publish: (subject, data) => jetstream(nats).publish(subject, data) });
    } finally {
      await nats.close();
    }
  };
  /** Until something holds. */
  const eventually = async (holds: () => Promise<boolean> | boolean): Promise<void> => {
    while (!(await holds())) await moment();
  };

  it('hand each entry to one of them, and a repository to one at a time', async () => {
    const { open } = replicas.store();
    const all = [await open(), await open(), await open()];
    await all[0]?.work.add(Array.from({ length: 60 }, (_, index) => entry(`pull/${index}`, index % 6)));
    const inFlight = new Set<number>();
    const done: string[] = [];
    const worker = async ({ work }: Replica) => {
      while (done.length < 60) {
        const claim = await work.claim('a', LEASE);
        if (!claim) {
          await moment();
          continue;
        }
        expect(inFlight).not.toContain(claim.repository);
        inFlight.add(claim.repository);
        await moment();
        inFlight.delete(claim.repository);
        done.push(claim.name);
        await work.ack(claim.token);
      }
    };
    await Promise.all(all.flatMap(each => [worker(each), worker(each)]));
    expect(new Set(done).size).toBe(60);
    expect(done).toHaveLength(60);
    for (const { work } of all) await eventually(async () => (await work.counts()).waiting === 0);
  });

  it('refuse the claim of a server whose lease has expired', async () => {
    let now = 1_000_000_000;
    const { open } = replicas.store({ clock: () => now });
    const [one, two] = [await open(), await open()];
    await one.work.add([entry('pull/1')]);
    const claim = await one.work.claim('a', LEASE);
    now += LEASE * 1_000;
    await eventually(async () => (await two.work.claim('b', LEASE)) !== undefined);
    await expect(one.work.ack(claim?.token ?? '')).rejects.toThrow(StaleClaimError);
  });

  it('have the same ledger: what one writes before it is done, the next one reads', async () => {
    const { open } = replicas.store();
    const [one, two] = [await open(), await open()];
    await one.work.add([entry('pull/1')]);
    const claim = await one.work.claim('a', LEASE);
    await one.ledger.assessed(X, { assessment: assessment('a'), policy: DEFAULT_POLICY });
    await one.ledger.noteAwaited(new Map([[7, { url: 'https://github.com', needs: [] }]]));
    expect(await one.ledger.latest(1, 'main')).toEqual(assessment('a'));
    await one.work.release(claim?.token ?? '');
    await eventually(async () => (await two.work.claim('b', LEASE)) !== undefined);
    expect(await two.ledger.at(1, 'a', DEFAULT_POLICY)).toMatchObject({ assessment: assessment('a') });
    expect(await two.ledger.awaited(7)).toMatchObject({ needs: [] });
    expect(await two.ledger.revision()).toBe(await one.ledger.revision());
  });

  it('have one that leads, until it does not say so any more', async () => {
    let now = 1_000_000_000;
    const { open } = replicas.store({ clock: () => now });
    const [one, two] = [await open(), await open()];
    expect([await one.lease('lead', 60), await two.lease('lead', 60)]).toEqual([true, false]);
    now += 59_000;
    expect([await one.lease('lead', 60), await two.lease('lead', 60)]).toEqual([true, false]);
    now += 60_000;
    expect([await two.lease('lead', 60), await one.lease('lead', 60)]).toEqual([true, false]);
  });

  it('share the pace of requests to GitHub', async () => {
    const now = 1_000_000_000;
    const { open } = replicas.store({ clock: () => now });
    const [one, two] = [await open(), await open()];
    const turn = (of: Replica, key = 'write/7') => of.turn(key, { gap: 1_000, hourly: 3 }, 5_000);
    expect([await turn(one), await turn(two), await turn(one), await turn(two, 'write/8')]).toEqual([
      0, 1_000, 2_000, 0,
    ]);
    expect(await turn(two)).toBe(3_600_000);
  });

  it('begin with a snapshot, so that the log stays short', async () => {
    const { open, prefix } = replicas.store({ snapshotEvery: 10, margin: 5 });
    const one = await open();
    for (let each = 0; each < 40; each += 1) await one.work.add([entry(`pull/${each}`, each)]);
    await one.ledger.assessed(X, { assessment: assessment('a'), policy: DEFAULT_POLICY });
    await eventually(() =>
      withNats(async ({ streams }) => (await streams.info(`${prefix}_store`)).state.first_seq > 1),
    );
    const two = await open();
    expect(await two.work.counts()).toMatchObject({ waiting: 40 });
    expect(await two.ledger.latest(1, 'main')).toEqual(assessment('a'));
  });

  it('erase what is uninstalled from the log too', async () => {
    const { open, prefix } = replicas.store();
    const one = await open();
    await one.ledger.assessed(X, { assessment: assessment('secret'), policy: DEFAULT_POLICY });
    await one.ledger.forget(7);
    await eventually(() =>
      withNats(async ({ streams }) => (await streams.info(`${prefix}_store`)).state.first_seq > 2),
    );
    const two = await open();
    expect(await two.ledger.events(1)).toEqual([]);
  });

  it('say that NATS is away, and go on when it is back', async () => {
    const { open } = replicas.store({ patience: 200 });
    const [one, two] = [await open(), await open()];
    await one.work.add([entry('pull/1')]);
    await server.stop();
    await expect(one.work.add([entry('pull/2', 2)])).rejects.toThrow(StoreUnavailableError);
    await eventually(() => one.problems().length > 0);
    expect(one.problems()).toEqual([expect.stringContaining('NATS')]);
    await server.start();
    await eventually(() => one.problems().length + two.problems().length === 0);
    await one.work.add([entry('pull/3', 3)]);
    const names = new Set<string | undefined>();
    await eventually(async () => {
      names.add((await two.work.claim('b', LEASE))?.name);
      return names.has('pull/1') && names.has('pull/3');
    });
  });

  it('agree again when NATS has lost everything', async () => {
    const { open, prefix } = replicas.store();
    const [one, two] = [await open(), await open()];
    await one.work.add([entry('pull/1')]);
    await withNats(({ streams }) => streams.delete(`${prefix}_store`));
    await server.stop();
    await server.start();
    await eventually(
      async () => one.problems().length + two.problems().length === 0 && (await one.work.counts()).waiting === 0,
    );
    await two.work.add([entry('pull/2')]);
    await eventually(async () => (await one.work.list()).map(({ name }) => name).join() === 'pull/2');
  });

  it('refuse a stream that differs, with what differs', async () => {
    const { open, prefix } = replicas.store({ patience: 200 });
    const name = `${prefix}_store`;
    await withNats(({ streams }) => streams.add({ name, subjects: [`${prefix}.store.log`], max_bytes: 1_000_000 }));
    const refused = new Promise<Error>(resolve => void open({ refused: resolve }).catch(() => undefined));
    expect((await refused).message).toMatch(
      new RegExp(`^the stream ${name} exists in NATS and differs: discard is "old" and must be "new".*never changes`),
    );
  });

  it('store nothing more while the log is full, and lose nothing', async () => {
    const { open } = replicas.store({ maxBytes: 20_000 });
    const one = await open();
    let count = 0;
    await expect(
      (async () => {
        for (; count < 1_000; count += 1) await one.work.add([entry(`pull/${count}`, count)]);
      })(),
    ).rejects.toThrow(/is full/);
    expect(await one.work.counts()).toMatchObject({ waiting: count });
    // A snapshot makes room.
    await eventually(() =>
      one.work.add([entry('pull/0', 0)]).then(
        () => true,
        () => false,
      ),
    );
    expect(await (await open()).work.counts()).toMatchObject({ waiting: count });
  });

  it('stop where a newer version writes, and pass over what is no record', async () => {
    const { open, prefix } = replicas.store({ patience: 200 });
    const invalid: string[] = [];
    const one = await open({ invalid: problem => invalid.push(problem) });
    const record = {
      id: 'an-id',
      process: 'p',
      version: '9.0.0',
      rules: RULES + 1,
      part: 'work',
      method: 'x',
      input: [],
    } as const;
    await withNats(async ({ publish }) => {
      await publish(`${prefix}.store.log`, Buffer.from('no record'));
      await publish(`${prefix}.store.log`, encodeRecord(record));
    });
    await eventually(() => one.problems().length > 0);
    expect(invalid).toEqual(['record 2 of the log is not one of this program']);
    expect(one.problems()).toEqual([expect.stringMatching(/^version 9\.0\.0 .* newer .*: update this server$/)]);
    await expect(one.work.claim('a', LEASE)).resolves.toBeUndefined();
  });
});
