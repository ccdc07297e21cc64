/**
 * Migration issues on GitHub: a pure plan (what to create, write, close, reopen), and its application. Issues are looked for
 * before any is created, so that a creation whose answer was lost is not repeated.
 */
import { RequestError } from '@octokit/request-error';
import type { Octokit } from '@octokit/rest';
import type { WantedIssue } from '../report/migration/input.js';
import { type MarkedIssue, readMarkedIssue, writeMarkedIssue } from '../report/migration/marker.js';
import type { MigrationState } from '../report/migration/state.js';

/** What is asked of GitHub's client. */
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

/** An issue that is there. */
export interface KnownIssue {
  readonly number: number;
  /** GitHub's own number for it, which sub-issues are named by. */
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
 * What to do so that an issue is as wanted; nothing where it is, where it is not there and not needed, or where a person
 * dropped it.
 * @param hash tells a text: 16 hex digits
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

/** The migration issues of a repository by their key; of two with one key the older. Only what an app wrote counts. */
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

/** Does it; gives the issue as it is then. */
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

/** Creates the label where it is missing. */
export async function ensureLabel(octokit: IssuesClient, { owner, repo }: RepositoryAt): Promise<void> {
  try {
    await octokit.rest.issues.getLabel({ owner, repo, name: LABEL.name });
  } catch (error) {
    if (!(error instanceof RequestError && error.status === 404)) throw error;
    await octokit.rest.issues.createLabel({ owner, repo, ...LABEL });
  }
}

/** Puts issues under the tracking one, where they are not. https://docs.github.com/en/rest/issues/sub-issues */
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
      // Somebody put it under another issue: there it stays.
      if (!(error instanceof RequestError && error.status === 422)) throw error;
    }
}
