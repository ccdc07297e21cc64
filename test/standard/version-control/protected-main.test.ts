import { describe, expect, it } from '@jest/globals';
import type { BranchRule } from '../../../src/snapshot/github.js';
import { judge, READY_TEXTS, snapshot } from '../../support/snapshots.js';
import { changed, given, READY, RULES } from './support.js';

describe('protected-main', () => {
  it('names the source of each rule', () => {
    expect(given('protected-main').message).toBe(
      'in force: pull requests with an approval (ruleset main); status checks (branch protection of main); no force push (ruleset main); no deletion (ruleset main)',
    );
  });

  it.each([
    [
      'no pull request',
      RULES.slice(1),
      'pull-request',
      'no rule requires a pull request with at least one approval: add one',
    ],
    [
      'no approval',
      [{ ...RULES[0], count: 0 } as BranchRule, ...RULES.slice(1)],
      'pull-request',
      'no rule requires a pull request with at least one approval: add one',
    ],
    ['no deletion rule', RULES.slice(0, 3), 'no-deletion', 'the branch can be deleted: restrict deletions'],
  ])('is what %s changes, and nothing else', (_what, protection, subject, message) => {
    expect(changed({ protection })).toEqual(['protected-main: unmet']);
    expect(given('protected-main', { protection }).evidence).toEqual([{ kind: 'missing-rule', subject, message }]);
  });

  it('is one finding for each rule that is missing', () => {
    expect(given('protected-main', { protection: [] })).toMatchObject({
      message: '4 rules missing; no rule is in force',
      count: 4,
    });
  });

  it('is unknown where the rules were not read', () => {
    const { protection: _, ...parts } = READY;
    expect(judge('protected-main', snapshot(READY_TEXTS, parts)).status).toBe('unknown');
  });

  describe('false alarms', () => {
    it.each<[string, readonly BranchRule[]]>([
      ['a weaker rule beside a stricter one', [{ kind: 'pull-request', count: 0, source: 'ruleset drafts' }, ...RULES]],
      ['more approvals than one', [{ kind: 'pull-request', count: 2, source: 'ruleset main' }, ...RULES.slice(1)]],
    ])('is met by %s', (_what, protection) => {
      expect(given('protected-main', { protection }).status).toBe('met');
    });
  });
});
