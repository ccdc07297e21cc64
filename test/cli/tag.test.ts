import { afterAll, describe, expect, it } from '@jest/globals';
import { tag } from '../../src/cli/tag.js';
import { commit, folder, git, removeFolders, repository, write } from '../collect/support/repositories.js';

afterAll(removeFolders);

const said = async (dir: string, name: string) => {
  const { text, met } = await tag({ dir, tag: name, format: 'json', colour: false });
  const report = JSON.parse(text) as {
    exists: boolean;
    answers: { asked: string; status: string; path: string | null; line: number | null }[];
  };
  return {
    met,
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

  it('says what is no release', async () => {
    expect(await said(dir, 'nightly')).toMatchObject({ met: false, unmet: ['form'] });
  });

  it('prints a table and Markdown', async () => {
    const asked = { dir, tag: 'v0.1.0', colour: false };
    expect((await tag({ ...asked, format: 'table' })).text).toContain(
      '✓ changelog the changelog has an entry (CHANGELOG.md:1)',
    );
    expect((await tag({ ...asked, format: 'markdown' })).text).toContain('- ✓ bump:');
  });

  it('says in one line what it cannot do', async () => {
    await expect(said(folder(), 'v1.0.0')).rejects.toThrow('is not in a git repository');
  });
});
