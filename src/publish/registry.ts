/**
 * The rolling pull request to the registry's repository: a pure plan, and its application. There is at most one; it is updated,
 * never multiplied. A branch is moved only from the head that was seen, so that no commit of a person is lost.
 */
import { RequestError } from '@octokit/request-error';
import type { Octokit } from '@octokit/rest';

/** The part of GitHub's client that is used. */
export type RegistryClient = Pick<Octokit, 'rest'>;

/** Somebody else moved the branch while it was read. */
export class MovedBranchError extends Error {
  override readonly name = 'MovedBranchError';
}

export interface RegistryPlace {
  readonly owner: string;
  readonly repo: string;
}

/** The branch of the pull request. */
export const REGISTRY_BRANCH = 'cim-readiness/registry';
/** The title of the pull request and of each of its commits. */
export const REGISTRY_TITLE = 'chore(registry): write down what was measured';
/** The title of commits that take in the default branch. */
const MERGE_TITLE = 'chore(registry): take in the default branch';
/** So many commits of people are told apart; more are taken for one change. */
const MOST_EDITS = 5;

interface CommitTree {
  readonly sha: string;
  readonly tree: string;
}

/** A change between two commits. */
export interface BranchEdit {
  readonly before: string;
  readonly after: string;
}

/** The branch and the pull request as they are on GitHub. */
export interface RollingPull {
  /** The default branch. */
  readonly base: CommitTree & { readonly branch: string };
  /** The branch; absent if there is none. */
  readonly head?: CommitTree & {
    /** Lacks commits of the default branch. */
    readonly isBehind: boolean;
    /** Has commits of people. */
    readonly isPersonal: boolean;
    /** What people changed: commits before and after, the oldest first. */
    readonly edits: readonly BranchEdit[];
    /** When this app updated it; null if it never did. */
    readonly updatedAt: string | null;
  };
  /** The open pull request. */
  readonly pull?: { readonly number: number; readonly body: string };
  /** The newest one that is closed: when it was opened, and when a person closed it without merging it. */
  readonly earlier?: { readonly openedAt: string; readonly refusedAt: string | null };
}

/** What the pull request should hold. */
export interface WantedRegistry {
  /** The texts that differ from the default branch, by path; of a branch with commits of people, those that differ from it. */
  readonly texts: ReadonlyMap<string, string>;
  /** Whether the branch lacks some of it. */
  readonly isNew: boolean;
  /** Whether the default branch lacks some of it. */
  readonly isNeeded: boolean;
  /** A status changes: nobody waits for the next day. */
  readonly isUrgent: boolean;
}

export type RegistryAction =
  | { readonly kind: 'none' }
  /** Later: at most one update a day. */
  | { readonly kind: 'wait'; readonly until: string }
  /** A commit, and a pull request if there is none. */
  | {
      readonly kind: 'commit';
      readonly parents: readonly string[];
      readonly tree: string;
      readonly branch: 'create' | 'move';
    }
  /** Nothing is left to propose. */
  | { readonly kind: 'close' };

type CommitAction = Extract<RegistryAction, { kind: 'commit' }>;

const DAY = 86_400_000;
/** How long a pull request that a person closed is not opened again, in days. */
const REFUSED_DAYS = 7;

/** Decides what to do. Pure: doing it twice changes nothing. @param now ISO 8601 */
export function planRegistryPull(
  { base, head, pull, earlier }: RollingPull,
  { isNew, isNeeded, isUrgent }: WantedRegistry,
  now: string,
): RegistryAction {
  if (!isNeeded) return pull && !head?.isPersonal ? { kind: 'close' } : { kind: 'none' };
  if (pull && !isNew && !(head?.isBehind && !head.isPersonal)) return { kind: 'none' };
  const until = pull
    ? dueAfter(head?.updatedAt, 1)
    : later(dueAfter(earlier?.openedAt, 1), dueAfter(earlier?.refusedAt, REFUSED_DAYS));
  if (!isUrgent && until !== undefined && until > now) return { kind: 'wait', until };
  if (!head) return { kind: 'commit', parents: [base.sha], tree: base.tree, branch: 'create' };
  if (head.isPersonal) return { kind: 'commit', parents: [head.sha], tree: head.tree, branch: 'move' };
  const parents = head.isBehind ? [head.sha, base.sha] : [head.sha];
  return { kind: 'commit', parents, tree: base.tree, branch: 'move' };
}

function dueAfter(at: string | null | undefined, days: number): string | undefined {
  return at == null ? undefined : new Date(Date.parse(at) + days * DAY).toISOString();
}

function later(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined || (b !== undefined && b > a) ? b : a;
}

/** Reads the branch and the pull request. */
export async function rollingPull(
  octokit: RegistryClient,
  place: RegistryPlace,
  base: RollingPull['base'],
): Promise<RollingPull> {
  const { owner, repo } = place;
  const { data: pulls } = await octokit.rest.pulls.list({
    owner,
    repo,
    head: `${owner}:${REGISTRY_BRANCH}`,
    state: 'all',
    sort: 'created',
    direction: 'desc',
    per_page: 10,
  });
  const open = pulls.find(({ state }) => state === 'open');
  const closed = pulls.find(({ state }) => state !== 'open');
  const head = await headOf(octokit, place, base);
  return {
    base,
    ...(head ? { head } : {}),
    ...(open ? { pull: { number: open.number, body: open.body ?? '' } } : {}),
    ...(closed
      ? {
          earlier: {
            openedAt: closed.created_at,
            refusedAt: closed.merged_at || isClosedByApp(closed.body) ? null : closed.closed_at,
          },
        }
      : {}),
  };
}

