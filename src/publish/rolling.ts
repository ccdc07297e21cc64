/**
 * Pull requests that this app keeps up to date, one for each branch of its own. A branch is moved only from the head that was seen, so that
 * no commit of a person is lost.
 */
import { RequestError } from '@octokit/request-error';
import type { Octokit } from '@octokit/rest';

/** The part of GitHub's client that is used. */
export type RollingClient = Pick<Octokit, 'rest'>;

/** Somebody else moved the branch while it was read. */
export class MovedBranchError extends Error {
  override readonly name = 'MovedBranchError';
}

export interface RollingPlace {
  readonly owner: string;
  readonly repo: string;
}

export interface CommitTree {
  readonly sha: string;
  readonly tree: string;
}

/** A pull request, as a list of GitHub shows it. */
export interface ListedPull {
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly created_at: string;
  readonly closed_at: string | null;
  readonly merged_at: string | null;
}

/** The pull requests from a branch of the repository: the open one, and the newest that is closed. */
export async function proposalsFrom(
  octokit: RollingClient,
  { owner, repo }: RollingPlace,
  branch: string,
): Promise<{ readonly open?: ListedPull; readonly closed?: ListedPull }> {
  const { data } = await octokit.rest.pulls.list({
    owner,
    repo,
    head: `${owner}:${branch}`,
    state: 'all',
    sort: 'created',
    direction: 'desc',
    per_page: 10,
  });
  const open = data.find(({ state }) => state === 'open');
  const closed = data.find(({ state }) => state !== 'open');
  return { ...(open ? { open } : {}), ...(closed ? { closed } : {}) };
}

export interface ListedCommit {
  readonly sha: string;
  readonly parents: readonly { readonly sha: string }[];
  readonly commit: {
    readonly message: string;
    readonly tree: { readonly sha: string };
    readonly committer: { readonly date?: string } | null;
  };
  readonly author: { readonly type?: string } | Record<string, never> | null;
}

/** A branch, compared with a commit below it. */
export interface BranchAhead {
  readonly sha: string;
  /** The commits that the other one lacks, the oldest first. */
  readonly commits: readonly ListedCommit[];
  /** Whether it lacks commits of the other one. */
  readonly isBehind: boolean;
  /** What its commits changed in total: the blob of each path, null for one that is removed. */
  readonly blobs: ReadonlyMap<string, string | null>;
}

/** Reads a branch; undefined if there is none. */
export async function branchAhead(
  octokit: RollingClient,
  place: RollingPlace,
  branch: string,
  base: string,
): Promise<BranchAhead | undefined> {
  const sha = await branchHead(octokit, place, branch);
  if (sha === undefined) return undefined;
  const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ ...place, basehead: `${base}...${sha}` });
  const blobs = (data.files ?? []).map(
    ({ filename, status, sha: blob }) => [filename, status === 'removed' ? null : blob] as const,
  );
  return { sha, commits: data.commits, isBehind: data.behind_by > 0, blobs: new Map(blobs) };
}

async function branchHead(octokit: RollingClient, place: RollingPlace, branch: string): Promise<string | undefined> {
  try {
    const { data } = await octokit.rest.git.getRef({ ...place, ref: `heads/${branch}` });
    return data.object.sha;
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return undefined;
    throw error;
  }
}

/** Said in a pull request that this app closed. */
const CLOSED = '<!-- cim-readiness:closed -->';

export function closedByApp({ body }: Pick<ListedPull, 'body'>): boolean {
  return (body ?? '').includes(CLOSED);
}

/** Closes a pull request because nothing is left to propose, and deletes its branch. */
export async function dropProposal(
  octokit: RollingClient,
  place: RollingPlace,
  {
    branch,
    number,
    said,
    exists,
  }: { readonly branch: string; readonly number: number; readonly said: string; readonly exists: boolean },
): Promise<void> {
  const body = `${said}\n\n${CLOSED}`;
  await octokit.rest.pulls.update({ ...place, pull_number: number, state: 'closed', body });
  if (exists) await octokit.rest.git.deleteRef({ ...place, ref: `heads/${branch}` });
}

/**
 * Creates a branch at a commit, or moves it there. The head that was seen is an ancestor of the commit: if the branch has moved since, GitHub
 * refuses. @throws MovedBranchError
 */
export async function moveBranch(
  octokit: RollingClient,
  place: RollingPlace,
  branch: string,
  { sha, isNew }: { readonly sha: string; readonly isNew: boolean },
): Promise<void> {
  try {
    if (isNew) await octokit.rest.git.createRef({ ...place, ref: `refs/heads/${branch}`, sha });
    else await octokit.rest.git.updateRef({ ...place, ref: `heads/${branch}`, sha, force: false });
  } catch (error) {
    if (error instanceof RequestError && error.status === 422)
      throw new MovedBranchError(`${branch} moved while it was read`, { cause: error });
    throw error;
  }
}
