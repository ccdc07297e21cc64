/** Which targets an event concerns, whatever of its payload is null. */
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ROUTED_EVENTS, routeDelivery } from '../../../src/app/events/route.js';

const REPOSITORY = {
  id: 5,
  name: 'cim-x',
  owner: { login: 'acme' },
  default_branch: 'main',
  archived: false,
  fork: false,
};
const COMMON = { repository: REPOSITORY, installation: { id: 7 }, sender: { login: 'maya', type: 'User' } };
const SHA = 'a'.repeat(40);

const targets = (event: string, payload: object) => {
  const route = routeDelivery(event, { ...COMMON, ...payload }, 1);
  return route.kind === 'work' ? route.entries.map(({ name }) => name) : route.kind;
};
const comment = (body: string | null, more: object = {}) => ({
  action: 'created',
  issue: { number: 3, user: null },
  comment: { id: 9, body, user: { login: 'maya', type: 'User' }, ...more },
});

describe('a push to the default branch', () => {
  const head = { id: SHA, timestamp: 'T', message: 'feat: x\n'.repeat(1_000), author: { name: 'Maya' }, tree_id: 'x' };
  const detailsOf = (head_commit: unknown) => {
    const route = routeDelivery('push', { ...COMMON, ref: 'refs/heads/main', head_commit }, 1, 'a-guid');
    return route.kind === 'work' ? route.entries[0]?.details : route;
  };

  it('says which commit others are told of', () => {
    const push = { sha: SHA, branch: 'main', timestamp: 'T', author: 'Maya', delivery: 'a-guid' };
    expect(detailsOf(head)).toEqual({ pushes: [{ ...push, message: head.message.slice(0, 2_000) }] });
  });

  it.each([null, undefined, { id: 1 }, { ...head, author: null }])('is assessed without that too: %p', other => {
    expect(detailsOf(other)).toBeUndefined();
  });
});

describe('an event of the registry', () => {
  const repository = { ...REPOSITORY, name: 'cim' };
  it.each<[string, string, object, unknown]>([
    ['a push to the default branch', 'push', { ref: 'refs/heads/main', repository }, ['default-branch', 'registry']],
    ['a push to another branch', 'push', { ref: 'refs/heads/topic', repository }, 'ignore'],
    [
      'a pull request',
      'pull_request',
      { action: 'opened', pull_request: { number: 3 }, repository },
      ['pull/3', 'documents/3'],
    ],
    [
      'an installation',
      'installation',
      {
        action: 'created',
        repositories: [
          { id: 1, full_name: 'acme/cim' },
          { id: 2, full_name: 'acme/cim-x' },
        ],
      },
      ['registry', 'welcome'],
    ],
    [
      'a rerun of its check run',
      'check_run',
      {
        action: 'rerequested',
        check_run: { name: 'CIM documents', head_sha: SHA, external_id: 'documents/3' },
        repository,
      },
      ['documents/3'],
    ],
  ])('%s', (_, event, payload, expected) => {
    expect(targets(event, payload)).toEqual(expected);
  });
});

