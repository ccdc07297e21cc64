/** Collects the commits of a range in a local repository, without manifests and their readers. */

import { POLICY_PATH } from '../policy/policy.js';
import type { Files } from '../snapshot/files.js';
import type { History } from '../snapshot/history.js';
import { readCommits, toHistory } from './git/log.js';
import { GitError, openGit, output } from './git/program.js';
import { isShallow, openRepository } from './git/repository.js';
import { toFiles, treeFiles } from './git/tree.js';
import { UnreadableError } from './unreadable.js';

export interface LocalRange {
  readonly history: History;
  /** Only the policy at HEAD. */
  readonly files: Files;
}

/**
 * Reads the commits of a range, newest first, and the policy at HEAD.
 * @param range as for `git log`: `main..HEAD`, `v1.0.0..`, `HEAD~3..`; a single name means the commit and its ancestors
 * @throws UnreadableError if Git cannot resolve the range
 */
export async function collectRange(dir: string, range: string): Promise<LocalRange> {
  if (range.startsWith('-')) {
    await openRepository(dir);
    throw new UnreadableError(`${range} is not a range of commits`);
  }
  // Each of these starts a process, and none needs the result of another, so they run in parallel.
  const [shallow, commits, policy] = await Promise.allSettled([
    isShallow(dir),
    readCommits(openGit(dir), range),
    policyAtHead(dir),
  ]);
  try {
    const repository = { shallow: valueOf(shallow) };
    const files = valueOf(policy);
    return { history: toHistory(repository, valueOf(commits)), files };
  } catch (error) {
    if (error instanceof GitError) throw new UnreadableError(`${range} is not a range of commits: ${error.reason}`);
    throw error;
  }
}

function valueOf<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

/** Reads the policy at HEAD; empty without a policy or a repository. If there is no policy, the tree is not read. */
export async function policyAtHead(dir: string): Promise<Files> {
  const listed = await output(openGit(dir), ['ls-tree', '-z', '--full-tree', 'HEAD', '--', POLICY_PATH]).catch(
    () => null,
  );
  if (listed === null || listed.length === 0) return toFiles([]);
  const repository = await openRepository(dir);
  const { head } = repository;
  return head === null ? toFiles([]) : treeFiles(repository, head, path => path === POLICY_PATH);
}
