/**
 * Collects a snapshot from GitHub with one GraphQL query and one archive. Further requests are sent only for what these do not contain: more
 * pages of commits and tags, the manifests of workspace members at tags, and files that `.gitattributes` keeps out of the archive or changes.
 */
import { z } from 'zod';
import type { Files } from '../snapshot/files.js';
import type { History, Tag } from '../snapshot/history.js';
import { type Reading, read, unread } from '../snapshot/reading.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { type Answer, findAnswer, COMMITS, part, findRateLimit, TAGS } from './github/answer.js';
import { readOrganization, readPolicyTexts, readModuleRegistry } from './github/community.js';
import { askMore } from './github/ask-more.js';
import { fetchMergeBase } from './github/merge-base.js';
import { type PullState, readPull } from './github/pull-request.js';
import { type Change, changedTree, findChange } from './github/changed-tree.js';
import { KeptTrees, type TreeParts } from './github/kept-trees.js';
import { COMMITS_QUERY, snapshotQuery, TAGS_QUERY } from './github/query.js';
import { withMembers } from './github/member-manifests.js';
import { type ReleasedTrees, releasedFrom } from './github/released.js';
import { readAlerts, readChecks, readProtection, readReleases, readRepository } from './github/settings.js';
import { filesFrom, filesOf, type TreeRequest } from './github/tree.js';
import type { AsideRules } from './repository-texts.js';
import type { GitHubClient } from './octokit.js';
import { isRelease } from './releases.js';
import { ClosedPullError, NoCommitError, ReplacedRepositoryError, UnreadableError } from './unreadable.js';

export interface GitHubRequest {
  readonly owner: string;
  readonly repo: string;
  /** A branch, a tag, or another name. By default, the default branch. */
  readonly ref?: string;
  /** The commit, if it is already known. */
  readonly sha?: string;
  /** The head of the branch into which this commit is to be merged. */
  readonly base?: string;
  /** The number of the pull request whose head this is. It is also requested, and its current head and base count. */
  readonly pull?: number;
  /**
   * The rules on which files are left aside. For a commit that is to be merged, those of the merge base, because the author of the
   * change does not control them. By default, the commit's own.
   */
  readonly aside?: (mergeBase: string) => Promise<AsideRules>;
  /** GitHub's ID of the repository: another repository with the same name is not read. */
  readonly repository?: number;
  /** How many more pages of 100 commits are requested until a release tag is reached (default 5). */
  readonly historyPages?: number;
  /** Keeps the trees of releases. Without it, they are requested each time. */
  readonly releasedTrees?: ReleasedTrees;
  /** Keeps what was read of the repository, so that only what changed is requested. Without it, each commit is read as an archive. */
  readonly trees?: TreeParts;
  /** ISO 8601. By default, the current time. */
  readonly takenAt?: string;
}

/** How many more pages of 100 tags are requested. */
const TAG_PAGES = 10;

/** A snapshot, and the requested pull request if GitHub returned it. */
export interface GitHubSnapshot extends Snapshot {
  readonly pull?: PullState;
}

/**
 * Collects the snapshot of a repository at a commit from GitHub. A part that GitHub refuses is unread, with the reason.
 * @throws UnreadableError if the repository or the commit does not exist or is not accessible; its `cause` is GitHub's error, if there is one
 */
