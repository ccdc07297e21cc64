import { describe, expect, it } from '@jest/globals';
import { line } from '../../support/history.js';
import { judge, READY_TEXTS, snapshot } from '../../support/snapshots.js';
import { given } from './support.js';

describe('the ready module', () => {
  it.each(['semver', 'protected-main', 'conventional-commits', 'linear-history'])('meets %s', id =>
    expect(given(id)).toMatchObject({ status: 'met', evidence: [] }),
  );
});
describe('a clone without a tag', () => {
  it('has the last hundred commits to judge where there may be no tag anywhere', () => {
    const untagged = { ...line('feat: a', 'Whatever'), untagged: true as const };
    expect(judge('conventional-commits', snapshot(READY_TEXTS, { history: untagged })).status).toBe('unmet');
    expect(judge('linear-history', snapshot(READY_TEXTS, { history: untagged })).status).toBe('met');
    expect(judge('semver', snapshot(READY_TEXTS, { history: untagged })).status).toBe('unknown');
    expect(judge('conventional-commits', snapshot(READY_TEXTS, { history: line('Whatever') })).status).toBe('unknown');
  });
});
