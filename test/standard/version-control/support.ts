/** What the tests of this section share. */
import type { Policy } from '../../../src/policy/policy.js';
import type { BranchRule } from '../../../src/snapshot/github.js';
import type { Parts } from '../../../src/snapshot/snapshot.js';
import { line, manifestOf, READY_HISTORY, shaOf, tag } from '../../support/history.js';
import { judge, READY_TEXTS, snapshot } from '../../support/snapshots.js';

export const RULES: readonly BranchRule[] = [
  { kind: 'pull-request', count: 1, source: 'ruleset main' },
  { kind: 'status-checks', count: 2, source: 'branch protection of main' },
  { kind: 'no-force-push', source: 'ruleset main' },
  { kind: 'no-deletion', source: 'ruleset main' },
];
export const READY: Partial<Parts> = { ...READY_HISTORY, protection: RULES, releases: [] };
export const given = (id: string, parts: Partial<Parts> = {}, policy: Partial<Policy> = {}) =>
  judge(id, snapshot(READY_TEXTS, { ...READY, ...parts }), policy);
/** The rows of this section whose status another history changes. */
export const changed = (parts: Partial<Parts>) =>
  ['semver', 'release-tags', 'protected-main', 'conventional-commits', 'linear-history'].flatMap(id => {
    const [before, after] = [given(id).status, given(id, parts).status];
    return before === after ? [] : [`${id}: ${after}`];
  });
export const short = (name: string) => shaOf(name).slice(0, 7);
export const history = (...messages: readonly string[]) => line('chore: release 1.2.0', ...messages);
export const tags = [tag('v1.2.0', 'chore: release 1.2.0', manifestOf('1.2.0'))];