describe('an event', () => {
  it.each<[string, string, object, unknown]>([
    ['a push to the default branch', 'push', { ref: 'refs/heads/main' }, ['default-branch']],
    ['a push to another branch', 'push', { ref: 'refs/heads/topic' }, 'ignore'],
    ['a push of a tag', 'push', { ref: 'refs/tags/a/v1' }, ['tag/a/v1']],
    ['a new tag', 'create', { ref: 'v1', ref_type: 'tag' }, ['tag/v1']],
    ['a new branch', 'create', { ref: 'topic', ref_type: 'branch' }, 'ignore'],
    ['a repository that became private', 'repository', { action: 'privatized' }, ['default-branch']],
    ['a release', 'release', { action: 'published', release: { tag_name: 'v1' } }, ['tag/v1']],
    ['a pull request', 'pull_request', { action: 'opened', pull_request: { number: 3, head: null } }, ['pull/3']],
    ['a closed pull request', 'pull_request', { action: 'closed', pull_request: { number: 3 } }, ['pull/3']],
    [
      'an edited title',
      'pull_request',
      { action: 'edited', pull_request: { number: 3 }, changes: { title: {} } },
      ['pull/3'],
    ],
    ['an edited text', 'pull_request', { action: 'edited', pull_request: { number: 3 }, changes: {} }, 'ignore'],
    [
      'a merge group',
      'merge_group',
      { action: 'checks_requested', merge_group: { head_sha: SHA, head_ref: 'r', base_sha: 'b' } },
      [`merge-group/${SHA}`],
    ],
    [
      'a rerun of a check run',
      'check_run',
      { action: 'rerequested', check_run: { name: 'CIM version', head_sha: SHA, external_id: 'tag/v1' } },
      ['tag/v1'],
    ],
    [
      'a rerun of a check run that names nothing',
      'check_run',
      {
        action: 'rerequested',
        check_run: { name: 'CIM readiness', head_sha: SHA, external_id: null, pull_requests: null },
      },
      [`commit/${SHA}`],
    ],
    [
      'a rerun of the check run of another app',
      'check_run',
      { action: 'rerequested', check_run: { name: 'test', head_sha: SHA } },
      'ignore',
    ],
    [
      'the button that plans',
      'check_run',
      {
        action: 'requested_action',
        requested_action: { identifier: 'plan' },
        check_run: { name: 'CIM readiness', head_sha: SHA },
      },
      ['plan/maya'],
    ],
    [
      'the button that fixes a pull request',
      'check_run',
      {
        action: 'requested_action',
        requested_action: { identifier: 'fix' },
        check_run: { name: 'CIM readiness', head_sha: SHA, external_id: 'pull/7' },
      },
      ['fixes/pull/7'],
    ],
    [
      'the button that fixes anything else',
      'check_run',
      {
        action: 'requested_action',
        requested_action: { identifier: 'fix' },
        check_run: { name: 'CIM readiness', head_sha: SHA, external_id: 'tag/v1.0.0' },
      },
      ['fixes'],
    ],
    [
      'a check suite without an app',
      'check_suite',
      { action: 'completed', check_suite: { head_sha: SHA, app: null } },
      [`results/${SHA}`],
    ],
    [
      "this app's own check suite",
      'check_suite',
      { action: 'completed', check_suite: { head_sha: SHA, app: { id: 1 } } },
      'ignore',
    ],
    ['a rerun of a suite', 'check_suite', { action: 'rerequested', check_suite: { head_sha: SHA } }, [`commit/${SHA}`]],
    ['a workflow run', 'workflow_run', { action: 'completed', workflow_run: { head_sha: SHA } }, [`results/${SHA}`]],
    ['a status', 'status', { sha: SHA, state: 'success' }, [`results/${SHA}`]],
    ['a status that waits', 'status', { sha: SHA, state: 'pending' }, 'ignore'],
    ['a command', 'issue_comment', comment('Please.\n\n/cim plan'), ['comment/9']],
    ['a comment without a text', 'issue_comment', comment(null), 'ignore'],
    ['a comment without a command', 'issue_comment', comment('I like /cim plan'), 'ignore'],
    ['a command of a bot', 'issue_comment', comment('/cim plan', { user: { login: 'b', type: 'Bot' } }), 'ignore'],
    ['changed settings', 'repository_ruleset', { action: 'edited' }, ['default-branch']],
    [
      'changed settings of the organization',
      'repository_ruleset',
      { action: 'edited', repository: null },
      ['installation'],
    ],
    [
      'an installation',
      'installation',
      { action: 'created', repositories: [{ id: 5, full_name: 'acme/cim-x' }] },
      ['welcome'],
    ],
    ['an installation without a list', 'installation', { action: 'created', repositories: null }, ['installation']],
    ['new permissions', 'installation', { action: 'new_permissions_accepted' }, ['installation']],
    ['the end of a suspension', 'installation', { action: 'unsuspend' }, ['installation']],
    ['an uninstallation', 'installation', { action: 'deleted' }, 'forget'],
    [
      'a removed repository',
      'installation_repositories',
      { action: 'removed', repositories_removed: [{ id: 5 }] },
      'forget',
    ],
    ['a deleted repository', 'repository', { action: 'deleted' }, 'forget'],
    [
      'an archived repository',
      'push',
      { ref: 'refs/heads/main', repository: { ...REPOSITORY, archived: true } },
      'ignore',
    ],
    ['a fork', 'push', { ref: 'refs/heads/main', repository: { ...REPOSITORY, fork: true } }, 'ignore'],
    ['a webhook without an installation', 'push', { ref: 'refs/heads/main', installation: null }, 'ignore'],
    ['an event that is new on GitHub', 'telepathy', {}, 'ignore'],
  ])('%s', (_, event, payload, expected) => {
    expect(targets(event, payload)).toEqual(expected);
  });

  it('that is not what GitHub describes is not understood, and says why', () => {
    expect(routeDelivery('push', { ...COMMON, ref: 1 }, 1)).toEqual({
      kind: 'not-understood',
      reason: expect.stringMatching(/^push: ref: /),
    });
  });

  it('of which a branch of a fork is called main concerns the repository only by its commit', () => {
    const run = { head_sha: SHA, head_branch: 'main', head_repository: { id: 666 } };
    expect(targets('workflow_run', { action: 'completed', workflow_run: run })).toEqual([`results/${SHA}`]);
  });

  it('tells an edited comment from a new one', () => {
    const edited = { ...comment('/cim plan'), action: 'edited', changes: { body: { from: '/cim help' } } };
    expect(routeDelivery('issue_comment', { ...COMMON, ...edited }, 1)).toMatchObject({
      entries: [{ details: { said: [{ person: 'maya', body: '/cim plan', before: '/cim help' }] } }],
    });
  });
});

