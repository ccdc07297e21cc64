import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { standingCommits } from '../../../src/facts/commits/reverts.js';
import type { Commit } from '../../../src/snapshot/history.js';
import { commit, graph, line, shaOf } from '../../support/history.js';

/** The headers of the commits that stand, oldest first, of a line of messages. */
const standing = (...messages: readonly string[]) =>
  standingCommits(line(...messages).commits)
    .map(({ message }) => message.split('\n')[0])
    .toReversed();
const revert = (of: string, rest = '.') => `Revert "${of.split('\n')[0]}"\n\nThis reverts commit ${shaOf(of)}${rest}`;

describe('a reverted commit', () => {
  it('does not stand', () => {
    expect(standing('feat: a', revert('feat: a'))).toEqual(['Revert "feat: a"']);
    expect(standing('feat: a', 'feat: b', revert('feat: a'))).toEqual(['feat: b', 'Revert "feat: a"']);
  });

  it('stands again where its revert was reverted, however often', () => {
    const once = revert('feat: a');
    const twice = revert(once);
    const thrice = revert(twice);
    expect(standing('feat: a', once, twice)).toEqual(['feat: a', expect.stringContaining('Revert "Revert')]);
    expect(standing('feat: a', once, twice, thrice)).toHaveLength(2);
    expect(standing('feat: a', once, twice, thrice)).not.toContain('feat: a');
  });

  it('takes with it what a merge brought in, and nothing of the line that it went to', () => {
    const merge = `Merge pull request #7 from acme/doors\n\nfeat!: doors`;
    const back = `Revert "feat!: doors"\n\nThis reverts commit ${shaOf(merge)}, reversing\nchanges made to ${shaOf('fix: main')}.`;
    const { commits } = graph(
      [back, merge],
      [merge, 'fix: main', 'feat!: door b'],
      ['feat!: door b', 'feat!: door a'],
      ['feat!: door a', 'chore: start'],
      ['fix: main', 'chore: start'],
      ['chore: start'],
    );
    expect(standingCommits(commits).map(({ message }) => message)).toEqual([back, 'fix: main', 'chore: start']);
  });

  it('may be named by a sentence that is wrapped anywhere', () => {
    expect(standing('feat: a', `fix: undo\n\nThis\nreverts\ncommit\n${shaOf('feat: a')}.`)).toEqual(['fix: undo']);
  });

  it.each([
    ['an abbreviated id', shaOf('feat: a').slice(0, 7)],
    ['the least that Git abbreviates to', shaOf('feat: a').slice(0, 4)],
    ['capitals', shaOf('feat: a').toUpperCase()],
    ['code', `\`${shaOf('feat: a').slice(0, 12)}\``],
  ])('may be named by %s', (_, id) => {
    expect(standing('feat: a', `fix: undo\n\nThis reverts commit ${id}.`)).toEqual(['fix: undo']);
  });

  it.each([
    [
      'a subject and a date behind its id',
      `This reverts commit ${shaOf('feat: a').slice(0, 9)} (feat: a (b), 2026-06-01).`,
    ],
    ['a wrapped line', `It broke the build. This reverts\ncommit ${shaOf('feat: a')}\nbecause of that.`],
    ['Windows line ends', `This reverts commit\r\n${shaOf('feat: a')}.\r\n`],
  ])('may be named with %s', (_, body) => {
    expect(standing('feat: a', `fix: undo\n\n${body}`)).toEqual(['fix: undo']);
  });

  it('may be one of several', () => {
    const [a, b, c] = ['feat: a', 'feat: b', 'feat: c'].map(each => shaOf(each).slice(0, 8));
    const list = `This reverts commits ${a} ("feat: a"), ${b}\nand ${c}.`;
    expect(standing('feat: a', 'feat: b', 'feat: c', 'feat: d', `revert: all\n\n${list}`)).toEqual([
      'feat: d',
      'revert: all',
    ]);
  });

  it('is not one that another sentence names', () => {
    const other = `fix: undo\n\nThis partially reverts commit ${shaOf('feat: a')}.`;
    expect(standing('feat: a', other)).toContain('feat: a');
    expect(standing('feat: a', `fix: b\n\nRefs: ${shaOf('feat: a')}`)).toContain('feat: a');
    expect(standing('feat: a', `fix: b\n\nThis reverts commit ${'0'.repeat(40)}.`)).toContain('feat: a');
  });

  it('is not one of two that an abbreviation fits', () => {
    const twin = (id: string, message: string): Commit => ({ ...commit(message), sha: id.padEnd(40, '0') });
    const commits = [
      twin('f', 'fix: b\n\nThis reverts commit abcd12.'),
      twin('abcd121', 'feat: a'),
      twin('abcd122', 'feat: b'),
    ];
    expect(standingCommits(commits)).toHaveLength(3);
  });
});

