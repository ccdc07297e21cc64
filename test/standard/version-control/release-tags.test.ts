import { describe, expect, it } from '@jest/globals';
import type { Parts } from '../../../src/snapshot/snapshot.js';
import { line, manifestOf, READY_HISTORY, tag } from '../../support/history.js';
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

const READY: Partial<Parts> = { ...READY_HISTORY, releases: [] };
const of = (change: Edit, parts: Partial<Parts> = {}) =>
  judge('release-tags', snapshot(change(READY_TEXTS), { ...READY, ...parts }));
const log = (text: string, parts: Partial<Parts> = {}) => of(add('CHANGELOG.md', text), parts);
const release = (name: string, draft = false) => ({ tag: name, draft, prerelease: false, url: `https://x/${name}` });

describe('release-tags', () => {
  it('is met where each dated entry is tagged', () => {
    expect(of(both())).toMatchObject({
      status: 'met',
      message: 'every release is tagged: 2 release tags, 2 dated entries of the changelog, 0 releases on GitHub',
    });
  });

  it('is what a dated entry without a tag changes, and nothing else', () => {
    const more = edit(
      'CHANGELOG.md',
      '## [1.1.0] - 2026-05-01\n',
      '## [1.1.1] - 2026-05-01\n\n- Mend a parcel.\n\n## [1.1.0] - 2026-05-01\n',
    );
    expect(changedBy(more, READY)).toEqual({ 'release-tags': 'unmet' });
    expect(of(more).evidence).toEqual([
      {
        kind: 'untagged-entry',
        subject: '1.1.1',
        path: 'CHANGELOG.md',
        line: 15,
        message: '1.1.1 was released on 2026-05-01 but has no tag: tag its commit `v1.1.1`',
      },
    ]);
  });

  it('finds an entry without a date, too', () => {
    expect(log('## 1.2.0 - 2026-05-01\n\n## 1.1.5\n').evidence).toEqual([
      {
        kind: 'untagged-entry',
        subject: '1.1.5',
        path: 'CHANGELOG.md',
        line: 3,
        message: '1.1.5 has an entry but has no tag: tag its commit `v1.1.5`, or mark the entry as unreleased',
      },
    ]);
  });

  it('names the tag that is missing as the others are named', () => {
    const tags = ['1.2.0', '1.0.0'].map(each => tag(`cim-parcel@v${each}`, 'chore: release', manifestOf(each)));
    expect(log('## 1.2.0 - 2026-06-01\n\n## 1.1.0 - 2026-05-01\n\n## 1.0.0 - 2026-04-01\n', { tags }).evidence).toEqual(
      [
        {
          kind: 'untagged-entry',
          subject: '1.1.0',
          path: 'CHANGELOG.md',
          line: 3,
          message: '1.1.0 was released on 2026-05-01 but has no tag: tag its commit `cim-parcel@v1.1.0`',
        },
      ],
    );
  });

  it('does not concern what was never released', () => {
    expect(log('## [Unreleased]\n\n## 0.1.0\n', { tags: [] }).status).toBe('not-applicable');
    expect(of(remove('CHANGELOG.md'), { tags: [] }).status).toBe('not-applicable');
  });

  it('finds dated entries where there is no tag at all', () => {
    expect(of(both(), { tags: [] }).evidence.map(each => each.line)).toEqual([9, 15]);
  });

  it('finds a release on GitHub whose tag is gone, but no draft', () => {
    expect(of(both(), { releases: [release('v1.1.0'), release('v1.0.0'), release('v2.0.0', true)] }).evidence).toEqual([
      {
        kind: 'untagged-release',
        subject: 'v1.0.0',
        message: 'the release v1.0.0 on GitHub has no tag: push the tag or delete the release',
        url: 'https://x/v1.0.0',
      },
    ]);
  });

  it('finds a version of the module that was passed by', () => {
    const skipped = both(
      edit('Cargo.toml', 'version = "1.2.0"\nedition', 'version = "1.1.5"\nedition'),
      remove('CHANGELOG.md'),
    );
    expect(of(skipped).evidence).toEqual([
      {
        kind: 'untagged-version',
        subject: 'cim-parcel',
        path: 'Cargo.toml',
        line: 3,
        message: 'version 1.1.5 has no tag and is not above the newest tag, v1.2.0: raise it or tag its release',
      },
    ]);
  });

  it('says what was not read, and is unknown without the tags', () => {
    const { releases: _, ...parts } = READY;
    expect(judge('release-tags', snapshot(READY_TEXTS, parts)).message).toContain('releases on GitHub were not read');
    expect(judge('release-tags', snapshot(READY_TEXTS)).status).toBe('unknown');
  });

  it('leaves a release alone that is being made, and finds one that was forgotten', () => {
    const raised = (date: string) =>
      both(
        edit('Cargo.toml', 'version = "1.2.0"\nedition', 'version = "1.3.0"\nedition'),
        edit('CHANGELOG.md', '## [1.2.0]', `## [1.3.0] - ${date}\n\n## [1.2.0]`),
      );
    const history = line('feat: order a parcel', 'chore: release 1.2.0', 'chore: release 1.3.0');
    expect(of(raised('2026-05-01'), { history }).status).toBe('met');
    expect(of(raised('2026-04-01'), { history }).status).toBe('unmet');
  });

  describe('false alarms', () => {
    it('does not hold the releases of another line against a maintenance branch', () => {
      const history = line('chore: release 1.1.0', 'fix: weigh at all');
      const patched = edit('Cargo.toml', 'version = "1.2.0"\nedition', 'version = "1.1.1"\nedition');
      const tags = [
        tag('v1.1.0', 'chore: release 1.1.0', manifestOf('1.1.0')),
        tag('v1.2.0', 'elsewhere', manifestOf('1.2.0')),
      ];
      expect(of(both(patched, remove('CHANGELOG.md')), { history, tags }).status).toBe('met');
    });
    it.each([
      ['an entry without a date above every tag', '## 1.3.0\n\n## 1.2.0 - 2026-05-01\n'],
      ['an entry without a date that says so', '## 1.1.5 (not released)\n\n## 1.2.0 - 2026-05-01\n'],
      ['an entry from before the first tag', '## 1.2.0 - 2026-05-01\n\n## 1.0.0 - 2026-01-01\n'],
      ['an entry that is not released', '## 1.3.0 - Unreleased\n\n## 1.2.0 - 2026-05-01\n'],
      ['an entry in a fence', '```md\n## 1.1.5 - 2026-05-01\n```\n'],
      ['an entry of another package', '## cim-freight 1.1.5 - 2026-05-01\n'],
    ])('asks no tag of %s', (_, text) => {
      expect(log(text).status).toBe('met');
    });
    it.each(['cim-parcel-1.2.0', 'release-1.2.0', 'release/v1.2.0', 'cim_parcel/1.2.0'])('takes the tag %s', name => {
      const tags = [tag('v1.1.0', 'feat: order a parcel', manifestOf('1.1.0')), tag(name, 'chore: release 1.2.0')];
      expect(log('## 1.2.0 - 2026-05-01\n', { tags }).status).toBe('met');
    });
  });
});
