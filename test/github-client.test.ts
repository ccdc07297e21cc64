import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { unpacedClient } from '../src/github-client.js';
import { withoutNetwork } from './support/network.js';

beforeEach(withoutNetwork);
afterEach(() => {
  nock.abortPendingRequests();
  nock.cleanAll();
});
afterAll(() => nock.restore());

const silent = () => undefined;
const log = { trace: silent, debug: silent, info: silent, warn: silent, error: silent, fatal: silent };

describe('the server’s client', () => {
  it('sends a write once, whatever becomes of its answer', async () => {
    let sent = 0;
    nock('https://api.github.com')
      .persist()
      .post('/repos/acme/cim-x/issues')
      .reply(() => {
        sent += 1;
        return [502, { message: 'the answer was lost' }];
      });
    const octokit = new (unpacedClient('test'))({ auth: { token: 'token' }, log });
    await expect(octokit.rest.issues.create({ owner: 'acme', repo: 'cim-x', title: 'x' })).rejects.toThrow('lost');
    expect(sent).toBe(1);
  });

  it('gives up on an answer that does not come', async () => {
    nock('https://api.github.com').get('/repos/acme/cim-x').delay(1_000).reply(200, {});
    const octokit = new (unpacedClient('test', { answer: 20, archive: 20 }))({
      auth: { token: 'token' },
      log,
      retry: { enabled: false },
    });
    await expect(octokit.rest.repos.get({ owner: 'acme', repo: 'cim-x' })).rejects.toMatchObject({ status: 500 });
  });
});
