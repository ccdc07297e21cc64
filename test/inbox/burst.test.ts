/** Many pushes at once: every newest head is handled, what it supersedes is not, and nothing waits in the end. */
import { createHmac } from 'node:crypto';
import { expect, it } from '@jest/globals';
import Database from 'libsql';
import { sqliteInbox } from '../../src/inbox/sqlite-inbox.js';
import { startWorker, TryAgainError } from '../../src/inbox/worker.js';
import { front, WEBHOOK_PATH } from '../../src/web/front.js';

const SECRET = 'a secret of the tests';

it('200 pushes over 40 repositories end with each head handled or superseded, also where GitHub asks for patience', async () => {
  let now = 0;
  const inbox = sqliteInbox(new Database(':memory:'), () => now);
  const handled = new Map<string, string[]>();
  let faults = 30;
  const worker = startWorker({
    inbox,
    handle: async ({ payload }) => {
      await new Promise(resolve => setImmediate(resolve));
      // A secondary rate limit, at times.
      if (faults > 0 && faults-- % 3 === 0) throw new TryAgainError('slow down', { after: 60 });
      const { repository, after } = JSON.parse(payload) as { repository: { full_name: string }; after: string };
      handled.set(repository.full_name, [...(handled.get(repository.full_name) ?? []), after]);
    },
    failed: () => undefined,
  });
  const { request } = front({
    inbox,
    webhookSecret: SECRET,
    arrived: () => worker.wake(),
    failed: () => undefined,
    version: 'test',
  });
  const pushes = Array.from({ length: 200 }, (_, index) => ({ repo: `cim/cim-${index % 40}`, sha: `sha-${index}` }));
  const statuses = await Promise.all(
    pushes.map(async ({ repo, sha }) => {
      const body = JSON.stringify({ ref: 'refs/heads/main', after: sha, repository: { full_name: repo } });
      const signature = createHmac('sha256', SECRET).update(body).digest('hex');
      const headers = {
        'content-type': 'application/json',
        'x-github-event': 'push',
        'x-github-delivery': sha,
        'x-hub-signature-256': `sha256=${signature}`,
      };
      return (await request(WEBHOOK_PATH, { method: 'POST', body, headers })).status;
    }),
  );
  expect(new Set(statuses)).toEqual(new Set([202]));
  while ((await inbox.waiting()) > 0) {
    now += 1;
    worker.wake();
    await new Promise(resolve => setImmediate(resolve));
  }
  await worker.stop();
  expect(handled.size).toBe(40);
  for (const [repo, shas] of handled) {
    const sent = pushes.filter(each => each.repo === repo).map(each => each.sha);
    // In order, none twice, and the newest at last.
    expect(sent.filter(sha => shas.includes(sha))).toEqual(shas);
    expect(shas.at(-1)).toBe(sent.at(-1));
  }
});
