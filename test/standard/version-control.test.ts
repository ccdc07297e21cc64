import { describe, expect, it } from '@jest/globals';
import type { Policy } from '../../src/policy/policy.js';
import type { BranchRule } from '../../src/snapshot/github.js';
import type { Parts } from '../../src/snapshot/snapshot.js';
import { commit, graph, line, manifestOf, READY_HISTORY, shaOf, tag } from '../support/history.js';
import { changedBy, edit, judge, READY_TEXTS, snapshot } from '../support/snapshots.js';

const RULES: readonly BranchRule[] = [
  { kind: 'pull-request', count: 1, source: 'ruleset main' },
  { kind: 'status-checks', count: 2, source: 'branch protection of main' },
  { kind: 'no-force-push', source: 'ruleset main' },
  { kind: 'no-deletion', source: 'ruleset main' },
];
const READY: Partial<Parts> = { ...READY_HISTORY, protection: RULES, releases: [] };
const given = (id: string, parts: Partial<Parts> = {}, policy: Partial<Policy> = {}) =>
  judge(id, snapshot(READY_TEXTS, { ...READY, ...parts }), policy);
/** The rows of this section whose status another history changes. */
const changed = (parts: Partial<Parts>) =>
  ['semver', 'release-tags', 'protected-main', 'conventional-commits', 'linear-history'].flatMap(id => {
    const [before, after] = [given(id).status, given(id, parts).status];
    return before === after ? [] : [`${id}: ${after}`];
  });
const short = (name: string) => shaOf(name).slice(0, 7);
const history = (...messages: readonly string[]) => line('chore: release 1.2.0', ...messages);
const tags = [tag('v1.2.0', 'chore: release 1.2.0', manifestOf('1.2.0'))];

describe('the ready module', () => {
  it.each(['semver', 'protected-main', 'conventional-commits', 'linear-history'])('meets %s', id =>
    expect(given(id)).toMatchObject({ status: 'met', evidence: [] }),
  );
});

describe('conventional-commits', () => {
  it('is what one commit without a type changes, and nothing else', () => {
    expect(changed({ history: history('feat: a', 'Add b'), tags })).toEqual(['conventional-commits: unmet']);
  });

  it('names the commit, what is wrong, and a header to write instead', () => {
    const finding = given('conventional-commits', { history: history('feat: a', 'Add b', 'wip'), tags });
    expect(finding.message).toBe('2 of 3 commits since v1.2.0 are not conventional');
    expect(finding.evidence).toEqual([
      {
        kind: 'unconventional-commit',
        subject: shaOf('wip'),
        message: `commit ${short('wip')} has no type`,
        excerpt: 'wip',
        url: `https://github.com/cim/cim-parcel/commit/${shaOf('wip')}`,
      },
      {
        kind: 'unconventional-commit',
        subject: shaOf('Add b'),
        message: `commit ${short('Add b')} has no type; for example \`feat: add b\``,
        excerpt: 'Add b',
        url: `https://github.com/cim/cim-parcel/commit/${shaOf('Add b')}`,
      },
    ]);
  });

  it('starts where the policy says', () => {
    const told = history('Add b', 'fix: c');
    expect(given('conventional-commits', { history: told, tags }, { since: shaOf('Add b') })).toMatchObject({
      status: 'met',
      message: `the one commit since commit ${short('Add b')} is conventional`,
    });
    expect(given('conventional-commits', { history: told, tags }, { since: 'v7' })).toMatchObject({
      status: 'unknown',
    });
  });

  it('takes the types of the policy', () => {
    const told = history('deps: b');
    expect(given('conventional-commits', { history: told, tags }).status).toBe('unmet');
    expect(given('conventional-commits', { history: told, tags }, { commitTypes: ['deps'] }).status).toBe('met');
  });

  it('is unknown where history ends before the baseline', () => {
    const cut = { ...line('feat: b', 'Add c'), truncated: 'the clone is shallow' };
    expect(given('conventional-commits', { history: cut, tags })).toMatchObject({
      status: 'unknown',
      message: 'the commits to judge are not known: the clone is shallow',
    });
  });

  it('is unknown where the tags were not read', () => {
    const { tags: _, ...parts } = READY;
    expect(judge('conventional-commits', snapshot(READY_TEXTS, parts)).status).toBe('unknown');
    expect(judge('conventional-commits', snapshot(READY_TEXTS, parts), { since: '2026-01-01' }).status).toBe('met');
  });

  it('ignores the releases of another package', () => {
    const others = [...tags, tag('cim-freight-v2.0.0', 'Add b')];
    expect(given('conventional-commits', { history: history('Add b', 'fix: c'), tags: others }).status).toBe('unmet');
  });
});