export async function collectGitHub(octokit: GitHubClient, request: GitHubRequest): Promise<GitHubSnapshot> {
  const { owner, repo } = request;
  const expression = request.sha ?? request.ref ?? 'HEAD';
  const asked = {
    owner,
    repo,
    expression,
    base: request.base ?? expression,
    withBase: request.base !== undefined,
    pull: request.pull ?? 0,
    withPull: request.pull !== undefined,
  };
  const kept = request.trees && (await KeptTrees.open(request.trees));
  const change = kept && (await findChange(octokit, { owner, repo, ref: request.ref, sha: request.sha }, kept));
  const changed = Object.fromEntries((change?.paths ?? []).map((path, index) => [`path${index}`, path]));
  const answer = await ask(octokit, snapshotQuery(change?.paths.length), { ...asked, ...changed }, request);
  assertSame(answer, request);
  const pull = request.pull === undefined ? undefined : readPull(answer);
  if (pull?.read) {
    const { isOpen, head, base: onto, number } = pull.value;
    if (!isOpen) throw new ClosedPullError(`pull request ${number} of ${owner}/${repo} is closed`);
    // The branch has moved since the event.
    if (head !== request.sha || onto !== request.base)
      return collectGitHub(octokit, { ...request, sha: head, base: onto });
  }
  const { path, sha, tree } = commitIn(answer, request);
  const first = part(answer, ['repository', 'refs'], TAGS);
  const base = await baseFrom(octokit, request, answer, { path, sha });
  const rules = base === undefined ? undefined : await request.aside?.(base);
  const repository = readRepository(answer);
  const branch = repository.read ? repository.value.defaultBranch : 'HEAD';
  const place = { commit: sha, ref: request.ref ?? branch, branch };
  const [files, tags] = await Promise.all([
    filesAt(
      octokit,
      { owner, repo, sha, tree, ...(rules ? { rules } : {}) },
      { answer, path },
      { kept, change, place },
    ),
    first.read ? allTags(octokit, request, first.value) : first,
  ]);
  const history = await historyFrom(octokit, request, answer, { path, tags, base });
  const policy = readPolicyTexts(answer);
  return {
    subject: { owner, repo, ref: request.ref ?? branch, sha, ...(base === undefined ? {} : { base }) },
    takenAt: request.takenAt ?? new Date().toISOString(),
    ...(pull?.read ? { pull: pull.value } : {}),
    parts: {
      files,
      history,
      tags: tags.read && files.read ? await withMembers(octokit, request, tags.value, files.value) : tags,
      released: await releasedFrom(octokit, { owner, repo }, { files, tags, history, policy }, request.releasedTrees),
      repository,
      protection: readProtection(answer),
      checks: readChecks(answer, path),
      alerts: readAlerts(answer),
      advisories: unread('no advisory database was given'),
      releases: readReleases(answer),
      coverage: unread('no coverage report was requested'),
      organization: readOrganization(answer),
      registry: readModuleRegistry(answer, repo),
      policy,
    },
  };
}

/** The files of a commit, put together from what is kept and what changed, or read from an archive. */
async function filesAt(
  octokit: GitHubClient,
  request: TreeRequest & { readonly tree: string },
  at: { readonly answer: Answer; readonly path: readonly string[] },
  {
    kept,
    change,
    place,
  }: { readonly kept: KeptTrees | undefined; readonly change: Change | undefined; readonly place: KeptPlace },
): Promise<Reading<Files>> {
  const found = kept && change && (await changedTree(change, at, request.tree, kept, request.rules));
  if (!found) return filesFrom(octokit, request, async files => kept?.remember(place, files));
  await kept.remember(place, found.files);
  return read(filesOf(found, request.rules));
}

type KeptPlace = Parameters<KeptTrees['remember']>[0];

async function ask(
  octokit: GitHubClient,
  query: string,
  variables: Readonly<Record<string, string | boolean | number>>,
  { owner, repo }: GitHubRequest,
): Promise<Answer> {
  try {
    return { data: await octokit.graphql<unknown>(query, variables), errors: [] };
  } catch (error) {
    const limit = findRateLimit(error);
    if (limit) throw new UnreadableError(limit.message, { cause: limit });
    const answer = findAnswer(error);
    if (answer) return answer;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnreadableError(`GitHub did not answer for ${owner}/${repo}: ${reason}`, { cause: error });
  }
}

const ID = z.object({ databaseId: z.number().nullish() });

/** @throws ReplacedRepositoryError if another repository has the name now */
function assertSame(answer: Answer, { owner, repo, repository }: GitHubRequest): void {
  const found = part({ ...answer, errors: [] }, ['repository'], ID);
  const id = found.read ? (found.value.databaseId ?? undefined) : undefined;
  if (repository !== undefined && id !== undefined && id !== repository)
    throw new ReplacedRepositoryError(`another repository is named ${owner}/${repo} now`);
}

const TREE = z.object({ oid: z.string(), tree: z.object({ oid: z.string() }) });

