import { describe, expect, it } from '@jest/globals';
import type { Commit, History } from '../../../src/snapshot/history.js';
import { judge, snapshot, withoutText } from '../../support/snapshots.js';

describe('coverage', () => {
  const lcov = (hit: number) => `SF:src/lib.rs\nLF:100\nLH:${hit}\nend_of_record\n`;
  const commit = (sha: string): Commit => {
    const who = { name: 'Maya', email: 'maya@cim.example', date: '2026-01-01T00:00:00Z' };
    return { sha, parents: [], author: who, committer: who, message: 'feat: x' };
  };
  /** A history in which the report was changed at one commit and `src` at another; newest first. */
  const history = (report: string, source: string): History => ({
    commits: ['c3', 'c2', 'c1'].map(commit),
    lastChanges: new Map([
      ['lcov.info', report],
      ['src', source],
    ]),
  });

  it('is met by a report that was given, at the threshold', () => {
    const coverage = [{ source: 'lcov.info', percent: 80 }];
    expect(judge('coverage', snapshot({}, { coverage }))).toMatchObject({
      status: 'met',
      message: 'lcov.info reports 80% line coverage, 80% required',
    });
  });

  it('is unmet under the threshold, which the policy may raise', () => {
    const of = snapshot({}, { coverage: [{ source: 'lcov.info', percent: 84 }] });
    expect(judge('coverage', of, { thresholds: { coverage: 85 } }).status).toBe('unmet');
    expect(judge('coverage', of).status).toBe('met');
  });

  it('an outdated committed report proves nothing, but one under the threshold counts', () => {
    const outdated = { history: history('c1', 'c3') };
    expect(judge('coverage', snapshot({ 'lcov.info': lcov(90) }, outdated))).toMatchObject({ status: 'unknown' });
    expect(judge('coverage', snapshot({ 'lcov.info': lcov(60) }, outdated)).status).toBe('unmet');
  });

  it('a committed report proves nothing where the history was not read', () => {
    expect(judge('coverage', snapshot({ 'lcov.info': lcov(90) }))).toMatchObject({ status: 'unknown' });
  });

  it('a status of Codecov is a report', () => {
    const checks = [
      { name: 'codecov/project', conclusion: 'success', description: '91.40% (+0.2%) compared to 1a2b3c4' },
    ];
    expect(judge('coverage', snapshot({}, { checks }))).toMatchObject({ status: 'met' });
  });

  it('without a report nothing is said', () => {
    const cut = judge('coverage', snapshot({ 'coverage/lcov.info': 'SF:a\nDA:1,1\n' }));
    expect(cut).toMatchObject({ status: 'unknown' });
    expect(cut.message).toContain('coverage/lcov.info ends in the middle of a record');
    const large = judge('coverage', withoutText(snapshot({ 'coverage/lcov.info': lcov(90) }), 'coverage/lcov.info'));
    expect(large).toMatchObject({ status: 'unknown' });
    expect(large.message).toContain('coverage/lcov.info was not read');
    expect(judge('coverage', snapshot({ 'test-results-dashboard.html': '<html>95%</html>' })).status).toBe('unknown');
  });

  describe('false alarms', () => {
    it('reads a committed report that no later commit to src/ outdates', () => {
      expect(judge('coverage', snapshot({ 'lcov.info': lcov(90) }, { history: history('c2', 'c2') })).status).toBe(
        'met',
      );
      expect(judge('coverage', snapshot({ 'lcov.info': lcov(90) }, { history: history('c3', 'c1') })).status).toBe(
        'met',
      );
    });
  });
});