describe('linear-history', () => {
  const merge = (first: string, second: string) =>
    graph(['fix: d', 'Merge branch b'], ['Merge branch b', first, second], ['fix: c', 'a'], ['fix: b', 'a'], ['a']);
  const released = [tag('v1.2.0', 'a', manifestOf('1.2.0'))];

  it('is what a merge changes, and nothing else', () => {
    expect(changed({ history: merge('fix: b', 'fix: c'), tags: released })).toEqual(['linear-history: unmet']);
    expect(given('linear-history', { history: merge('fix: b', 'fix: c'), tags: released }).evidence).toEqual([
      {
        kind: 'merge-commit',
        subject: shaOf('Merge branch b'),
        message: `commit ${short('Merge branch b')} is a merge: rebase or squash instead`,
        excerpt: 'Merge branch b',
        url: `https://github.com/cim/cim-parcel/commit/${shaOf('Merge branch b')}`,
      },
    ]);
  });

  it('leaves side branches alone', () => {
    // The line is e ─ d ─ a; the merge is on the branch that e brings in… which makes e one.
    const side = graph(['fix: e', 'fix: d'], ['fix: d', 'a'], ['Merge branch x', 'fix: b', 'fix: c'], ['a']);
    expect(given('linear-history', { history: side, tags: released }).status).toBe('met');
  });

  it('leaves merges before the baseline alone', () => {
    const later = [tag('v1.2.0', 'Merge branch b', manifestOf('1.2.0'))];
    expect(given('linear-history', { history: merge('fix: b', 'fix: c'), tags: later })).toMatchObject({
      status: 'met',
      message: 'no merge on the first-parent line, 1 commit since v1.2.0',
    });
  });

  it('counts from the merge base where the baseline is on a side branch', () => {
    const aside = [tag('v1.2.0', 'fix: c', manifestOf('1.2.0'))];
    expect(given('linear-history', { history: merge('fix: b', 'fix: c'), tags: aside }).evidence).toHaveLength(1);
  });
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

describe('semver', () => {
  const at = (...versions: readonly (readonly [tag: string, manifest: string])[]) => {
    const names = versions.map((_, index) => `fix: ${index}`);
    return {
      history: line(...names),
      tags: versions.map(([name, manifest], index) => tag(name, `fix: ${index}`, manifestOf(manifest))),
    };
  };
  const faults = (parts: Partial<Parts>) => given('semver', parts).evidence.map(({ message }) => message);

  it('does not concern what was never released', () => {
    expect(given('semver', { tags: [] }).status).toBe('not-applicable');
    expect(
      given('semver', {
        tags: [tag('cim-freight-v2.0.0', 'feat: order a parcel'), tag('v1', 'x'), tag('nightly', 'x')],
      }).status,
    ).toBe('not-applicable');
  });

  it.each([
    '1.2.0',
    'v1.2.0',
    'cim-parcel-v1.2.0',
    'cim-parcel/v1.2.0',
    'cim-parcel@1.2.0',
    'cim_parcel-v1.2.0',
    'cim-parcel-1.2.0',
    'v/1.2.0',
  ])('takes %s for a release', name => expect(given('semver', at([name, '1.2.0'])).status).toBe('met'));

  it.each(['v1.2', '1.2.0.1', 'v1.02.0', 'V1.2.0', 'v1.2.0-rc_1'])('finds %s', name => {
    expect(faults(at(['v1.1.0', '1.1.0'], [name, '1.2.0'], ['v1.2.0', '1.2.0']))).toEqual([
      `${name} is no SemVer version (MAJOR.MINOR.PATCH)`,
    ]);
  });

  it('is what a tag beside its manifest changes, and nothing else', () => {
    const { tags: old, history: told } = READY_HISTORY;
    const wrong = [...old.slice(0, 1), tag('v1.2.0', 'chore: release 1.2.0', manifestOf('1.1.9'))];
    expect(changed({ history: told, tags: wrong })).toEqual(['semver: unmet']);
    expect(faults({ tags: wrong })).toEqual(['v1.2.0 does not agree with the manifest there, which gives 1.1.9']);
  });

  it('is what a version below the newest release changes', () => {
    expect(
      changedBy(edit('Cargo.toml', 'version = "1.2.0"\nedition', 'version = "1.1.0"\nedition'), READY),
    ).toMatchObject({ semver: 'unmet' });
  });

  it('names the line of a version below the newest release', () => {
    const low = judge('semver', snapshot({ 'Cargo.toml': manifestOf('1.1.0') }, READY));
    expect(low.evidence).toEqual([
      {
        kind: 'below-newest-release',
        subject: 'cim-parcel',
        path: 'Cargo.toml',
        line: 3,
        message: 'version 1.1.0 is below the newest release, v1.2.0: raise it',
      },
    ]);
  });

  it('does not hold what is older than the release before the baseline against anybody', () => {
    const ancient = [
      ['v2.0.0', '2.0.0'],
      ['v1.0', '1.0.0'],
      ['v1.0.0', '1.0.0'],
    ] as const;
    const now = [
      ['v1.1.0', '1.1.0'],
      ['v2.1.0', '2.1.0'],
      ['v2.2.0', '2.2.0'],
      ['v2.3.0', '2.3.0'],
    ] as const;
    const module = { 'Cargo.toml': manifestOf('2.3.0') };
    const semverOf = (parts: Partial<Parts>) => judge('semver', snapshot(module, parts));
    expect(semverOf(at(...ancient, ...now)).status).toBe('met');
    expect(semverOf(at(...ancient, ...now, ['v2.4', '2.3.0'])).status).toBe('unmet');
    expect(semverOf(at(...now, ...ancient)).status).toBe('unmet');
  });

  it('measures a maintenance branch by the releases that it descends from', () => {
    const tags = [
      tag('v1.2.0', 'fix: 0', manifestOf('1.2.0')),
      tag('v1.2.1', 'fix: 1', manifestOf('1.2.1')),
      tag('v1.3.0', 'elsewhere', manifestOf('1.3.0')),
    ];
    const branch = { history: line('fix: 0', 'fix: 1'), tags };
    expect(judge('semver', snapshot({ 'Cargo.toml': manifestOf('1.2.1') }, branch)).status).toBe('met');
    expect(judge('semver', snapshot({ 'Cargo.toml': manifestOf('1.2.0') }, branch)).status).toBe('unmet');
  });

  it('finds what does not rise, and a bump that is too small', () => {
    expect(faults(at(['v1.2.0', '1.2.0'], ['v1.1.0', '1.1.0']))).toEqual([
      'v1.1.0 does not rise: its commit descends from v1.2.0',
    ]);
    const small = {
      history: line('fix: 0', 'feat: 1'),
      tags: [tag('v1.1.9', 'fix: 0', manifestOf('1.1.9')), tag('v1.1.10', 'feat: 1', manifestOf('1.1.10'))],
    };
    expect(faults(small)).toEqual([
      `v1.1.10 follows v1.1.9, but commit ${short('feat: 1')} between them asks for a minor version: feat: 1`,
    ]);
  });

  it('does not judge manifests of old releases, nor bumps where tags release several packages', () => {
    expect(given('semver', at(['v1.0.0', '0.9.0'], ['v1.1.0', '1.1.0'], ['v1.2.0', '1.2.0'])).status).toBe('met');
    const several = {
      history: line('fix: 0', 'feat: 1'),
      tags: [
        tag('cim-parcel-v1.1.9', 'fix: 0', manifestOf('1.1.9')),
        tag('cim-parcel-v1.1.10', 'feat: 1', manifestOf('1.1.10')),
        tag('cim-freight-v3.0.0', 'feat: 1'),
      ],
    };
    expect(given('semver', several).status).toBe('met');
  });

  it('does not judge the manifest of a release that was merged in from an older line', () => {
    const merged = graph(['fix: d', 'a', 'old'], ['old'], ['a']);
    const brought = [tag('v1.2.0', 'a', manifestOf('1.2.0')), tag('v0.1.0', 'old', manifestOf('0.2.0'))];
    expect(given('semver', { history: merged, tags: brought }).status).toBe('met');
  });

  it('is unknown where the manifest at the newest release was not read', () => {
    const unread = { ...tag('v1.2.0', 'fix: 0'), manifests: { read: false, reason: 'too many tags' } as const };
    expect(given('semver', { history: line('fix: 0'), tags: [unread] })).toMatchObject({
      status: 'unknown',
      message: 'the manifest at v1.2.0 was not read: too many tags',
    });
  });

  it('has nothing to say of a manifest that was not there', () => {
    expect(given('semver', { history: line('fix: 0'), tags: [tag('v1.2.0', 'fix: 0')] }).status).toBe('met');
  });
});

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
      'no rule asks for a pull request with at least one approval: require one',
    ],
    [
      'no approval',
      [{ ...RULES[0], count: 0 } as BranchRule, ...RULES.slice(1)],
      'pull-request',
      'no rule asks for a pull request with at least one approval: require one',
    ],
    ['no deletion rule', RULES.slice(0, 3), 'no-deletion', 'the branch may be deleted: restrict deletions'],
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
});

it('tells a commit by a bot from one by a person', () => {
  const author = { name: 'renovate[bot]', email: 'r@x', date: '2026-05-01T10:00:00Z' };
  const told = { commits: [commit('chore(deps): update a\nAnd more.', { author })] };
  expect(given('conventional-commits', { history: told, tags: [] }).status).toBe('met');
});
