/**
 * Migration issues on GitHub: a pure plan (what to create, write, close, reopen), and its application. Issues are looked for
 * before any is created, so that a creation whose answer was lost is not repeated.
 */
import { RequestError } from '@octokit/request-error';
import type { Octokit } from '@octokit/rest';
import type { WantedIssue } from '../report/migration/input.js';
import { type MarkedIssue, readMarkedIssue, writeMarkedIssue } from '../report/migration/marker.js';
import type { MigrationState } from '../fleet/migration-state.js';

/** The part of GitHub's client that is used. */
export type IssuesClient = Pick<Octokit, 'rest' | 'paginate'>;

export interface RepositoryAt {
  readonly owner: string;
  readonly repo: string;
}

/** The label by which the issues are found. */
export const LABEL = {
  name: 'cim-readiness',
  color: '0969da',
  description: 'On the way to production: kept by measuring',
} as const;

/** An existing issue. */
export interface KnownIssue {
  readonly number: number;
  /** GitHub's ID, which identifies sub-issues. */
  readonly id: number;
  readonly title: string;
  readonly state: 'open' | 'closed';
  /** A person closed it as not planned. */
  readonly isDropped: boolean;
  readonly marks: MarkedIssue;
}

export type IssueAction =
  | { readonly kind: 'create'; readonly key: string; readonly title: string; readonly body: string }
  | {
      readonly kind: 'write';
      readonly key: string;
      readonly number: number;
      readonly change: {
        readonly title?: string;
        readonly body?: string;
        readonly state?: 'open' | 'closed';
        readonly state_reason?: 'completed' | 'reopened';
      };
    };

/**
 * The action that makes an issue as wanted. Undefined if it already is, if it neither exists nor is needed, or if a person
 * closed it as not planned.
 * @param hash identifies a text: 16 hex digits
 */
export function planIssue(
  wanted: WantedIssue,
  known: KnownIssue | undefined,
  hash: (text: string) => string,
  state?: MigrationState,
): IssueAction | undefined {
  const { key, title, text, done } = wanted;
  const digest = hash(text.trim());
  if (!known)
    return done ? undefined : { kind: 'create', key, title, body: writeMarkedIssue(key, digest, text, state) };
  if (known.isDropped && known.state === 'closed') return undefined;
  const { marks } = known;
  const isWritten =
    marks.hash === digest && hash(marks.kept) === digest && JSON.stringify(marks.state) === JSON.stringify(state);
  const change = {
    ...(known.title === title ? {} : { title }),
    ...(isWritten ? {} : { body: writeMarkedIssue(key, digest, text, state, marks.theirs) }),
    ...(done && known.state === 'open' ? { state: 'closed' as const, state_reason: 'completed' as const } : {}),
    ...(!done && known.state === 'closed' ? { state: 'open' as const, state_reason: 'reopened' as const } : {}),
  };
  return Object.keys(change).length === 0 ? undefined : { kind: 'write', key, number: known.number, change };
}

/** The migration issues of a repository by their key; of two with the same key, the older. Only issues by an app count. */
export async function knownIssues(
  octokit: IssuesClient,
  { owner, repo }: RepositoryAt,
): Promise<Map<string, KnownIssue>> {
  const all = await octokit.paginate(octokit.rest.issues.listForRepo, {
    owner,
    repo,
    labels: LABEL.name,
    state: 'all',
    sort: 'created',
    direction: 'asc',
    per_page: 100,
  });
  const known = new Map<string, KnownIssue>();
  for (const { number, id, title, state, state_reason: reason, body, user, pull_request: pull } of all) {
    const marks = readMarkedIssue(body ?? '');
    if (!marks || pull || user?.type !== 'Bot' || known.has(marks.key)) continue;
    const isDropped = reason === 'not_planned';
    known.set(marks.key, { number, id, title, state: state === 'closed' ? 'closed' : 'open', isDropped, marks });
  }
  return known;
}

/** Performs an action, and returns the issue after it. */
export async function applyIssue(
  octokit: IssuesClient,
  { owner, repo }: RepositoryAt,
  action: IssueAction,
): Promise<{ readonly number: number; readonly id: number }> {
  if (action.kind === 'create') {
    const { title, body } = action;
    const { data } = await octokit.rest.issues.create({ owner, repo, title, body, labels: [LABEL.name] });
    return data;
  }
  const { data } = await octokit.rest.issues.update({ owner, repo, issue_number: action.number, ...action.change });
  return data;
}

/** Creates the label if it is missing. */
export async function ensureLabel(octokit: IssuesClient, { owner, repo }: RepositoryAt): Promise<void> {
  try {
    await octokit.rest.issues.getLabel({ owner, repo, name: LABEL.name });
  } catch (error) {
    if (!(error instanceof RequestError && error.status === 404)) throw error;
    await octokit.rest.issues.createLabel({ owner, repo, ...LABEL });
  }
}

/** Makes issues sub-issues of the tracking issue, if they are not yet. https://docs.github.com/en/rest/issues/sub-issues */
export async function linkUnder(
  octokit: IssuesClient,
  { owner, repo }: RepositoryAt,
  tracking: number,
  ids: readonly number[],
): Promise<void> {
  const there = await octokit.paginate(octokit.rest.issues.listSubIssues, {
    owner,
    repo,
    issue_number: tracking,
    per_page: 100,
  });
  const linked = new Set(there.map(({ id }) => id));
  for (const id of ids.filter(each => !linked.has(each)))
    try {
      await octokit.rest.issues.addSubIssue({ owner, repo, issue_number: tracking, sub_issue_id: id });
    } catch (error) {
      // Someone made it a sub-issue of another issue, so it stays there.
      if (!(error instanceof RequestError && error.status === 422)) throw error;
    }
}