async function headOf(octokit: RegistryClient, place: RegistryPlace, base: CommitTree): Promise<RollingPull['head']> {
  const sha = await branchHead(octokit, place);
  if (sha === undefined) return undefined;
  const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ ...place, basehead: `${base.sha}...${sha}` });
  const { commits, behind_by: behind } = data;
  const personal = commits.filter(each => !isOwn(each));
  return {
    sha,
    // Without commits of its own, the branch is merged.
    tree: commits.at(-1)?.commit.tree.sha ?? base.tree,
    isBehind: behind > 0,
    isPersonal: personal.length > 0,
    edits: editsOf(personal),
    updatedAt: commits.findLast(({ commit }) => titleOf(commit) === REGISTRY_TITLE)?.commit.committer?.date ?? null,
  };
}

interface ListedCommit {
  readonly sha: string;
  readonly parents: readonly { readonly sha: string }[];
  readonly commit: { readonly message: string };
  readonly author: { readonly type?: string } | Record<string, never> | null;
}

function titleOf({ message }: ListedCommit['commit']): string | undefined {
  return message.split('\n')[0];
}

/** Whether this app made a commit: people and other bots give theirs other titles. */
function isOwn({ author, commit }: ListedCommit): boolean {
  const title = titleOf(commit);
  return (author?.type ?? 'Bot') === 'Bot' && (title === REGISTRY_TITLE || title === MERGE_TITLE);
}

/** The changes of people's commits; merges bring in what others changed. */
function editsOf(personal: readonly ListedCommit[]): BranchEdit[] {
  const edits = personal.flatMap(({ sha, parents }) => {
    const [parent, other] = parents;
    return parent && !other ? [{ before: parent.sha, after: sha }] : [];
  });
  const [first, last] = [edits[0], edits.at(-1)];
  return edits.length > MOST_EDITS && first && last ? [{ before: first.before, after: last.after }] : edits;
}

async function branchHead(octokit: RegistryClient, place: RegistryPlace): Promise<string | undefined> {
  try {
    const { data } = await octokit.rest.git.getRef({ ...place, ref: `heads/${REGISTRY_BRANCH}` });
    return data.object.sha;
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return undefined;
    throw error;
  }
}

/** Merges the default branch into the branch of the pull request. @returns false if the two conflict */
export async function mergeBase(octokit: RegistryClient, place: RegistryPlace, base: string): Promise<boolean> {
  try {
    await octokit.rest.repos.merge({ ...place, base: REGISTRY_BRANCH, head: base, commit_message: MERGE_TITLE });
    return true;
  } catch (error) {
    if (error instanceof RequestError && error.status === 409) return false;
    throw error;
  }
}

/** Said in a pull request that this app closed. */
const CLOSED = '<!-- cim-readiness:closed -->';

function isClosedByApp(body: string | null): boolean {
  return (body ?? '').includes(CLOSED);
}

/** Carries out an action. @throws MovedBranchError */
export async function applyRegistryPull(
  octokit: RegistryClient,
  place: RegistryPlace,
  { base, pull, head }: RollingPull,
  action: RegistryAction,
  { texts, body }: { readonly texts: ReadonlyMap<string, string>; readonly body: string },
): Promise<void> {
  if (action.kind === 'close' && pull) {
    const said = `The default branch holds everything that was measured, so nothing is left to propose.\n\n${CLOSED}`;
    await octokit.rest.pulls.update({ ...place, pull_number: pull.number, state: 'closed', body: said });
    if (head) await octokit.rest.git.deleteRef({ ...place, ref: `heads/${REGISTRY_BRANCH}` });
    return;
  }
  if (action.kind === 'commit') {
    await moveBranch(octokit, place, action, await committed(octokit, place, action, texts));
    if (!pull)
      await octokit.rest.pulls.create({
        ...place,
        head: REGISTRY_BRANCH,
        base: base.branch,
        title: REGISTRY_TITLE,
        body,
      });
  }
  if (pull && action.kind !== 'wait' && pull.body !== body)
    await octokit.rest.pulls.update({ ...place, pull_number: pull.number, body });
}

/** Moves the branch from the head that was seen, which is a parent of the new commit: if it has moved since, GitHub refuses. */
async function moveBranch(
  octokit: RegistryClient,
  place: RegistryPlace,
  { branch }: CommitAction,
  sha: string,
): Promise<void> {
  try {
    if (branch === 'create') await octokit.rest.git.createRef({ ...place, ref: `refs/heads/${REGISTRY_BRANCH}`, sha });
    else await octokit.rest.git.updateRef({ ...place, ref: `heads/${REGISTRY_BRANCH}`, sha, force: false });
  } catch (error) {
    if (error instanceof RequestError && error.status === 422)
      throw new MovedBranchError(`${REGISTRY_BRANCH} moved while it was read`, { cause: error });
    throw error;
  }
}

async function committed(
  octokit: RegistryClient,
  place: RegistryPlace,
  { parents, tree: below }: CommitAction,
  texts: ReadonlyMap<string, string>,
): Promise<string> {
  const entries = [...texts].map(([path, content]) => ({
    path,
    content,
    mode: '100644' as const,
    type: 'blob' as const,
  }));
  const { data: tree } = await octokit.rest.git.createTree({ ...place, base_tree: below, tree: entries });
  const { data } = await octokit.rest.git.createCommit({
    ...place,
    message: REGISTRY_TITLE,
    tree: tree.sha,
    parents: [...parents],
  });
  return data.sha;
}
