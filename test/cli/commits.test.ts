import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { commits } from '../../src/cli/commits.js';
import { commit, folder, git, removeFolders, repository, write } from '../collect/support/repositories.js';

afterAll(removeFolders);

const said = async (dir: string, range?: string, policy?: string) => {
  const report = await commits({ dir, range, policy });
  const headers = report.unconventional.map(({ header }) => header);
  return [report.range, report.judged, headers.join(), headers.length === 0];
};

describe('cim-readiness commits', () => {
  const dir = repository();
  const make = (message: string, files: Record<string, string> = {}) => {
    write(dir, files);
    commit(dir, message);
  };
  make('feat: a', { 'Cargo.toml': '[package]\nname = "cim-x"\nversion = "0.1.0"\n' });
  make('Old habit');
  git(dir, 'tag', 'v0.1.0');
  git(dir, 'tag', 'cim-other-v9.0.0');
  make('Add b');
  make('fix: c\r\n\r\nBody.');

  it('judges what came after the last release', async () => {
    expect(await said(dir)).toEqual(['since v0.1.0', 2, 'Add b', false]);
  });

  it('judges a range, as git log takes it', async () => {
    expect(await said(dir, 'HEAD~1..HEAD')).toEqual(['in HEAD~1..HEAD', 1, '', true]);
    expect(await said(dir, 'v0.1.0')).toEqual(['in v0.1.0', 2, 'Old habit', false]);
  });

  it('reads the policy that is committed, or one that is named', async () => {
    make('ops: d', { '.github/cim.yml': 'commitTypes: [ops]\n' });
    expect(await said(dir, 'HEAD~1..')).toEqual(['in HEAD~1..', 1, '', true]);
    const file = join(folder(), 'policy.yml');
    writeFileSync(file, 'since: cim-other-v9.0.0\n');
    expect(await said(dir, undefined, file)).toEqual(['since cim-other-v9.0.0', 3, 'ops: d,Add b', false]);
  });

  it('says in one line what it cannot do', async () => {
    await expect(said(dir, 'nowhere..HEAD')).rejects.toThrow('nowhere..HEAD is not a range of commits');
    await expect(said(dir, '--output=x')).rejects.toThrow('--output=x is not a range of commits');
    await expect(said(folder())).rejects.toThrow('is not in a git repository');
  });

  it('has nothing to judge where there is no commit', async () => {
    expect(await said(repository())).toEqual(['of the whole history', 0, '', true]);
  });
});
