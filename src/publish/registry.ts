/**
 * The rolling pull request to the registry's repository: a pure plan, and its application. There is at most one; it is updated,
 * never multiplied. A branch is moved only from the head that was seen, so that no commit of a person is lost.
 */
import { RequestError } from '@octokit/request-error';
import {
  branchAhead,
  type CommitTree,
  closedByApp,
  dropProposal,
  type ListedCommit,
  moveBranch,
  proposalsFrom,
  type RollingClient,
  type RollingPlace,
} from './rolling.js';

/** The branch of the pull request. */
export const REGISTRY_BRANCH = 'cim-readiness/registry';
/** The title of the pull request and of each of its commits. */
export const REGISTRY_TITLE = 'chore(registry): write down what was measured';
/** The title of commits that take in the default branch. */
const MERGE_TITLE = 'chore(registry): take in the default branch';
/** So many commits of people are told apart; more are taken for one change. */
const MOST_EDITS = 5;

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
  octokit: RollingClient,
  place: RollingPlace,
  base: RollingPull['base'],
): Promise<RollingPull> {
  const { open, closed } = await proposalsFrom(octokit, place, REGISTRY_BRANCH);
  const head = await headOf(octokit, place, base);
  return {
    base,
    ...(head ? { head } : {}),
    ...(open ? { pull: { number: open.number, body: open.body ?? '' } } : {}),
    ...(closed
      ? {
          earlier: {
            openedAt: closed.created_at,
            refusedAt: closed.merged_at || closedByApp(closed) ? null : closed.closed_at,
          },
        }
      : {}),
  };
}

async function headOf(octokit: RollingClient, place: RollingPlace, base: CommitTree): Promise<RollingPull['head']> {
  const branch = await branchAhead(octokit, place, REGISTRY_BRANCH, base.sha);
  if (!branch) return undefined;
  const { sha, commits, isBehind } = branch;
  const personal = commits.filter(each => !isOwn(each));
  return {
    sha,
    // Without commits of its own, the branch is merged.
    tree: commits.at(-1)?.commit.tree.sha ?? base.tree,
    isBehind,
    isPersonal: personal.length > 0,
    edits: editsOf(personal),
    updatedAt: commits.findLast(({ commit }) => titleOf(commit) === REGISTRY_TITLE)?.commit.committer?.date ?? null,
  };
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

/** Merges the default branch into the branch of the pull request. @returns false if the two conflict */
export async function mergeBase(octokit: RollingClient, place: RollingPlace, base: string): Promise<boolean> {
  try {
    await octokit.rest.repos.merge({ ...place, base: REGISTRY_BRANCH, head: base, commit_message: MERGE_TITLE });
    return true;
  } catch (error) {
    if (error instanceof RequestError && error.status === 409) return false;
    throw error;
  }
}

/** Carries out an action. @throws MovedBranchError */
export async function applyRegistryPull(
  octokit: RollingClient,
  place: RollingPlace,
  { base, pull, head }: RollingPull,
  action: RegistryAction,
  { texts, body }: { readonly texts: ReadonlyMap<string, string>; readonly body: string },
): Promise<void> {
  if (action.kind === 'close' && pull) {
    const said = 'The default branch holds everything that was measured, so nothing is left to propose.';
    await dropProposal(octokit, place, {
      branch: REGISTRY_BRANCH,
      number: pull.number,
      said,
      exists: head !== undefined,
    });
    return;
  }
  if (action.kind === 'commit') {
    const sha = await committed(octokit, place, action, texts);
    await moveBranch(octokit, place, REGISTRY_BRANCH, { sha, isNew: action.branch === 'create' });
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

async function committed(
  octokit: RollingClient,
  place: RollingPlace,
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
