/** Which targets an event concerns. Pure: a webhook only hints that something might have changed. */
import type { z } from 'zod';
import { isRegistryName } from '../../facts/registry/registry.js';
import { CHECK_RUN_NAMES } from '../../report/check-run/names.js';
import { hasIssueMarker } from '../../report/migration/marker.js';
import type { Details, NewEntry, Priority } from '../../store/work.js';
import type { Push } from '../pushes.js';
import * as payloads from './payload.js';
import { fixesTarget, REGISTRY_DELAY, targetOfCheckRun } from './targets.js';

/** The work that an event leads to. */
export type Route =
  | { readonly kind: 'work'; readonly entries: readonly NewEntry[] }
  /** The app was uninstalled from these repositories, or from all of them: all data about them is erased. */
  | { readonly kind: 'forget'; readonly installation: number; readonly repositories?: readonly number[] }
  /** The event does not concern this app. */
  | { readonly kind: 'ignore' }
  /** The payload does not have the form that GitHub documents: it is set aside. */
  | { readonly kind: 'not-understood'; readonly reason: string };

const IGNORE: Route = { kind: 'ignore' };

/** Settings often change several times in a row: the default branch is assessed this many seconds after the first change. */
const SETTINGS_DELAY = 120;

/** @param appId the app's own ID, because it also receives events for its own check runs */
export function routeDelivery(event: string, payload: unknown, appId: number, delivery?: string): Route {
  const rule = RULES[event];
  if (!rule) return IGNORE;
  const common = payloads.COMMON.safeParse(payload);
  if (!common.success) return notUnderstood(event, common.error);
  // A webhook without an installation does not belong to the app.
  if (!common.data.installation) return IGNORE;
  return rule({ event, payload, common: common.data, installation: common.data.installation.id, appId, delivery });
}

interface Given {
  readonly event: string;
  readonly payload: unknown;
  readonly common: payloads.Common;
  readonly installation: number;
  readonly appId: number;
  readonly delivery: string | undefined;
}

/** A target by its name, with the other fields of an entry. */
interface Named {
  readonly name: string;
  readonly priority?: Priority;
  readonly delay?: number;
  readonly details?: Details;
}

function notUnderstood(event: string, error: z.ZodError): Route {
  const [issue] = error.issues;
  return { kind: 'not-understood', reason: `${event}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}` };
}

/** A rule for events that concern a repository: it ignores archived repositories and forks. */
function ofRepository<T>(
  schema: z.ZodType<T>,
  name: (
    read: T,
    common: payloads.Common & { readonly repository: payloads.RepositoryPayload },
    given: Given,
  ) => Named | readonly Named[] | undefined,
) {
  return (given: Given): Route => {
    const { common, event, payload } = given;
    const { repository } = common;
    if (!repository || repository.archived || repository.fork) return IGNORE;
    const read = schema.safeParse(payload);
    if (!read.success) return notUnderstood(event, read.error);
    const named = [name(read.data, { ...common, repository }, given) ?? []].flat();
    return named.length > 0 ? work(given, repository, named) : IGNORE;
  };
}

function work(
  { installation, delivery }: Given,
  { id, owner, name }: Pick<payloads.RepositoryPayload, 'id' | 'owner' | 'name'>,
  named: readonly Named[],
): Route {
  const of = { installation, repository: id, owner: owner.login, repo: name, priority: 'prompt' } as const;
  const entries = named.map((each): NewEntry => ({ ...of, ...(delivery === undefined ? {} : { delivery }), ...each }));
  return { kind: 'work', entries };
}

const TAGS = 'refs/tags/';
const BRANCHES = 'refs/heads/';

/** The conclusions of CI with which nothing failed. */
const PASSED = new Set(['success', 'neutral', 'skipped']);

/** What CI concluded on a commit. A failure stays in the details when a later success is merged into them. */
function results(sha: string, conclusion: string | null | undefined): Named {
  return { name: `results/${sha}`, ...(PASSED.has(conclusion ?? '') ? {} : { details: { failed: true } }) };
}

const PULL_ACTIONS = new Set(['opened', 'synchronize', 'reopened', 'ready_for_review', 'edited', 'closed']);

/** A line that can be a command, whatever the organization's prefix is. Whether it is one is decided later, from the Markdown. */
const COMMAND_LIKE = /^[ \t]{0,3}\/[a-z]/im;

const settings = (given: Given): Route => {
  const { common } = given;
  const named = { name: 'default-branch', priority: 'background', delay: SETTINGS_DELAY } as const;
  // A ruleset of an organization concerns all its repositories.
  if (!common.repository) return installationWide(given, {});
  const { repository } = common;
  if (repository.archived || repository.fork) return IGNORE;
  return work(given, repository, [named]);
};