describe('any payload', () => {
  const EXAMPLES = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly {
    readonly name: string;
    readonly examples: readonly object[];
  }[];
  const CASES = EXAMPLES.filter(({ name }) => ROUTED_EVENTS.includes(name)).flatMap(({ name, examples }) =>
    examples.map(example => [name, { ...example, installation: { id: 7 } }] as const),
  );

  it.each(CASES)('of %s that GitHub gives as an example is understood', (event, payload) => {
    expect(routeDelivery(event, payload, 1).kind).not.toBe('not-understood');
  });

  it('leads to a route and never throws, whatever of it is missing or null', () => {
    const damaged = fc.constantFrom(...CASES).chain(([event, payload]) =>
      fc.array(fc.tuple(fc.nat(), fc.constantFrom(null, undefined, 1, 'x', {}, [])), { maxLength: 6 }).map(changes => {
        const copy = structuredClone(payload) as Record<string, unknown>;
        for (const [index, value] of changes) replaceAt(copy, index, value);
        return [event, copy] as const;
      }),
    );
    fc.assert(fc.property(damaged, ([event, payload]) => void routeDelivery(event, payload, 1)));
    fc.assert(
      fc.property(
        fc.constantFrom(...ROUTED_EVENTS),
        fc.anything(),
        (event, payload) => void routeDelivery(event, payload, 1),
      ),
    );
  });
});

/** Puts a value in the place of the nth one in a document. */
function replaceAt(root: Record<string, unknown>, index: number, value: unknown): void {
  const places: [Record<string, unknown>, string][] = [];
  const collect = (record: Record<string, unknown>) => {
    for (const [key, each] of Object.entries(record)) {
      places.push([record, key]);
      if (typeof each === 'object' && each !== null) collect(each as Record<string, unknown>);
    }
  };
  collect(root);
  const place = places[index % Math.max(1, places.length)];
  if (place) place[0][place[1]] = value;
}
