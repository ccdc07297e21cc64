/**
 * The pull request with the fixes of a module: a pure plan, and its application. There is at most one for each module, from a branch of its
 * own. It is updated as the module changes, never over a commit of a person.
 */
import type { Octokit } from '@octokit/rest';
import { blobHash } from '../snapshot/object-hash.js';
import {
  type BranchAhead,
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
import { commitSigned } from './signed-commit.js';

/** The part of GitHub's client that is used. */
export type FixesClient = RollingClient & Pick<Octokit, 'graphql'>;

/** The last line of the message of each commit that this app makes. */
const TRAILER = 'Made-by: cim-readiness';
const FIRST_BRANCH = 'cim-readiness/fixes';
const MERGE_TITLE = 'chore: take in the default branch';

/** The branch of the pull request. @param module the package, if several of the repository are assessed */
export function fixesBranch(module: string | undefined): string {
  return module === undefined ? FIRST_BRANCH : `${FIRST_BRANCH}-for-${module.replace(/[^\w-]/g, '_')}`;
}

/** The branch and the pull request as they are on GitHub. */
export interface FixesPull {
  /** The default branch. */
  readonly base: CommitTree & { readonly branch: string };
  readonly name: string;
  /** The branch; absent if there is none. */
  readonly head?: Pick<BranchAhead, 'sha' | 'isBehind' | 'blobs'> & {
    /** Has commits of people, or of other apps. */
    readonly isPersonal: boolean;
  };
  /** The open pull request. */
  readonly open?: { readonly number: number; readonly title: string; readonly body: string };
  /** The number of the newest one that a person closed without merging it; absent if the newest was merged, or closed by this app. */
  readonly refused?: number;
}

/** What the pull request should hold. */
export interface WantedFixes {
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  /** The whole texts of the files that differ from the default branch, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** A person asks for it now. */
  readonly isAsked: boolean;
}

export type FixesAction =
  /** There is no pull request, and nobody asks for one. */
  | { readonly kind: 'none' }
  /** The branch has commits of people: it is theirs. */
  | { readonly kind: 'stop' }
  /** Nothing is left to propose. */
  | { readonly kind: 'close' }
  /** What the pull request holds is right, apart from its words. */
  | { readonly kind: 'describe' }
  /** A commit, and a pull request if there is none. */
  | {
      readonly kind: 'commit';
      /** Whether the branch first takes the tree of the default branch: it lacks commits of it, or holds what is no longer wanted. */
      readonly isReset: boolean;
      readonly hasCommit: boolean;
    };

/** Decides what to do. Pure: doing it twice changes nothing. */
export function planFixesPull({ head, open }: FixesPull, { texts, isAsked }: WantedFixes): FixesAction {
  if (!open && !isAsked) return { kind: 'none' };
  if (head?.isPersonal) return { kind: 'stop' };
  if (texts.size === 0) return open ? { kind: 'close' } : { kind: 'none' };
  const blobs = new Map([...texts].map(([path, text]) => [path, blobHash(new TextEncoder().encode(text))]));
  const held = head?.blobs ?? new Map<string, string | null>();
  const isSame = blobs.size === held.size && [...blobs].every(([path, blob]) => held.get(path) === blob);
  if (isSame) return open ? { kind: 'describe' } : { kind: 'commit', isReset: false, hasCommit: false };
  const isReset = head !== undefined && (head.isBehind || [...held.keys()].some(path => !blobs.has(path)));
  return { kind: 'commit', isReset, hasCommit: true };
}

/** Reads the branch and the pull request. */
export async function fixesPull(
  octokit: FixesClient,
  place: RollingPlace,
  base: FixesPull['base'],
  name: string,
): Promise<FixesPull> {
  const { open, closed } = await proposalsFrom(octokit, place, name);
  const head = await branchAhead(octokit, place, name, base.sha);
  const isRefused = closed && closed.merged_at === null && !closedByApp(closed);
  return {
    base,
    name,
    ...(head ? { head: { ...head, isPersonal: head.commits.some(each => !isOwn(each)) } } : {}),
    ...(open ? { open: { number: open.number, title: open.title, body: open.body ?? '' } } : {}),
    ...(isRefused ? { refused: closed.number } : {}),
  };
}

/** Whether this app made a commit: people do not commit as a bot, and other bots do not write this line. */
function isOwn({ author, commit }: ListedCommit): boolean {
  return (author?.type ?? 'Bot') === 'Bot' && commit.message.trimEnd().endsWith(TRAILER);
}

/** Carries out an action. @returns the number of the pull request, if there is one now @throws MovedBranchError */
export async function applyFixesPull(
  octokit: FixesClient,
  place: RollingPlace,
  there: FixesPull,
  action: FixesAction,
  { title, body, texts }: WantedFixes,
): Promise<number | undefined> {
  const { base, name, head, open } = there;
  if (action.kind === 'none' || action.kind === 'stop') return open?.number;
  if (action.kind === 'close' && open) {
    const said = 'The default branch has no gap left that these fixes close, so this pull request is closed.';
    await dropProposal(octokit, place, { branch: name, number: open.number, said, exists: head !== undefined });
    return undefined;
  }
  if (action.kind === 'commit' && action.hasCommit) {
    const at = await beginning(octokit, place, there, action.isReset);
    await commitSigned(octokit, place, { branch: name, head: at, headline: title, body: TRAILER, texts });
  }
  if (!open) {
    const { data } = await octokit.rest.pulls.create({ ...place, head: name, base: base.branch, title, body });
    return data.number;
  }
  if (open.body !== body || open.title !== title)
    await octokit.rest.pulls.update({ ...place, pull_number: open.number, title, body });
  return open.number;
}

/** The commit on which the fixes are committed: the head of the branch, which is created or reset if it must be. */
async function beginning(
  octokit: FixesClient,
  place: RollingPlace,
  { base, name, head }: FixesPull,
  isReset: boolean,
): Promise<string> {
  if (head && !isReset) return head.sha;
  if (!head) {
    await moveBranch(octokit, place, name, { sha: base.sha, isNew: true });
    return base.sha;
  }
  const parents = head.isBehind ? [head.sha, base.sha] : [head.sha];
  const message = `${MERGE_TITLE}\n\n${TRAILER}`;
  const { data } = await octokit.rest.git.createCommit({ ...place, message, tree: base.tree, parents });
  await moveBranch(octokit, place, name, { sha: data.sha, isNew: false });
  return data.sha;
}
