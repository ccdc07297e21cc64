import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import type { Job } from '../../src/app/context.js';
import { isModule } from '../../src/app/modules.js';
import { organizationPatterns, registryNames } from '../../src/collect/github/registry-names.js';
import { client } from '../collect/support/github.js';
import { withoutNetwork } from '../support/network.js';

beforeEach(withoutNetwork);
afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());

/** A GitHub that has these files, by `repo/path`. */
function github(files: Readonly<Record<string, string>>): void {
  nock('https://api.github.com')
    .persist()
    .get(/^\/repos\/acme\/.*/)
    .reply(uri => {
      const [, repo = '', path = ''] = /^\/repos\/acme\/([^/]+)\/contents\/(.+)$/.exec(uri) ?? [];
      const text = files[`${repo}/${decodeURIComponent(path)}`];
      return text === undefined
        ? [404, { message: 'Not Found' }]
        : [200, { type: 'file', content: Buffer.from(text).toString('base64') }];
    });
}

const isOne = (repo: string) =>
  isModule({ octokit: client(), owner: 'acme', repo } as unknown as Job, {
    registryNames: registryNames(),
    assessedPatterns: organizationPatterns(),
  });

describe('a repository is a module', () => {
  it('by its name, its cim.yaml, or the registry', async () => {
    github({ 'weight/cim.yaml': '', 'cim/registry/modules.yaml': 'modules:\n  ledger:\n    status: development\n' });
    expect([await isOne('cim-x'), await isOne('weight'), await isOne('ledger'), await isOne('other')]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it("by the organization's policy, if it is a crate", async () => {
    github({
      '.github/.github/cim.yml': 'standard: crate/v1\nrepositories: [Weight*, docs]\n',
      'weight-core/Cargo.toml': '[package]\n',
      'other/Cargo.toml': '[package]\n',
    });
    expect([await isOne('weight-core'), await isOne('docs'), await isOne('other')]).toEqual([true, false, false]);
  });

  it('not by a policy that is not valid', async () => {
    github({ '.github/.github/cim.yml': 'repositories: { a: b }\n', 'weight/Cargo.toml': '' });
    expect(await isOne('weight')).toBe(false);
  });
});
