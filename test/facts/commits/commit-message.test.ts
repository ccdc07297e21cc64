import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { allowedTypes, checkCommit, isBot, readMessage } from '../../../src/facts/commits/commit-message.js';
import { codePoint } from '../../support/code-point.js';
import { commit, shaOf } from '../../support/history.js';

const TYPES = allowedTypes([]);
const wrong = (message: string, given = {}) => {
  const judgement = checkCommit(commit(message, given), TYPES);
  return judgement.kind === 'unconventional' ? judgement.wrong : judgement.kind;
};

describe('a commit message, by Conventional Commits 1.0', () => {
  it('has a type, a scope, a description', () => {
    expect(readMessage('feat(parser): read tags\n\nBecause.')).toEqual({
      header: 'feat(parser): read tags',
      type: 'feat',
      scope: 'parser',
      subject: 'read tags',
      breaking: false,
      parted: true,
    });
  });

  it.each([
    'fix: a',
    'Feat: types know no case',
    'FIX(Core): scopes neither',
    'feat(api server): a scope of two words',
    'feat(lang/de, lang/en): a scope with signs',
    'fix(parse()): a scope with parentheses',
    'build(deps): bump serde from 1.0.1 to 1.0.2',
    'feat!: a break',
    'refactor(api)!: a break with a scope',
    'docs:  two spaces',
    'feat: 🎉 an emoji in the description',
    'feat: a literal \\n\\nthat a script left',
    'chore: windows\r\n\r\nlines\r\n',
    '\nfix: an empty line first',
    'fix: a\n\n# a heading\n\n#12\n',
    `feat: ${'long '.repeat(50)}`,
  ])('parses: %j', message => expect(wrong(message)).toBe('conventional'));

  it.each([
    ['Add a parser', 'has no type'],
    ['', 'has no message'],
    ['feat:no space', 'has no space after the colon'],
    ['feat : a space too many', 'has a space before the scope or the colon'],
    ['feat (core): a space too many', 'has a space before the scope or the colon'],
    ['feat(): a', 'has an empty scope'],
    ['fix the parser', 'has no colon after the type "fix"'],
    ['feat:', 'has no description after the colon'],
    ['feat: ', 'has no description after the colon'],
    ['feat!(core): a', 'has a header that does not parse'],
    ['feature: a', 'has the type "feature", which is not a conventional type'],
    ['🎉 feat: a', 'has no type'],
    ['fixup! feat: a', 'is still to be squashed into another commit (git rebase --autosquash)'],
    ['feat: a\nno blank line', 'has no blank line between its header and what follows'],
  ])('does not parse: %j %s', (message, fault) => expect(wrong(message)).toBe(fault));

  it('takes the types that the policy adds', () => {
    expect(checkCommit(commit('deps: serde 1'), allowedTypes(['Deps'])).kind).toBe('conventional');
  });

  it.each([
    ['feat!: a', true],
    ['feat(b)!: a', true],
    ['feat: a\n\nBREAKING CHANGE: the port is gone', true],
    ['feat: a\n\nBody.\n\nReviewed-by: Z\nBREAKING-CHANGE: the port is gone', true],
    ['feat: a\r\n\r\nBREAKING CHANGE: the port is gone\r\n', true],
    ['feat: a\n\nbreaking change: not in upper case', false],
    ['feat: a\n\nBREAKING CHANGES are none here', false],
    ['feat: a\n\nThis is no BREAKING CHANGE: really', false],
    ['feat: BREAKING CHANGE: in the header', false],
    ['not conventional\n\nBREAKING CHANGE: a', false],
  ])('breaks: %j %s', (message, breaking) => expect(readMessage(message).breaking).toBe(breaking));
});

describe('what is left aside', () => {
  const parents = [shaOf('a'), shaOf('b')];

  it("leaves merges with Git's own header aside", () => {
    expect(wrong("Merge branch 'dev'", { parents })).toBe('aside');
    expect(wrong('Merge pull request #1 from a/b\n\nA title', { parents })).toBe('aside');
  });

  it('judges a merge with a header of its own, and a squashed merge', () => {
    expect(wrong('feat: merge the parser', { parents })).toBe('conventional');
    expect(wrong('Bring in the parser', { parents })).toBe('has no type');
    expect(wrong("Merge branch 'dev'", { parents: [shaOf('a')] })).toBe('has no type');
  });

  it("leaves Git's own reverts aside, and no others", () => {
    expect(wrong(`Revert "feat: a"\n\nThis reverts commit ${shaOf('a')}.`)).toBe('aside');
    expect(wrong('Revert "feat: a" (#12)')).toBe('aside');
    expect(wrong('Reapply "feat: a"')).toBe('aside');
    expect(wrong('Revert the parser')).toBe('has no colon after the type "Revert"');
  });

  it("judges a bot's message by its header alone", () => {
    const author = { name: 'dependabot[bot]', email: '49699333+dependabot[bot]@users.noreply.github.com', date: '' };
    expect(wrong('build(deps): bump a\nBumps a.', { author })).toBe('conventional');
    expect(wrong('Bump a from 1 to 2', { author })).toBe('has no type');
  });

  it.each([
    ['dependabot[bot]', 'x@y', true],
    ['renovate', 'x@y', true],
    ['Renovate Bot', 'x@y', true],
    ['github-actions', 'x@y', true],
    ['A', '1+app[bot]@users.noreply.github.com', true],
    ['Abbot', 'abbot@example.org', false],
  ])('takes %s <%s> for a bot: %s', (name, email, bot) => expect(isBot({ name, email })).toBe(bot));
});

describe('any message', () => {
  it('is judged, and twice the same', () => {
    const piece = fc.constantFrom(
      'feat',
      ':',
      ' ',
      '(',
      ')',
      '!',
      '\n',
      '\r\n',
      'BREAKING CHANGE: ',
      '-a-',
      '#1',
      '\\n',
    );
    const text = fc.oneof(
      fc.string({ unit: codePoint }),
      fc.array(piece).map(pieces => pieces.join('')),
    );
    fc.assert(
      fc.property(text, message => {
        expect(checkCommit(commit(message), TYPES)).toEqual(checkCommit(commit(message), TYPES));
      }),
    );
  });

  it.each(['(', ' ', '\n', 'a', '#1 ', 'BREAKING CHANGE: ', 'BREAKING CHANGE: a\n', 'feat(a(', '@a:', 'fixes #'])(
    'of a megabyte of %j is judged',
    piece => {
      const long = piece.repeat(1_000_000 / piece.length);
      for (const message of [long, `feat: ${long}`, `feat(${long}): a`, `feat: a\n\n${long}`]) {
        expect(typeof wrong(message)).toBe('string');
      }
    },
  );
});
