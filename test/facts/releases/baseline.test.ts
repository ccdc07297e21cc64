import { describe, expect, it } from '@jest/globals';
import { ancestry, firstParentLine } from '../../../src/facts/commits/commit-graph.js';
import { type BaselineReading, findBaseline, type Origins } from '../../../src/facts/releases/baseline.js';
import type { History } from '../../../src/snapshot/history.js';
import { commit, graph, line, shaOf } from '../../support/history.js';

const release = (version: string, on: string) => ({ version, tag: { name: `v${version}`, commit: shaOf(on) } });
const origins = (history: History, given: Partial<Origins> = {}): Origins => {
  const releases = given.releases ?? [];
  return { history, releases, tags: releases.map(({ tag }) => tag), ...given };
};
const after = (reading: BaselineReading) =>
  reading.read ? [reading.value.words, reading.value.commits.map(({ message }) => message).join(' ')] : reading.reason;

describe('the baseline', () => {
  const history = line('a', 'b', 'c', 'd');

  it('is the newest release that HEAD descends from', () => {
    const releases = [release('0.1.0', 'a'), release('0.2.0', 'b')];
    expect(after(findBaseline(origins(history, { releases })))).toEqual(['since v0.2.0', 'd c']);
  });

  it('is by version the newest, not by name or date', () => {
    const releases = [release('0.9.0', 'b'), release('0.10.0', 'a')];
    expect(after(findBaseline(origins(history, { releases })))).toEqual(['since v0.10.0', 'd c b']);
  });

  it('is the release before, when HEAD is one', () => {
    const releases = [release('0.1.0', 'b'), release('0.2.0', 'd')];
    expect(after(findBaseline(origins(history, { releases })))).toEqual(['since v0.1.0', 'd c']);
  });

  it('is no release of another branch', () => {
    expect(after(findBaseline(origins(history, { releases: [release('9.0.0', 'elsewhere')] })))).toEqual([
      'of the whole history',
      'd c b a',
    ]);
  });

  it('is the last 100 commits, when nothing was released', () => {
    const messages = Array.from({ length: 150 }, (_, index) => `c${index}`);
    const reading = findBaseline(origins(line(...messages)));
    expect(reading.read && reading.value.words).toBe('of the last 100');
    expect(reading.read && reading.value.commits.length).toBe(100);
  });

  it('leaves out what is reachable from it by any way', () => {
    // a ─ b ─ d ─ f;  c branches from a, is released, and is merged by d.
    const merged = graph(['f', 'd'], ['d', 'b', 'c'], ['c', 'a'], ['b', 'a'], ['a']);
    expect(after(findBaseline(origins(merged, { releases: [release('1.0.0', 'c')] })))).toEqual([
      'since v1.0.0',
      'f d b',
    ]);
  });
});

describe("the policy's `since`", () => {
  const history = line('a', 'b', 'c');
  const tags = [{ name: 'start', commit: shaOf('b') }];

  it.each([
    ['start', ['since start', 'c']],
    [shaOf('a'), [`since commit ${shaOf('a').slice(0, 7)}`, 'c b']],
    [shaOf('a').slice(0, 9), [`since commit ${shaOf('a').slice(0, 7)}`, 'c b']],
    ['2026-05-01', ['since 2026-05-01', 'c b a']],
    ['2026-05-02', ['since 2026-05-02', '']],
    ['v9', "the policy's `since`, v9, is not a tag, commit, or date of this repository"],
    ['f'.repeat(64), `the policy's \`since\`, ${'f'.repeat(64)}, is not among the commits that HEAD descends from`],
    ['f'.repeat(40), `the policy's \`since\`, ${'f'.repeat(40)}, is not among the commits that HEAD descends from`],
  ])('may be %s', (since, answer) => expect(after(findBaseline(origins(history, { tags, since })))).toEqual(answer));
});

describe('a history that is cut', () => {
  const shallow: History = { ...line('a', 'b', 'c'), truncated: 'the clone is shallow' };

  it('tells when the baseline is inside', () => {
    expect(after(findBaseline(origins(shallow, { releases: [release('1.0.0', 'b')] })))).toEqual(['since v1.0.0', 'c']);
  });

  it('does not tell when it is not', () => {
    expect(after(findBaseline(origins(shallow)))).toBe('the clone is shallow');
    expect(after(findBaseline(origins(shallow, { releases: [release('1.0.0', 'elsewhere')] })))).toBe(
      'the clone is shallow',
    );
  });

  it('tells of a hundred commits: all, or some of those since a release beyond', () => {
    const messages = Array.from({ length: 120 }, (_, index) => `c${index}`);
    const long: History = { ...line(...messages), truncated: 'the newest 120' };
    const partial = (releases: Origins['releases']) => {
      const reading = findBaseline(origins(long, { releases }));
      return reading.read && [reading.value.commits.length, reading.value.partial];
    };
    expect(partial([])).toEqual([100, undefined]);
    expect(partial([release('1.0.0', 'elsewhere')])).toEqual([100, 'the newest 120']);
  });

  it('of no commit has no baseline to speak of', () => {
    expect(after(findBaseline(origins({ commits: [] })))).toEqual(['of the whole history', '']);
  });
});

describe('the graph of commits', () => {
  const merged = graph(['f', 'd'], ['d', 'b', 'c'], ['c', 'a'], ['b', 'a'], ['a']);

  it('has a line of first parents', () => {
    expect(firstParentLine(merged).map(({ message }) => message)).toEqual(['f', 'd', 'b', 'a']);
    expect(firstParentLine({ commits: [] })).toEqual([]);
  });

  it('has the ancestry of a commit', () => {
    expect(ancestry(merged, shaOf('c'))).toEqual(new Set([shaOf('c'), shaOf('a')]));
    expect(ancestry(merged, shaOf('elsewhere'))).toEqual(new Set());
  });

  it('is walked however deep it is, and ends on a loop that no Git makes', () => {
    const messages = Array.from({ length: 50_000 }, (_, index) => `c${index}`);
    const deep = line(...messages);
    expect(ancestry(deep, shaOf('c49999')).size).toBe(50_000);
    const loop: History = { commits: [commit('a', { parents: [shaOf('b')] }), commit('b', { parents: [shaOf('a')] })] };
    expect(firstParentLine(loop)).toHaveLength(2);
    expect(ancestry(loop, shaOf('a')).size).toBe(2);
  });
});
