import { describe, expect, it } from '@jest/globals';
import { commitsCheckRun } from '../../../src/report/check-run/commits.js';

const COMMITS = { judged: 2_100, aside: 0, unconventional: [] };
const ENFORCEMENTS = ['report', 'ratchet', 'strict'] as const;

describe('a change with more commits than were read', () => {
  const of = (commitsLand: boolean) =>
    ENFORCEMENTS.map(enforcement =>
      commitsCheckRun({
        ...COMMITS,
        partial: 'only the newest 2100 commits were requested',
        title: { title: 'feat: x' },
        commitsLand,
        enforcement,
      }),
    );

  it('does not pass: a commit that was not checked can hide anything', () => {
    const [report, ...others] = of(true);
    expect(report?.conclusion).toBe('neutral');
    for (const each of others) expect(each.conclusion).toBe('failure');
    expect(report?.title).toBe('2100 commits, all conventional · not all commits checked');
    expect(report?.summary).toContain('Not all commits were checked: only the newest 2100 commits were requested');
  });

  it('passes by its title if only that lands', () => {
    for (const { conclusion, title } of of(false)) {
      expect(conclusion).toBe('success');
      expect(title).toBe('The title is conventional');
    }
  });
});
