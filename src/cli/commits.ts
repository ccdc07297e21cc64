/** `cim-readiness commits [RANGE]`: checks commit messages against Conventional Commits 1.0. */
import { collectRange } from '../collect/local-range.js';
import { UnreadableError } from '../collect/unreadable.js';
import { judgeCommits } from '../facts/commits/commit-check.js';
import type { Baseline } from '../facts/releases/baseline.js';
import type { CommitsReport } from '../report/commits.js';
import { read } from '../snapshot/reading.js';
import { historyPolicy } from './history-policy.js';

export interface CommitsRequest {
  readonly dir: string;
  /** As `git log` takes it; without one, the commits since the baseline. */
  readonly range?: string | undefined;
  /** A policy file instead of the repository's own. */
  readonly policy?: string | undefined;
}

/**
 * Checks the commits of a local repository.
 * @throws UnreadableError if there is no repository, no such range, or no known baseline
 */
export async function commits(request: CommitsRequest): Promise<CommitsReport> {
  const { commitTypes, words, commits: judged, partial } = await asked(request);
  return {
    range: words,
    ...judgeCommits(judged, commitTypes),
    ...(partial === undefined ? {} : { partial }),
  };
}

async function asked({
  dir,
  range,
  policy: file,
}: CommitsRequest): Promise<Baseline & { commitTypes: readonly string[] }> {
  if (range !== undefined) {
    const { history, files } = await collectRange(dir, range);
    const { commitTypes } = await historyPolicy(files, file);
    return { words: `in ${range}`, commits: history.commits, commitTypes };
  }
  // A range needs neither manifests nor their readers: they are loaded for a baseline alone.
  const { collectHistory } = await import('../collect/local-history.js');
  const { baselineFor } = await import('../standard/shared/module-releases.js');
  const { subject, history, tags, files } = await collectHistory(dir);
  const policy = await historyPolicy(files, file);
  const baseline = baselineFor(history, read(tags), read(files), { subject, policy });
  if (!baseline.read)
    throw new UnreadableError(`the baseline is unknown: ${baseline.reason}; give a range, such as main..HEAD`);
  return { ...baseline.value, commitTypes: policy.commitTypes };
}
