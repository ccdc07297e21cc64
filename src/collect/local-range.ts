/** The commits of a range on this machine. It asks for no manifests, and loads none of their readers. */
import type { Files } from '../snapshot/files.js';
import type { History } from '../snapshot/history.js';
import { POLICY_PATH } from '../snapshot/policy.js';
import { historyOf } from './git/log.js';
import { GitError } from './git/program.js';
import { openRepository } from './git/repository.js';
import { filesOf, treeFiles } from './git/tree.js';
import { UnreadableError } from './unreadable.js';

export interface LocalRange {
  readonly history: History;
  /** The policy at HEAD; nothing else is listed. */
  readonly files: Files;
}

/**
 * The commits of a range, newest first, and the policy at HEAD.
 * @param range as `git log` takes it: `main..HEAD`, `v1.0.0..`, `HEAD~3..`; a single name means all that it descends from
 * @throws UnreadableError where git knows no such range
 */
export async function collectRange(dir: string, range: string): Promise<LocalRange> {
  const repository = await openRepository(dir);
  if (range.startsWith('-')) throw new UnreadableError(`${range} is no range of commits`);
  try {
    const [history, files] = await Promise.all([
      historyOf(repository, range),
      repository.head === null ? filesOf([]) : treeFiles(repository, repository.head, path => path === POLICY_PATH),
    ]);
    return { history, files };
  } catch (error) {
    if (error instanceof GitError) throw new UnreadableError(`${range} is no range of commits: ${error.reason}`);
    throw error;
  }
}
