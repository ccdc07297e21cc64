import { afterAll, describe, expect, it } from '@jest/globals';
import { tag } from '../../src/cli/tag.js';
import { commit, folder, git, removeFolders, repository, write } from '../collect/support/repositories.js';

afterAll(removeFolders);

const said = async (dir: string, name: string) => {
  const report = await tag({ dir, tag: name });
  return {
    met: report.answers.every(({ status }) => status !== 'unmet'),
    exists: report.exists,
    unmet: report.answers.filter(each => each.status === 'unmet').map(each => each.asked),
    answers: report.answers,
  };
};

describe('cim-readiness tag', () => {
  const dir = repository();
  const make = (message: string, version: string, changelog: string) => {
    write(dir, {
      'Cargo.toml': `[package]\nname = "cim-x"\nversion = "${version}"\n`,
      'src/lib.rs': '',
      'CHANGELOG.md': changelog,
    });
    commit(dir, message);
  };
  make('feat: a', '0.1.0', '## [0.1.0] - 2026-01-02\n');
  git(dir, 'tag', 'v0.1.0');
  make('feat!: b', '0.1.1', '## [0.1.1] - 2026-01-03\n\n## [0.1.0] - 2026-01-02\n');
  git(dir, 'tag', 'v0.1.1');
  make('fix: c', '0.2.0', '## [0.2.0] - 2026-01-04\n\n```md\n## [0.3.0]\n```\n');

  it('judges a tag where it stands: the manifest and the changelog there', async () => {
    expect(await said(dir, 'v0.1.0')).toMatchObject({ met: true, exists: true, unmet: [] });
    expect(await said(dir, 'refs/tags/v0.1.0')).toMatchObject({ met: true, exists: true });
  });

  it('finds a bump that is too small', async () => {
    expect(await said(dir, 'v0.1.1')).toMatchObject({ met: false, unmet: ['bump'] });
  });

  it('judges a tag that is not there as if it stood on HEAD', async () => {
    const planned = await said(dir, 'v0.2.0');
    expect(planned).toMatchObject({ met: true, exists: false, unmet: [] });
    expect(planned.answers.find(each => each.asked === 'changelog')).toMatchObject({ path: 'CHANGELOG.md', line: 1 });
    expect(await said(dir, 'v0.3.0')).toMatchObject({ met: false, exists: false, unmet: ['manifest', 'changelog'] });
  });

  it('says what a tag is that stands on no commit', async () => {
    git(dir, 'tag', 'v9.9.9', 'HEAD^{tree}');
    await expect(said(dir, 'v9.9.9')).rejects.toThrow('the tag v9.9.9 points to a tree, not to a commit');
    git(dir, 'tag', '-a', '-m', 'x', 'v9.9.8', 'HEAD:Cargo.toml');
    await expect(said(dir, 'v9.9.8')).rejects.toThrow('points to a blob');
    git(dir, 'tag', '-d', 'v9.9.9', 'v9.9.8');
  });

  it('reads the changelog that the criterion reads, under whatever name', async () => {
    const other = repository({
      'Cargo.toml': '[package]\nname = "cim-y"\nversion = "0.1.0"\n',
      'HISTORY.md': '## 0.1.0\n',
    });
    git(other, 'tag', 'v0.1.0');
    expect((await said(other, 'v0.1.0')).answers.find(each => each.asked === 'changelog')).toMatchObject({
      status: 'met',
      path: 'HISTORY.md',
    });
  });

  it('judges nothing in a shallow clone, where earlier releases can be missing', async () => {
    const shallow = folder();
    git(shallow, 'clone', '-q', '--depth', '1', `file://${dir}`, '.');
    await expect(said(shallow, 'v0.2.0')).rejects.toThrow('the clone is shallow');
  });

  it('says what is no release', async () => {
    expect(await said(dir, 'nightly')).toMatchObject({ met: false, unmet: ['form'] });
  });

  it('says in one line what it cannot do', async () => {
    await expect(said(folder(), 'v1.0.0')).rejects.toThrow('is not in a git repository');
  });
});
