import { describe, expect, it } from '@jest/globals';
import { READY_HISTORY, shaOf, tag } from '../../support/history.js';
import {
  add,
  both,
  changedBy,
  type Edit,
  edit,
  judge,
  READY_TEXTS,
  remove,
  snapshot,
} from '../../support/snapshots.js';

describe('changelog', () => {
  const of = (change: Edit, parts = READY_HISTORY) => judge('changelog', snapshot(change(READY_TEXTS), parts));
  const log = (text: string, parts = READY_HISTORY) => of(add('CHANGELOG.md', text), parts);

  it('is met where every release is told, the newest first', () => {
    expect(judge('changelog', snapshot(READY_TEXTS, READY_HISTORY))).toMatchObject({
      status: 'met',
      message: 'CHANGELOG.md: 3 entries, newest first; 2 releases',
      evidence: [{ path: 'CHANGELOG.md', line: 3 }],
    });
  });

  it('is what a missing entry changes, and nothing else', () => {
    const without = edit('CHANGELOG.md', '## [1.2.0] - 2026-05-01\n', '');
    expect(changedBy(without, READY_HISTORY)).toEqual({ changelog: 'unmet' });
    expect(of(without).evidence).toEqual([
      {
        kind: 'missing-entry',
        subject: '1.2.0',
        path: 'CHANGELOG.md',
        line: 14,
        message: 'no entry for 1.2.0, which the tag v1.2.0 releases: add `## [1.2.0] - DATE` above this line',
      },
    ]);
  });

  it('finds that there is none', () => {
    expect(of(remove('CHANGELOG.md')).evidence).toEqual([
      { kind: 'no-changelog', message: 'no changelog: add `CHANGELOG.md` with an entry for each release' },
    ]);
    expect(log('# Changelog\n').evidence).toMatchObject([{ path: 'CHANGELOG.md', line: 1 }]);
  });

  it('asks for the version of the module, or for what is to come', () => {
    const old = log('## 1.1.0\n', { ...READY_HISTORY, tags: [] });
    expect(old.evidence).toMatchObject([{ path: 'CHANGELOG.md', line: 1 }]);
    expect(old.evidence[0]?.message).toContain('no entry for 1.2.0, the version in `Cargo.toml`');
    expect(log('## Unreleased\n\n## 1.1.0\n', { ...READY_HISTORY, tags: [] }).status).toBe('met');
  });

  it('asks for the version of the module besides the releases that are missing', () => {
    const ahead = both(add('CHANGELOG.md', '## 1.1.0\n'), edit('Cargo.toml', 'version = "1.2.0"', 'version = "1.3.0"'));
    expect(of(ahead).evidence.map(({ message }) => message.split(',')[0])).toEqual([
      'no entry for 1.2.0',
      'no entry for 1.3.0',
    ]);
  });

  it('finds what stands below an older entry', () => {
    expect(log('## 1.2.0\n\n## 1.0.0\n\n## 1.1.0\n').evidence).toMatchObject([{ line: 5 }]);
    expect(log('## 1.0.0\n\n## 1.1.0\n\n## 1.2.0\n').evidence).toEqual([
      {
        kind: 'reversed-order',
        path: 'CHANGELOG.md',
        line: 3,
        message: 'the oldest entry comes first: reverse the order',
      },
    ]);
  });

  it('does not ask a maintenance branch for the releases of newer lines', () => {
    const newer = { ...tag('v1.4.0', 'x'), commit: shaOf('elsewhere') };
    expect(of(both(), { ...READY_HISTORY, tags: [...READY_HISTORY.tags, newer] }).status).toBe('met');
    const raised = edit('Cargo.toml', 'version = "1.2.0"\nedition', 'version = "1.4.0"\nedition');
    expect(of(raised, { ...READY_HISTORY, tags: [...READY_HISTORY.tags, newer] }).status).toBe('unmet');
  });

  it('reads each member’s own', () => {
    const crate = (name: string) => `[package]\nname = "${name}"\nversion = "0.2.0"\n`;
    const workspace = {
      'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n',
      'a/Cargo.toml': crate('cim-a'),
      'a/src/lib.rs': '',
      'a/CHANGELOG.md': '## 0.2.0\n',
      'b/Cargo.toml': crate('cim-b'),
      'b/src/lib.rs': '',
      'b/CHANGELOG.md': '## 0.1.0\n',
    };
    const tags = [tag('cim-a-v0.2.0', 'x'), tag('cim-b-v0.2.0', 'x')];
    expect(judge('changelog', snapshot(workspace, { tags })).evidence).toMatchObject([
      { path: 'b/CHANGELOG.md', line: 1 },
    ]);
    const { 'b/CHANGELOG.md': _, ...less } = workspace;
    expect(judge('changelog', snapshot(less, { tags })).evidence).toMatchObject([{ path: 'b/Cargo.toml', line: 1 }]);
  });

  it('says that tags were not read', () => {
    expect(judge('changelog', snapshot(READY_TEXTS)).message).toContain('the tags were not read');
  });

  describe('false alarms', () => {
    it.each([
      ['setext headings', '1.2.0 (2026-05-01)\n==================\n\n1.1.0\n=====\n'],
      ['headings of level 1 and 4', '# v1.2.0\n\n#### Version 1.1.0\n'],
      ['linked versions', '## [1.2.0](https://x) (2026-05-01)\n\n## [v1.1.0][a]\n\n[a]: https://x\n'],
      ['versions as code', '## `1.2.0`\n\n## `cim-parcel` v1.1.0\n'],
      ['the name of the crate', '## cim-parcel-v1.2.0\n\n## cim-parcel 1.1.0 / today\n'],
      ['HTML', '<h2>1.2.0</h2>\n\n<h2>1.1.0</h2>\n'],
      ['bold versions', '**1.2.0**\n\nx\n\n**1.1.0**\n\nx'],
      ['an entry in a fence left aside', '## 1.2.0\n\n```md\n## 9.9.9\n```\n\n## 1.1.0\n'],
      ['a backport dated after the release above it', '## 1.1.0 - 2026-05-02\n\n## 1.2.0 - 2026-05-01\n'],
      ['a heading of two versions', '## 1.1.0 - 1.2.0\n\nx\n'],
      ['a heading that lists versions', '## 1.2.0, 1.1.0 (2026-05-01)\n'],
      ['two numbers only', '## 1.2\n\n## 1.1 - 2026-05-01\n'],
      ['a long text', `## 1.2.0\n\n${'- more `words` *here*\n'.repeat(20_000)}\n## 1.1.0\n`],
    ])('is met with %s', (_, text) => {
      expect(log(text)).toMatchObject({ status: 'met' });
    });
    it.each([
      ['another package’s tag', 'cim-freight-v7.0.0'],
      ['a release older than the oldest entry', 'v1.0.0'],
      ['a pre-release of a release that is told', 'v1.2.0-rc.1'],
    ])('does not ask for %s', (_, name) => {
      const tags = [...READY_HISTORY.tags, tag(name, 'feat: order a parcel')];
      expect(of(both(), { ...READY_HISTORY, tags }).status).toBe('met');
    });
    it('does not ask for a release of another line', () => {
      const aside = { ...tag('v1.1.7', 'x'), commit: shaOf('elsewhere') };
      expect(of(both(), { ...READY_HISTORY, tags: [...READY_HISTORY.tags, aside] }).status).toBe('met');
    });
    it('follows a file that only points to another', () => {
      const moved = both(
        add('CHANGELOG.md', 'See [the changelog](docs/CHANGELOG.md).'),
        add('docs/CHANGELOG.md', '# 1.2.0\n\n# 1.1.0\n'),
      );
      expect(of(moved)).toMatchObject({ status: 'met', evidence: [{ path: 'docs/CHANGELOG.md' }] });
    });
  });
});
