import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { registryNames } from '../../src/collect/github/registry-names.js';
import { withoutNetwork } from '../support/network.js';
import { client } from './support/github.js';

beforeEach(withoutNetwork);
afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());

const PATH = '/repos/acme/cim/contents/registry%2Fmodules.yaml';
const content = Buffer.from('modules:\n  ledger:\n    status: development\n').toString('base64');

describe('the names of a registry', () => {
  it('are asked for by conditional requests once they are known', async () => {
    const names = registryNames();
    const api = nock('https://api.github.com');
    api.get(PATH).reply(200, { type: 'file', content }, { etag: '"1"' });
    expect([...(await names(client(), 'acme'))]).toEqual(['ledger']);
    api.get(PATH).matchHeader('if-none-match', '"1"').reply(304);
    expect([...(await names(client(), 'acme'))]).toEqual(['ledger']);
    expect(api.isDone()).toBe(true);
  });

  it('are none where there is no registry', async () => {
    nock('https://api.github.com').get(PATH).reply(404, { message: 'Not Found' });
    expect([...(await registryNames()(client(), 'acme'))]).toEqual([]);
  });

  it('are not taken for none where GitHub has a fault', async () => {
    nock('https://api.github.com').get(PATH).reply(502, 'Bad Gateway');
    await expect(registryNames()(client(), 'acme')).rejects.toThrow('Bad Gateway');
  });
});
