/** A change of one file, proposed as a pull request. */
import { RequestError } from '@octokit/request-error';
import type { Octokit } from '@octokit/rest';

/** The part of GitHub's client that is used. */
export type ProposalClient = Pick<Octokit, 'rest'>;

export interface Proposal {
  readonly owner: string;
  readonly repo: string;
  /** The base of the pull request. */
  readonly into: string;
  /** The head branch, `cim-readiness/…`. */
  readonly branch: string;
  readonly path: string;
  /** Returns the new text of the file; undefined if nothing has to change. */
  readonly edit: (text: string | undefined) => string | undefined;
  /** The title of the commit and of the pull request. */
  readonly title: string;
  readonly body: string;
}

export interface Proposed {
  readonly number: number;
  /** Whether another pull request from the same branch is open already. */
  readonly isOther: boolean;
}

/**
 * Proposes a change: a branch, a commit, a pull request.
 * @returns undefined if there is nothing to change
 * @throws what `edit` throws, and GitHub's errors
 */
export async function propose(octokit: ProposalClient, proposal: Proposal): Promise<Proposed | undefined> {
  const { owner, repo, into, branch, path, edit, title, body } = proposal;
  const open = await octokit.rest.pulls.list({ owner, repo, head: `${owner}:${branch}`, state: 'open' });
  const [there] = open.data;
  // The same one is there if an earlier attempt ended before its answer.
  if (there) return { number: there.number, isOther: there.title !== title || there.body !== body };
  const { data: base } = await octokit.rest.repos.getBranch({ owner, repo, branch: into });
  const file = await fileAt(octokit, { owner, repo, path, ref: into });
  const text = edit(file?.text);
  if (text === undefined) return undefined;
  await beginBranch(octokit, { owner, repo, branch, sha: base.commit.sha });
  await octokit.rest.repos.createOrUpdateFileContents({
    owner,
    repo,
    path,
    branch,
    message: title,
    content: Buffer.from(text).toString('base64'),
    ...(file ? { sha: file.sha } : {}),
  });
  const { data } = await octokit.rest.pulls.create({ owner, repo, head: branch, base: into, title, body });
  return { number: data.number, isOther: false };
}

/** Changes the file of an existing proposal. @returns whether there was anything to change */
export async function amend(
  octokit: ProposalClient,
  { owner, repo, branch, path, edit, title }: Omit<Proposal, 'into' | 'body'>,
): Promise<boolean> {
  const file = await fileAt(octokit, { owner, repo, path, ref: branch });
  const text = edit(file?.text);
  if (!file || text === undefined) return false;
  const content = Buffer.from(text).toString('base64');
  await octokit.rest.repos.createOrUpdateFileContents({
    owner,
    repo,
    path,
    branch,
    message: title,
    content,
    sha: file.sha,
  });
  return true;
}

/** Creates a branch at a commit, or moves the branch of an earlier proposal there. */
async function beginBranch(
  octokit: ProposalClient,
  { owner, repo, branch, sha }: { owner: string; repo: string; branch: string; sha: string },
): Promise<void> {
  try {
    await octokit.rest.git.createRef({ owner, repo, ref: `refs/heads/${branch}`, sha });
  } catch (error) {
    if (!(error instanceof RequestError && error.status === 422)) throw error;
    await octokit.rest.git.updateRef({ owner, repo, ref: `heads/${branch}`, sha, force: true });
  }
}

async function fileAt(
  octokit: ProposalClient,
  place: { owner: string; repo: string; path: string; ref: string },
): Promise<{ readonly text: string; readonly sha: string } | undefined> {
  try {
    const { data } = await octokit.rest.repos.getContent(place);
    if (Array.isArray(data) || data.type !== 'file') return undefined;
    return { text: Buffer.from(data.content, 'base64').toString(), sha: data.sha };
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return undefined;
    throw error;
  }
}
