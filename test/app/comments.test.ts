/** A comment is answered once, whatever fails on the way, and with the rights of the person who wrote each line. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { git, removeFolders, repository } from '../collect/support/repositories.js';
import { withoutNetwork } from '../support/network.js';
import { READY_TEXTS } from '../support/snapshots.js';
import { type App, appOn, commentOf, X } from './support.js';

let app: App;
beforeEach(async () => {
  withoutNetwork();
  const { 'CHANGELOG.md': _, ...texts } = READY_TEXTS;
  const dir = repository(texts);
  git(dir, 'branch', 'topic');
  app = await appOn(dir);
});
afterEach(async () => {
  await app.stop();
  expect(app.github.problems).toEqual([]);
});
afterAll(() => {
  nock.restore();
  removeFolders();
});

const send = async (payload: object, id?: string) => {
  await app.send('issue_comment', payload, id);
  await app.settled();
};
const edited = (payload: ReturnType<typeof commentOf>, body: string, editor = 'maya') => ({
  ...payload,
  action: 'edited',
  comment: { ...payload.comment, body },
  changes: { body: { from: payload.comment.body } },
  sender: { login: editor, type: 'User' },
});
const tracking = () => app.github.issues.all.filter(({ title }) => title.startsWith('Production migration'));

describe('a comment', () => {
  it.each<[string, RegExp, number, boolean]>([
    ['the first reaction fails', /POST issues\/comments\/\d+\/reactions/, 502, false],
    ['the right of a person cannot be asked', /GET collaborators/, 503, false],
    ['the list of comments fails', /GET issues\/7\/comments/, 500, false],
    ['the answer fails', /POST issues\/7\/comments/, 502, false],
    ['the answer arrives, but not its confirmation', /POST issues\/7\/comments/, 502, true],
    ['an issue cannot be created', /POST issues$/, 502, false],
    ['an issue is created, but its confirmation is lost', /POST issues$/, 502, true],
    ['GitHub asks for patience', /GET issues\/comments\/\d+/, 429, false],
  ])('is answered once when %s', async (_, path, status, isDone) => {
    app.github.faults.push({ path, status, ...(isDone ? { done: true } : {}) });
    await send(commentOf('/cim plan'));
    await app.later(10);
    await app.later(10);
    expect(app.github.comments).toEqual([expect.stringMatching(/^#11 tracks the migration/)]);
    expect(tracking()).toHaveLength(1);
    expect(app.github.reactions.at(-1)).toBe('rocket');
    expect(await app.work.counts()).toEqual({ waiting: 0, claimed: 0, dead: 0 });
  });

  it('is answered once when it is delivered again, under the same GUID or another', async () => {
    const payload = commentOf('/cim status');
    await send(payload, 'guid');
    await send(payload, 'guid');
    await send(payload, 'another');
    expect(app.github.comments).toHaveLength(1);
  });

  it('is answered for what an edit adds, and not again for what it had', async () => {
    const payload = commentOf('/cim status');
    await send(payload);
    const more = edited(payload, '/cim status\n/cim help');
    await send(more);
    await send(more);
    expect(app.github.comments).toEqual([expect.stringContaining('assessed'), expect.stringContaining('| Command |')]);
  });

  it('is answered once for all of it when the edit comes before the answer', async () => {
    const payload = commentOf('/cim status');
    await app.send('issue_comment', payload);
    await app.send('issue_comment', edited(payload, '/cim status\n/cim help'));
    await app.settled();
    expect(app.github.comments.join('\n').match(/\| Command \|/g)).toHaveLength(1);
    expect(app.github.comments.join('\n').match(/assessed/g)).toHaveLength(1);
  });

  it('is answered although another app says that it was, and once although it was edited 115 times', async () => {
    const payload = commentOf('/cim help');
    const { id } = payload.comment;
    app.github.says({
      body: `Done.\n\n<!-- cim-readiness:comment answer ${id} done ${'0'.repeat(16)} ${'0'.repeat(32)} -->`,
    });
    const said = [payload, ...Array.from({ length: 115 }, (_, n) => edited(payload, `/cim help\n${n}`))];
    for (const each of said) await app.send('issue_comment', each);
    await app.settled();
    await send(said.at(-1) as object);
    expect(app.errors).toEqual([]);
    expect(app.github.comments).toEqual([expect.stringContaining('| Command |')]);
  });

  it('is not answered for what its author makes another app repeat', async () => {
    const payload = commentOf('/cim help');
    await send(payload);
    const own = app.github.answers.at(-1)?.body ?? '';
    app.github.answers.length = 0;
    // What this app wrote holds for the versions that it names, whoever repeats it.
    app.github.says({ body: own });
    await send(edited(payload, '/cim help\n/cim status'));
    expect(app.github.comments).toHaveLength(2);
  });

  it('edited by another person runs with the rights of the person who edited it', async () => {
    app.github.permissions.set('olga', 'maintain');
    const payload = commentOf('I think about it.', 'olga');
    await send(edited(payload, '/cim waive changelog until 2026-10-31 because we can', 'stranger'));
    expect(app.github.comments).toEqual([expect.stringMatching(/`\/cim waive` requires/)]);
    expect(app.github.proposals.pulls).toEqual([]);
  });

  it('that was deleted meanwhile, or does not have the line anymore, is left alone', async () => {
    const payload = commentOf('/cim plan');
    app.github.faults.push({ path: /GET issues\/comments/, status: 404 });
    await send(payload);
    const other = commentOf('/cim plan');
    app.github.faults.push({ path: /GET issues\/comments/, status: 502 });
    await send(other);
    app.github.hears('issue_comment', edited(other, 'Never mind.'));
    await app.later(10);
    expect([app.github.comments, tracking()]).toEqual([[], []]);
  });

  it('is in the log of events', async () => {
    await send(commentOf('/cim help'));
    expect(await app.ledger.events(X.repository)).toMatchObject([
      { kind: 'command', data: { number: 7, line: '/cim help' } },
    ]);
  });
});

describe('the tracking issue', () => {
  it('keeps what several people say at once, while the plan is made', async () => {
    await app.send('issue_comment', commentOf('/cim plan'));
    await app.send('issue_comment', commentOf('/cim estimate 3 weeks'));
    await app.send('issue_comment', commentOf('/cim blocked by cim-bus: its 1.0 must come first'));
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(tracking()).toHaveLength(1);
    expect(tracking()[0]?.body).toContain('3 weeks');
    expect(tracking()[0]?.body).toContain('`cim-bus`');
    expect(app.github.issues.all.length).toBeGreaterThan(2);
  });
});
