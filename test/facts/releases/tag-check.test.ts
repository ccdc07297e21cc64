import { describe, expect, it } from '@jest/globals';
import { readCargo } from '../../../src/cargo/cargo.js';
import { ownReleases } from '../../../src/facts/releases/own-releases.js';
import { checkTag, type TagToCheck } from '../../../src/facts/releases/tag-check.js';
import { tagJson, tagMarkdown, tagTable } from '../../../src/report/tag.js';
import { read, unread } from '../../../src/snapshot/reading.js';
import { line, manifestOf, shaOf, tag } from '../../support/history.js';
import { files } from '../../support/snapshots.js';

const PLAIN = { color: false, width: 100 };
const HISTORY = line('fix: a', 'feat: b');
const asked = (name: string, given: Partial<TagToCheck> = {}): TagToCheck => {
  const { releases, several } = ownReleases([tag('v1.1.9', 'fix: a'), tag(name, 'feat: b')], ['cim-parcel']);
  return {
    name,
    release: releases.find(release => release.tag.name === name),
    history: HISTORY,
    releases,
    several,
    packages: readCargo(files({ 'Cargo.toml': manifestOf('1.2.0') })).packages,
    changelog: read([{ version: '1.2.0', path: 'CHANGELOG.md', line: 7 }]),
    ...given,
  };
};
const answers = (name: string, given: Partial<TagToCheck> = {}) =>
  checkTag(asked(name, given)).map(answer => `${answer.status} ${answer.asked}: ${answer.message}`);

describe('a release tag', () => {
  it('is right in five ways', () => {
    expect(answers('v1.2.0')).toEqual([
      'met form: v1.2.0 is SemVer version 1.2.0',
      'met order: above every release that its commit descends from',
      'met manifest: the manifest gives 1.2.0',
      'met changelog: the changelog has an entry',
      'met bump: goes up by at least the bump that its commits require',
    ]);
  });

  it('is wrong in five ways', () => {
    expect(answers('v1.2')).toEqual([
      'unmet form: v1.2 is not a SemVer release of this module: write `1.2.3`, `v1.2.3`, or with the name of the crate before it',
    ]);
    expect(answers('v1.1.8').filter(each => each.startsWith('unmet'))).toEqual([
      'unmet order: v1.1.8 is not above v1.1.9, from which its commit descends',
      'unmet manifest: the manifest gives 1.2.0, not 1.1.8: set the version, commit, and tag that commit',
      'unmet changelog: the changelog has no entry for 1.1.8: add one',
    ]);
    expect(answers('v1.1.10')[4]).toBe(
      `unmet bump: v1.1.10 follows v1.1.9, but commit ${shaOf('feat: b').slice(0, 7)} between them requires a minor version: feat: b`,
    );
  });

  it('needs a changelog, and no manifest where there is no crate', () => {
    expect(answers('v1.2.0', { changelog: undefined })[3]).toBe('unmet changelog: there is no changelog at its commit');
    expect(answers('v1.2.0', { packages: [] })[2]).toBe('not-applicable manifest: there is no crate at its commit');
    expect(answers('v1.1.10', { several: true })[4]).toContain('not-applicable bump');
  });
});

describe('the changelog of a release tag', () => {
  const told = (name: string, ...versions: readonly string[]) =>
    answers(name, {
      changelog: read(versions.map((version, index) => ({ version, path: 'CHANGELOG.md', line: index }))),
    })[3];

  it('tells of the whole version', () => {
    expect(told('v1.2.1', '1.2.10')).toContain('unmet');
    expect(told('v1.2.10', '1.2.1')).toContain('unmet');
    expect(told('v1.2.10', '1.2.10')).toContain('met changelog: the changelog has an entry');
  });

  it('tells of a candidate by its own entry, or by that of its release', () => {
    expect(told('v1.3.0-rc.1', '1.3.0')).toContain('met changelog: the changelog has an entry');
    expect(told('v1.3.0-rc.1', '1.3.0-rc.1')).toContain('met changelog: the changelog has an entry');
    expect(told('v1.3.0-rc.1', '1.3.1')).toContain('unmet');
    expect(told('v1.3.0-rc.1', '1.3.0-rc.2')).toContain('unmet');
  });

  it('that was not read is not held against it', () => {
    expect(answers('v1.2.0', { changelog: unread('it is oversized') })[3]).toBe(
      'not-applicable changelog: the changelog was not read: it is oversized',
    );
  });
});

describe('a report on a tag', () => {
  const report = { tag: 'v1.2.0', commit: shaOf('feat: b'), exists: true, answers: checkTag(asked('v1.2.0')) };

  it('is a table', () => {
    expect(tagTable(report, PLAIN).split('\n').slice(0, 4)).toEqual([
      `v1.2.0 on commit ${shaOf('feat: b').slice(0, 7)}`,
      '✓ form      v1.2.0 is SemVer version 1.2.0',
      '✓ order     above every release that its commit descends from',
      '✓ manifest  the manifest gives 1.2.0 (Cargo.toml:3)',
    ]);
    expect(tagTable({ ...report, exists: false }, PLAIN)).toContain(
      'does not exist; checked as if it pointed to commit',
    );
  });

  it('is JSON and Markdown', () => {
    expect(JSON.parse(tagJson(report))).toMatchObject({
      schema: 'cim-readiness/tag/v1',
      tag: 'v1.2.0',
      exists: true,
      answers: [{ asked: 'form', status: 'met', path: null, line: null }, {}, { path: 'Cargo.toml', line: 3 }, {}, {}],
    });
    expect(tagMarkdown(report)).toContain('- ✓ changelog');
  });
});