describe("Conventional Commits' own form of a revert", () => {
  it.each([
    `Refs: ${shaOf('feat: a').slice(0, 7)}`,
    `refs: ${shaOf('feat: b').slice(0, 7)}, ${shaOf('feat: a').slice(0, 7)}`,
    `Reverts: ${shaOf('feat: a')}`,
    `Reverts #${shaOf('feat: a')}`,
    `Reviewed-by: Z\nRefs: ${shaOf('feat: b').slice(0, 7)},\n  ${shaOf('feat: a').slice(0, 7)}`,
  ])('names them in a footer: %j', footer => {
    expect(standing('feat: a', `revert: let us not speak of it\n\n${footer}`)).not.toContain('feat: a');
    expect(standing('feat: a', `revert(core)!: let us not speak of it\n\n${footer}`)).not.toContain('feat: a');
  });

  it('is no other commit with such a footer, nor an issue', () => {
    expect(standing('feat: a', `fix: like a\n\nRefs: ${shaOf('feat: a').slice(0, 7)}`)).toContain('feat: a');
    const numbered = { ...commit('feat: n'), sha: '1234'.padEnd(40, 'a') };
    expect(standingCommits([commit('revert: x\n\nRefs: 1234'), numbered])).toHaveLength(2);
  });
});

describe("GitHub's button", () => {
  const squashed = (title: string, number: number) => `${title} (#${number})`;
  const button = (title: string, number: number, of?: number) =>
    `Revert "${title}" (#${number})${of === undefined ? '' : `\n\nReverts acme/cim-parcel#${of}`}`;

  it('names the pull request', () => {
    const feature = squashed('feat!: drop the door', 12);
    expect(standing(feature, button(feature, 13, 12))).toEqual([button(feature, 13)]);
    expect(standing(feature, button('feat!: drop the door', 13, 12))).not.toContain(feature);
    expect(standing(feature, button('Another title', 13, 12))).not.toContain(feature);
  });

  it('names a title alone where commits were rebased', () => {
    expect(standing('feat!: drop the door', button('feat!: drop the door', 13))).toHaveLength(1);
    expect(standing('feat!: drop the window', button('feat!: drop the door', 13))).toContain('feat!: drop the window');
  });

  it('takes its own reverts back', () => {
    const feature = squashed('feat!: drop the door', 12);
    const once = button(feature, 13, 12);
    const twice = `Reapply "feat!: drop the door (#12)" (#14)\n\nReverts acme/cim-parcel#13`;
    expect(standing(feature, once, twice)).toContain(feature);
    expect(standing(feature, once, button(button(feature, 13), 14, 13))).toContain(feature);
    expect(standing('feat: a', 'Revert "feat: a"', 'Reapply "feat: a"')).toContain('feat: a');
  });

  it('means the one that stands, of two with a title', () => {
    const [first, second] = [squashed('feat: a', 1), squashed('feat: a', 3)];
    expect(standing(first, button('feat: a', 2, 1), second)).toContain(second);
    expect(standing(first, button('feat: a', 2, 1), second)).not.toContain(first);
    expect(standing('feat: a', 'feat: a\n\nagain', 'Revert "feat: a"')).toEqual(['feat: a', 'Revert "feat: a"']);
  });
});

describe('ids of SHA-256', () => {
  const long = (message: string, parents: readonly string[] = []): Commit => ({
    ...commit(message),
    sha: createHash('sha256').update(message).digest('hex'),
    parents,
  });

  it.each([64, 12])('are read, with %i digits', digits => {
    const a = long('feat!: a');
    const back = long(`Revert "feat!: a"\n\nThis reverts commit ${a.sha.slice(0, digits)}.`, [a.sha]);
    expect(standingCommits([back, a])).toEqual([back]);
  });
});

it('takes any messages, and leaves what none of them names', () => {
  const message = fc.array(
    fc.constantFrom(
      'This reverts commit ',
      'revert: ',
      'Refs: ',
      'Revert "',
      '"',
      ' (#1)',
      '\n',
      shaOf('a'),
      'abcd',
      ', and ',
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(fc.array(message, { maxLength: 8 }), messages => {
      const { commits } = line(...messages.map((parts, index) => `${index} ${parts.join('')}`));
      expect(commits).toEqual(expect.arrayContaining(standingCommits(commits)));
      expect(standingCommits(commits)[0]).toEqual(commits[0]);
    }),
  );
});
