/** `cim-readiness commits [RANGE]` and `--message FILE`: checks commit messages against Conventional Commits 1.0. */
import { text as readAll } from 'node:stream/consumers';
import { collectRange, policyAtHead } from '../collect/local-range.js';
import { UnreadableError } from '../collect/unreadable.js';
import { checkCommits } from '../facts/commits/commit-check.js';
import type { Baseline } from '../facts/releases/baseline.js';
import type { CommitsReport } from '../report/commits.js';
import type { Commit } from '../snapshot/history.js';
import { read } from '../snapshot/reading.js';
import { type HistoryChoice, historyPolicy } from './history-policy.js';
import { textOfFile } from './text-file.js';

interface Request extends HistoryChoice {
  readonly dir: string;
}

export interface CommitsRequest extends Request {
  /** As `git log` takes it; without one, the commits since the baseline. */
  readonly range?: string | undefined;
}

export interface MessageRequest extends Request {
  /** The file with the message; `-` is standard input. */
  readonly file: string;
}

/**
 * Checks the commits of a local repository.
 * @throws UnreadableError if there is no repository, no such range, or no known baseline
 */
export async function commits(request: CommitsRequest): Promise<CommitsReport> {
  const { commitTypes, words, commits: judged, partial } = await asked(request);
  return {
    range: words,
    ...checkCommits(judged, commitTypes),
    ...(partial === undefined ? {} : { partial }),
  };
}

/**
 * Checks the message of a commit that does not exist yet, as a `commit-msg` hook does, without Git's comments. A header that
 * Git gives a merge or a revert tells that the commit is one.
 * @throws UnreadableError if the file cannot be read
 */
export async function judgeMessage({ dir, file, policy }: MessageRequest): Promise<CommitsReport> {
  const message = withoutGitComments(await (file === '-' ? readAll(process.stdin) : textOfFile(file)));
  const { commitTypes } = await historyPolicy(await policyAtHead(dir), { policy });
  const commit: Commit = { sha: '', parents: [], author: NOBODY, committer: NOBODY, message };
  return { range: file === '-' ? 'in standard input' : `in ${file}`, ...checkCommits([commit], commitTypes) };
}

const NOBODY = { name: '', email: '', date: '1970-01-01T00:00:00.000Z' };

/** Removes what Git removes from an edited message: lines that begin with `#`, and everything below the scissors line. */
function withoutGitComments(text: string): string {
  const [kept = ''] = text.split(/^# -+ >8 -+$/m);
  return kept
    .split(/\r?\n/)
    .filter(line => !line.startsWith('#'))
    .join('\n')
    .trim();
}

async function asked({
  dir,
  range,
  ...choice
}: CommitsRequest): Promise<Baseline & { commitTypes: readonly string[] }> {
  if (range !== undefined) {
    const { history, files } = await collectRange(dir, range);
    const { commitTypes } = await historyPolicy(files, { policy: choice.policy });
    return { words: `in ${range}`, commits: history.commits, commitTypes };
  }
  // Manifests and their readers are loaded only for a baseline, because a range does not need them.
  const { collectHistory } = await import('../collect/local-history.js');
  const { moduleBaseline } = await import('../standard/shared/module-releases.js');
  const { subject, history, tags, files } = await collectHistory(dir);
  const policy = await historyPolicy(files, choice);
  const baseline = moduleBaseline(history, read(tags), read(files), { subject, policy });
  if (!baseline.read)
    throw new UnreadableError(`the baseline is unknown: ${baseline.reason}; give a range, such as main..HEAD`);
  return { ...baseline.value, commitTypes: policy.commitTypes };
}