/** The assessed commit, and its path in the answer: a tag can point to it. */
function commitIn(answer: Answer, { owner, repo, ref, sha }: GitHubRequest) {
  const found = part({ ...answer, errors: [] }, ['repository'], z.object({}));
  if (!found.read) {
    const words = answer.errors.map(({ message }) => message).join('; ');
    throw new UnreadableError(
      `${owner}/${repo} does not exist, or this token cannot read it${words ? `: ${words}` : ''}`,
    );
  }
  for (const path of [
    ['repository', 'object'],
    ['repository', 'object', 'target'],
  ]) {
    const commit = part({ ...answer, errors: [] }, path, TREE);
    if (commit.read) return { path, sha: commit.value.oid, tree: commit.value.tree.oid };
  }
  const name = sha ?? ref;
  throw new NoCommitError(
    name === undefined
      ? `${owner}/${repo} has no commit yet`
      : `${owner}/${repo} has no commit ${JSON.stringify(name)}`,
  );
}

async function allTags(
  octokit: GitHubClient,
  request: GitHubRequest,
  first: z.infer<typeof TAGS>,
): Promise<Reading<Tag[]>> {
  const tags = [...first.tags];
  let next = first.next;
  for (let page = 0; next !== undefined; page++) {
    if (page === TAG_PAGES) return unread(`the repository has more than the ${tags.length} tags that were requested`);
    const { owner, repo } = request;
    const answer = await askMore(octokit, TAGS_QUERY, { owner, repo, after: next });
    const more = part(answer, ['repository', 'refs'], TAGS);
    if (!more.read) return more;
    tags.push(...more.value.tags);
    next = more.value.next;
  }
  // In Git's order.
  return read(tags.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name))));
}

/** The merge base of a pull request. Undefined for a commit that is not to be merged. */
async function baseFrom(
  octokit: GitHubClient,
  { owner, repo, base }: GitHubRequest,
  answer: Answer,
  { path, sha }: { readonly path: readonly string[]; readonly sha: string },
): Promise<string | undefined> {
  if (base === undefined) return undefined;
  const head = part(answer, [...path, 'history'], COMMITS);
  return fetchMergeBase(octokit, { owner, repo }, answer, { sha, commits: head.read ? head.value.commits : [] }, base);
}

/** How many more pages of 100 commits are requested until the base of a pull request is reached. */
const PULL_PAGES = 20;

async function historyFrom(
  octokit: GitHubClient,
  request: GitHubRequest,
  answer: Answer,
  { path, tags, base }: { path: readonly string[]; tags: Reading<readonly Tag[]>; readonly base: string | undefined },
): Promise<Reading<History>> {
  const first = part(answer, [...path, 'history'], COMMITS);
  if (!first.read) return first;
  const releases = new Set(
    tags.read ? tags.value.filter(({ name }) => isRelease(name)).map(({ commit }) => commit) : [],
  );
  const commits = [...first.value.commits];
  const { owner, repo, historyPages = 5 } = request;
  const seen = new Set(commits.map(({ sha }) => sha));
  let released = releases.size === 0 || commits.slice(1).some(({ sha }) => releases.has(sha));
  const wantsBase = () => base !== undefined && !seen.has(base);
  let { next } = first.value;
  for (let page = 0; next !== undefined; page++) {
    const wanted = (!released && page < historyPages) || (wantsBase() && page < PULL_PAGES);
    if (!wanted) return read({ commits, truncated: `only the newest ${commits.length} commits were requested` });
    const sha = commits[0]?.sha ?? '';
    const more = part(
      await askMore(octokit, COMMITS_QUERY, { owner, repo, sha, after: next }),
      ['repository', 'object', 'history'],
      COMMITS,
    );
    // Without the commits down to the base, it is unknown which of them belong to the pull request.
    if (!more.read) return wantsBase() ? more : read({ commits, truncated: more.reason });
    for (const commit of more.value.commits) seen.add(commit.sha);
    commits.push(...more.value.commits);
    next = more.value.next;
    released ||= more.value.commits.some(({ sha: each }) => releases.has(each));
  }
  return read({ commits });
}
