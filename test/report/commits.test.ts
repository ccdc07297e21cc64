import { describe, expect, it } from '@jest/globals';
import { checkCommits } from '../../src/facts/commits/commit-check.js';
import { type CommitsReport, commitsJson, commitsMarkdown, commitsTable } from '../../src/report/commits.js';
import { commit, shaOf } from '../support/history.js';

const PLAIN = { color: false, width: 100 };

const report = (...messages: readonly string[]): CommitsReport => ({
  range: 'since v1.0.0',
  ...checkCommits(
    messages.map(message => commit(message)),
    [],
  ),
});

describe('a report on commits', () => {
  const mixed = report('feat: a', 'Add b | c', 'wip', 'Revert "feat: a"');
  const [second, third] = [shaOf('Add b | c').slice(0, 7), shaOf('wip').slice(0, 7)];

  it('is a table with what is wrong and what to write', () => {
    expect(commitsTable(mixed, PLAIN)).toBe(
      `${second}  Add b | c
         has no type
         feat: add b | c
${third}  wip
         has no type

✗ 2 of 3 commits since v1.0.0 are not Conventional Commits; 1 of Git's own merges and reverts not checked
`,
    );
    expect(commitsTable(report('feat: a', 'fix: b'), PLAIN)).toBe(
      '✓ all 2 commits since v1.0.0 are Conventional Commits\n',
    );
    expect(commitsTable(report(), PLAIN)).toBe('✓ no commits since v1.0.0 to check\n');
  });

  it('is JSON', () => {
    expect(JSON.parse(commitsJson(mixed))).toEqual({
      schema: 'cim-readiness/commits/v1',
      range: 'since v1.0.0',
      judged: 3,
      aside: 1,
      conventional: 1,
      unconventional: [
        { sha: shaOf('Add b | c'), header: 'Add b | c', wrong: 'has no type', corrected: 'feat: add b | c' },
        { sha: shaOf('wip'), header: 'wip', wrong: 'has no type', corrected: null },
      ],
      partial: null,
    });
  });

  it('is Markdown, with the headers as code', () => {
    expect(commitsMarkdown(mixed)).toContain(
      `| \`${second}\` | \`Add b \\| c\` | has no type | \`feat: add b \\| c\` |`,
    );
  });

  it('shows what would move the cursor, and colours only when asked', () => {
    expect(commitsTable(report('\u001b[31mred'), PLAIN)).toContain('␛[31mred');
    expect(commitsTable(mixed, PLAIN)).not.toContain('\u001b');
    expect(commitsTable(mixed, { ...PLAIN, color: true })).toContain('\u001b[31m');
  });
});
