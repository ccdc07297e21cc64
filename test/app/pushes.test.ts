import { expect, it } from '@jest/globals';
import type { AppContext, Job } from '../../src/app/context.js';
import { notePushes } from '../../src/app/pushes.js';
import { memoryStore } from '../../src/store/sqlite/database.js';
import { sqliteLedger } from '../../src/store/sqlite/ledger.js';
import { mergedDetails } from '../../src/store/work.js';

const push = (sha: string) => ({
  sha,
  branch: 'main',
  timestamp: 'T',
  message: 'feat: x',
  author: 'Maya',
  delivery: sha,
});

it('each push is noted once it is assessed, also those that were merged into one entry', async () => {
  const ledger = sqliteLedger(memoryStore(), '1.0.0', () => 'NOW');
  const details = mergedDetails({ pushes: [push('a')] }, { pushes: [push('b')] });
  const job = { installation: 7, repository: 1, owner: 'acme', repo: 'cim-x', details } as unknown as Job;
  await notePushes(job, { ledger } as unknown as AppContext);
  expect(await ledger.outgoing(10)).toMatchObject([
    { kind: 'pushed', by: 'Maya', delivery: 'a', data: { sha: 'a', repo: 'cim-x', version: '' } },
    { kind: 'pushed', by: 'Maya', delivery: 'b', data: { sha: 'b', repo: 'cim-x', version: '' } },
  ]);
});
