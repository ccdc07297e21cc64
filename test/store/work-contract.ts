/** What every store of work does, whatever it is made of. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { MOST_DEATHS, type NewEntry, StaleClaimError, type Work } from '../../src/store/work.js';

export interface WorkUnderTest {
  readonly work: Work;
  /** Opens the same work again, as after the process ended without a word. */
  reopen(): Promise<Work>;
  /** Uses the work as another server does, beside this one. */
  beside(use: (work: Work) => Promise<void>): Promise<void>;
}

const LEASE = 60;
/** Longer than any pause after the process ended. */
const LONG = 3_600;

const SET_ASIDE = { id: 'a-guid', event: 'push', payload: '{}', installation: 7, repository: 1 };

/** @param open makes an empty store whose clock is given, in seconds since 1970 */
export function workContract(name: string, open: (seconds: () => number) => Promise<WorkUnderTest>): void {
  describe(`work in ${name}`, () => {
    let now: number;
    let opened: WorkUnderTest;
    let work: Work;
    beforeEach(async () => {
      now = 1_000_000;
      opened = await open(() => now);
      work = opened.work;
    });

    const entry = (name: string, repository = 1, more: Partial<NewEntry> = {}): NewEntry => ({
      installation: 7,
      repository,
      name,
      owner: 'acme',
      repo: `cim-${repository}`,
      priority: 'prompt',
      ...more,
    });
    const claim = async () => {
      const claimed = await work.claim('worker', LEASE);
      if (!claimed) throw new Error('nothing is due');
      return claimed;
    };
    const nextName = async () => (await work.claim('worker', LEASE))?.name;

    it('hands entries out in the order in which they were added, each until it is acknowledged', async () => {
      await work.add([entry('pull/1', 1), entry('pull/2', 2)]);
      const first = await claim();
      expect(first).toMatchObject({ name: 'pull/1', owner: 'acme', repo: 'cim-1', attempts: 1 });
      await work.ack(first.token);
      expect(await nextName()).toBe('pull/2');
      expect(await work.counts()).toEqual({ waiting: 0, claimed: 1, dead: 0 });
    });

    it('keeps one waiting entry for each target: a second one merges into it', async () => {
      await work.add([entry('pull/1', 1, { details: { said: ['a'], from: 'first' } })]);
      await work.add([entry('pull/1', 1, { details: { said: ['a', 'b'], from: 'second', more: 1 } })]);
      await work.add([entry('pull/1', 2)]);
      expect(await work.counts()).toMatchObject({ waiting: 2 });
      expect((await claim()).details).toEqual({ said: ['a', 'b'], from: 'second', more: 1 });
    });

    it('keeps what is added while its target is worked on for afterwards', async () => {
      await work.add([entry('pull/1')]);
      const first = await claim();
      await work.add([entry('pull/1')]);
      expect(await nextName()).toBeUndefined();
      await work.ack(first.token);
      expect(await nextName()).toBe('pull/1');
    });

    it('has one entry of a repository in flight, and lets other repositories go on', async () => {
      await work.add([entry('pull/1', 1), entry('pull/2', 1), entry('pull/3', 2)]);
      expect([await nextName(), await nextName(), await nextName()]).toEqual(['pull/1', 'pull/3', undefined]);
    });

    it('prefers what people wait for', async () => {
      await work.add([entry('migration', 1, { priority: 'background' }), entry('comment/5', 1)]);
      expect(await nextName()).toBe('comment/5');
    });

    it('takes the higher priority and the earlier time of two that merge', async () => {
      await work.add([entry('default-branch', 1, { priority: 'background', delay: 120 })]);
      expect(await nextName()).toBeUndefined();
      await work.add([entry('default-branch', 1)]);
      await work.add([entry('migration', 1, { priority: 'background' })]);
      expect(await nextName()).toBe('default-branch');
    });

    it('does not let a waiting entry hold up the others of its repository', async () => {
      await work.add([entry('pull/1'), entry('pull/2')]);
      const first = await claim();
      await work.later(first.token, now + 900, 'GitHub is away');
      const second = await claim();
      expect(second.name).toBe('pull/2');
      await work.ack(second.token);
      expect(await nextName()).toBeUndefined();
      now += 900;
      expect(await claim()).toMatchObject({ name: 'pull/1', attempts: 2 });
    });

    it('merges an entry that is put back with one that was added meanwhile', async () => {
      await work.add([entry('pull/1', 1, { details: { said: ['a'] } })]);
      const first = await claim();
      await work.add([entry('pull/1', 1, { details: { said: ['b'] } })]);
      await work.later(first.token, now + 900, 'GitHub is away');
      expect(await work.counts()).toMatchObject({ waiting: 1 });
      expect((await claim()).details).toEqual({ said: ['a', 'b'] });
    });

    it('gives an entry to another worker when the lease has expired, and refuses the stale claim', async () => {
      await work.add([entry('pull/1')]);
      const first = await claim();
      now += LEASE;
      const second = await claim();
      expect(second).toMatchObject({ name: 'pull/1', attempts: 2 });
      await expect(work.ack(first.token)).rejects.toThrow(StaleClaimError);
      await expect(work.extend(first.token, LEASE)).rejects.toThrow(StaleClaimError);
      await expect(work.later(first.token, now, 'late')).rejects.toThrow(StaleClaimError);
      await expect(work.dead(first.token, 'late')).rejects.toThrow(StaleClaimError);
      await work.ack(second.token);
      expect(await work.counts()).toEqual({ waiting: 0, claimed: 0, dead: 0 });
    });

    it('keeps a claim for as long as its lease is renewed', async () => {
      await work.add([entry('pull/1')]);
      const first = await claim();
      for (let each = 0; each < 5; each += 1) {
        now += LEASE - 1;
        await work.extend(first.token, LEASE);
      }
      expect(await nextName()).toBeUndefined();
      await work.ack(first.token);
    });

    it('takes an entry that is handed back for untouched', async () => {
      await work.add([entry('pull/1')]);
      await work.release((await claim()).token);
      expect(await claim()).toMatchObject({ attempts: 1 });
    });

    it('gives up an entry that ended the process again and again', async () => {
      await work.add([entry('pull/1'), entry('pull/2')]);
      for (let each = 0; each < MOST_DEATHS; each += 1) {
        expect(await nextName()).toBe('pull/1');
        work = await opened.reopen();
        now += LONG;
      }
      expect(await nextName()).toBe('pull/2');
      expect(await work.counts()).toMatchObject({ dead: 1 });
      expect((await work.list()).at(-1)).toMatchObject({
        state: 'dead',
        reason: expect.stringContaining('ended 5 times'),
      });
    });

    it('finds the one of several entries that ends the process: after the first time each is claimed alone', async () => {
      await work.add([entry('pull/1', 1), entry('pull/2', 2), entry('pull/3', 3)]);
      expect([await nextName(), await nextName(), await nextName()]).toEqual(['pull/1', 'pull/2', 'pull/3']);
      work = await opened.reopen();
      await work.add([entry('pull/4', 4)]);
      for (let each = 1; each < MOST_DEATHS; each += 1) {
        const first = await claim();
        expect(first.name).toBe('pull/1');
        expect(await nextName()).toBeUndefined();
        work = await opened.reopen();
        now += LONG;
      }
      const rest = [];
      for (let next = await work.claim('worker', LEASE); next; next = await work.claim('worker', LEASE)) {
        rest.push(next.name);
        await work.ack(next.token);
      }
      expect(rest).toEqual(['pull/2', 'pull/3', 'pull/4']);
      expect(await work.counts()).toEqual({ waiting: 0, claimed: 0, dead: 1 });
    });

    it('waits longer each time before it claims what the process ended during, and works on others meanwhile', async () => {
      await work.add([entry('pull/1', 1), entry('pull/2', 2)]);
      await claim();
      work = await opened.reopen();
      expect(await nextName()).toBe('pull/1');
      work = await opened.reopen();
      const pauses = [];
      for (let each = 2; each < MOST_DEATHS; each += 1) {
        // A webhook does not shorten the pause.
        await work.add([entry('pull/1', 1)]);
        const { due = 0 } = (await work.list()).find(({ name }) => name === 'pull/1') ?? {};
        pauses.push(due - now);
        const other = await claim();
        expect(other.name).toBe('pull/2');
        await work.release(other.token);
        now = due;
        expect(await nextName()).toBe('pull/1');
        work = await opened.reopen();
      }
      expect(pauses).toEqual([10, 60, 300]);
    });

    it('lets another worker go on beside what is claimed alone', async () => {
      await work.add([entry('pull/1', 1), entry('pull/2', 2)]);
      await claim();
      work = await opened.reopen();
      expect(await nextName()).toBe('pull/1');
      expect(await nextName()).toBeUndefined();
      await opened.beside(async other => expect((await other.claim('another', LEASE))?.name).toBe('pull/2'));
    });

    it('lets a new event of what was given up for ending the process try once', async () => {
      await work.add([entry('pull/1')]);
      for (let each = 0; each < MOST_DEATHS; each += 1) {
        await claim();
        work = await opened.reopen();
        now += LONG;
      }
      expect(await nextName()).toBeUndefined();
      await work.add([entry('pull/1')]);
      expect(await nextName()).toBe('pull/1');
      work = await opened.reopen();
      now += LONG;
      expect(await nextName()).toBeUndefined();
    });

    it('does not take retries for deaths', async () => {
      await work.add([entry('pull/1')]);
      for (let each = 0; each < MOST_DEATHS + 2; each += 1)
        await work.later((await claim()).token, now, 'GitHub is away');
      expect((await claim()).attempts).toBe(MOST_DEATHS + 3);
    });

    it('holds everything when it is opened again', async () => {
      await work.add([entry('pull/1'), entry('pull/2', 2)]);
      await claim();
      work = await opened.reopen();
      now += LEASE;
      expect(await nextName()).toBe('pull/1');
      expect(await work.counts()).toMatchObject({ waiting: 1, claimed: 1, dead: 0 });
    });

    it('goes on when the clock is set back by an hour', async () => {
      await work.add([entry('pull/1'), entry('pull/2', 2)]);
      await work.later((await claim()).token, now + 60, 'GitHub is away');
      now -= 3_600;
      await work.add([entry('pull/3', 3)]);
      const names = new Set([await nextName(), await nextName(), await nextName()]);
      expect(names).toEqual(new Set(['pull/1', 'pull/2', 'pull/3']));
    });

    it('lists what was given up with its reason, and replays or drops it', async () => {
      await work.add([entry('pull/1'), entry('pull/2', 2)]);
      await work.dead((await claim()).token, 'refused: 403');
      await work.dead((await claim()).token, 'refused: 404');
      const [first, second] = await work.list();
      expect([first, second]).toMatchObject([
        { name: 'pull/1', state: 'dead', reason: 'refused: 403' },
        { name: 'pull/2', state: 'dead', reason: 'refused: 404' },
      ]);
      expect(await nextName()).toBeUndefined();
      expect(await work.replay(first?.id ?? 0)).toBe(true);
      expect(await work.drop(second?.id ?? 0)).toBe(true);
      expect([await work.replay(99), await work.drop(99)]).toEqual([false, false]);
      expect([await nextName(), await work.counts()]).toEqual(['pull/1', { waiting: 0, claimed: 1, dead: 0 }]);
    });

    it('does what waits at once when it is replayed', async () => {
      await work.add([entry('pull/1')]);
      await work.later((await claim()).token, now + 900, 'GitHub is away');
      expect(await nextName()).toBeUndefined();
      expect(await work.replay((await work.list())[0]?.id ?? 0)).toBe(true);
      expect(await claim()).toMatchObject({ name: 'pull/1', attempts: 2 });
    });

    it('forgets what was given up of a target once it succeeds', async () => {
      await work.add([entry('pull/1')]);
      await work.dead((await claim()).token, 'given up');
      await work.add([entry('pull/1')]);
      await work.ack((await claim()).token);
      expect(await work.counts()).toEqual({ waiting: 0, claimed: 0, dead: 0 });
    });

    it('sets aside a delivery that was not understood, with its payload', async () => {
      await work.setAside({ ...SET_ASIDE, payload: '{"ref":1}' }, 'ref: must be a string');
      expect(await work.list()).toMatchObject([
        { name: 'delivery/a-guid', state: 'dead', reason: 'ref: must be a string' },
      ]);
      await work.replay((await work.list())[0]?.id ?? 0);
      expect((await claim()).details).toEqual({ event: 'push', payload: '{"ref":1}' });
    });

    it('erases what belongs to an installation or a repository', async () => {
      await work.add([entry('pull/1', 1), entry('pull/2', 2), entry('pull/3', 3, { installation: 8 })]);
      await work.setAside(SET_ASIDE, 'not understood');
      await work.forget(7, [1]);
      expect((await work.list()).map(({ name }) => name)).toEqual(['pull/2', 'pull/3']);
      await work.forget(7);
      expect((await work.list()).map(({ name }) => name)).toEqual(['pull/3']);
    });
  });
}