function installationWide(given: Given, details: Details): Route {
  const owner = given.common.installation?.account?.login ?? '';
  const installation = { id: 0, owner: { login: owner }, name: '' };
  return work(given, installation, [{ name: 'installation', priority: 'background', details }]);
}

function welcome(given: Given, repositories: readonly { readonly id: number; readonly full_name: string }[]): Route {
  const { installation } = given;
  const entries = repositories.map(({ id, full_name: full }): NewEntry => {
    const [owner = '', repo = ''] = full.split('/');
    return {
      installation,
      repository: id,
      owner,
      repo,
      priority: 'background',
      ...(isRegistryName(repo) ? { name: 'registry', delay: REGISTRY_DELAY } : { name: 'welcome' }),
    };
  });
  return { kind: 'work', entries };
}

/** What others are told of a push, when the commit was assessed. */
function pushOf(
  ref: string,
  { id, timestamp, message, author }: NonNullable<z.infer<typeof payloads.PUSH>['head_commit']>,
  delivery: string | undefined,
): Push {
  const of = { sha: id, branch: ref.slice(BRANCHES.length), timestamp, message, author: author.name };
  return { ...of, ...(delivery === undefined ? {} : { delivery }) };
}

const RULES: Readonly<Record<string, (given: Given) => Route>> = {
  push: ofRepository(
    payloads.PUSH,
    ({ ref, head_commit: head }, { repository: { name, default_branch: branch } }, { delivery }) => {
      if (ref.startsWith(TAGS)) return { name: `tag/${ref.slice(TAGS.length)}` };
      const isDefault = ref.startsWith(BRANCHES) && (!branch || ref === `${BRANCHES}${branch}`);
      if (!isDefault) return undefined;
      const pushes = head ? { details: { pushes: [pushOf(ref, head, delivery)] } } : {};
      return [{ name: 'default-branch', ...pushes }, ...(isRegistryName(name) ? [{ name: 'registry' }] : [])];
    },
  ),
  create: ofRepository(payloads.CREATE, ({ ref, ref_type: type }) =>
    type === 'tag' ? { name: `tag/${ref}` } : undefined,
  ),
  release: ofRepository(payloads.RELEASE, ({ release }, { action }) =>
    action === 'published' ? { name: `tag/${release.tag_name}` } : undefined,
  ),
  pull_request: ofRepository(payloads.PULL_REQUEST, ({ pull_request: pull, changes }, { action, repository }) => {
    if (!PULL_ACTIONS.has(action ?? '')) return undefined;
    // Of the fields that can be edited, only the base and the title affect an assessment.
    if (action === 'edited' && !changes?.base && !changes?.title) return undefined;
    const now = { head: pull.head?.sha ?? null, base: pull.base?.sha ?? null };
    return [
      { name: `pull/${pull.number}`, details: { ...now, ...(changes?.base ? { retargeted: true } : {}) } },
      ...(isRegistryName(repository.name) ? [{ name: `documents/${pull.number}` }] : []),
    ];
  }),
  merge_group: ofRepository(payloads.MERGE_GROUP, ({ merge_group: group }, { action }) =>
    action === 'checks_requested'
      ? { name: `merge-group/${group.head_sha}`, details: { ref: group.head_ref, base: group.base_sha } }
      : undefined,
  ),
  check_run: ofRepository(
    payloads.CHECK_RUN,
    ({ check_run: run, requested_action: asked }, { action, sender }, { appId }) => {
      const isOurs = CHECK_RUN_NAMES.includes(run.name) || run.app?.id === appId;
      if (!isOurs || (action !== 'rerequested' && action !== 'requested_action')) return undefined;
      if (action === 'requested_action' && asked?.identifier === 'plan')
        return sender ? { name: `plan/${sender.login}` } : undefined;
      const [pull] = run.pull_requests ?? [];
      const fallback = pull ? `pull/${pull.number}` : `commit/${run.head_sha}`;
      const target = targetOfCheckRun(run.external_id) ?? fallback;
      if (action === 'requested_action' && asked?.identifier === 'fix')
        return sender ? { name: fixesTarget(target), details: { people: [sender.login] } } : undefined;
      return { name: target, details: { again: true } };
    },
  ),
  check_suite: ofRepository(payloads.CHECK_SUITE, ({ check_suite: suite }, { action }, { appId }) => {
    if (action === 'rerequested') return { name: `commit/${suite.head_sha}`, details: { again: true } };
    // The check runs of this app also complete a suite.
    return action === 'completed' && suite.app?.id !== appId ? results(suite.head_sha, suite.conclusion) : undefined;
  }),
  workflow_run: ofRepository(payloads.WORKFLOW_RUN, ({ workflow_run: run }, { action }) =>
    action === 'completed' ? results(run.head_sha, run.conclusion) : undefined,
  ),
  status: ofRepository(payloads.STATUS, ({ sha, state }) => (state === 'pending' ? undefined : results(sha, state))),
  issue_comment: ofRepository(payloads.ISSUE_COMMENT, ({ issue, comment, changes }, common) =>
    commentTarget('comment', comment, changes?.body?.from, common, {
      number: issue.number,
      isPull: Boolean(issue.pull_request),
      author: issue.user?.login ?? null,
    }),
  ),
  pull_request_review_comment: ofRepository(
    payloads.REVIEW_COMMENT,
    ({ pull_request: pull, comment, changes }, common) =>
      commentTarget('review-comment', comment, changes?.body?.from, common, {
        number: pull.number,
        isPull: true,
        author: pull.user?.login ?? null,
      }),
  ),
  pull_request_review: ofRepository(payloads.REVIEW, ({ review, pull_request: pull }, { action, repository }) => {
    // The branch must be in this repository, not a branch of the same name in a fork.
    const isOurs = pull.head.ref.startsWith('cim-readiness/attest-') && pull.head.repo?.id === repository.id;
    const isApproved = action === 'submitted' && review.state?.toLowerCase() === 'approved';
    return isOurs && isApproved ? { name: `attestation/${pull.number}` } : undefined;
  }),
  issues: ofRepository(payloads.ISSUES, ({ issue }, { action, sender }) => {
    const concerns = ['closed', 'reopened', 'edited', 'deleted'].includes(action ?? '');
    // This app also receives events for its own changes.
    if (!concerns || sender?.type === 'Bot' || issue.user?.type !== 'Bot' || !hasIssueMarker(issue.body ?? ''))
      return undefined;
    return action === 'deleted' ? { name: 'migration', priority: 'background' } : { name: `issue/${issue.number}` };
  }),
  branch_protection_rule: settings,
  repository_ruleset: settings,
  dependabot_alert: settings,
  code_scanning_alert: settings,
  secret_scanning_alert: settings,
  repository: given => {
    const { action, repository } = given.common;
    if (action === 'deleted' && repository)
      return { kind: 'forget', installation: given.installation, repositories: [repository.id] };
    // What is private must not stay on public pages.
    if (repository && (action === 'privatized' || action === 'publicized'))
      return work(given, repository, [{ name: 'default-branch' }]);
    return ['edited', 'renamed', 'transferred', 'unarchived'].includes(action ?? '') ? settings(given) : IGNORE;
  },
  installation: given => {
    const { event, payload, common, installation } = given;
    if (common.action === 'deleted') return { kind: 'forget', installation };
    if (common.action === 'unsuspend' || common.action === 'new_permissions_accepted')
      return installationWide(given, {});
    if (common.action !== 'created') return IGNORE;
    const read = payloads.INSTALLATION.safeParse(payload);
    if (!read.success) return notUnderstood(event, read.error);
    const { repositories } = read.data;
    return repositories ? welcome(given, repositories) : installationWide(given, { welcome: true });
  },
  installation_repositories: given => {
    const { event, payload, common, installation } = given;
    const read = payloads.INSTALLATION_REPOSITORIES.safeParse(payload);
    if (!read.success) return notUnderstood(event, read.error);
    if (common.action === 'removed') {
      const repositories = (read.data.repositories_removed ?? []).map(({ id }) => id);
      return { kind: 'forget', installation, repositories };
    }
    return welcome(given, read.data.repositories_added ?? []);
  },
};

/** The events that concern this app. */
export const ROUTED_EVENTS: readonly string[] = Object.keys(RULES);

/** A comment with a command from a person: its text, its author, and its earlier text. */
function commentTarget(
  kind: 'comment' | 'review-comment',
  comment: z.infer<typeof payloads.ISSUE_COMMENT>['comment'],
  from: string | null | undefined,
  { action, sender }: payloads.Common,
  place: { readonly number: number; readonly isPull: boolean; readonly author: string | null },
): Named | undefined {
  if (action !== 'created' && action !== 'edited') return undefined;
  const isMachine =
    [comment.user, sender].some(each => each?.type === 'Bot') || Boolean(comment.performed_via_github_app);
  const body = comment.body ?? '';
  const person = sender?.login ?? comment.user?.login;
  if (isMachine || !person || !COMMAND_LIKE.test(body)) return undefined;
  // An edit that did not change the text adds nothing.
  const before = action === 'edited' ? (from ?? body) : null;
  return { name: `${kind}/${comment.id}`, details: { ...place, said: [{ person, body, before }] } };
}
