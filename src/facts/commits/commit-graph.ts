/** The graph of commits: what is reachable from where. Every function here walks each commit and each tie once. */

import { memo } from '../../cache/memo.js';
import type { Commit, History } from '../../snapshot/history.js';

/** The commits of a history by their hash. */
export const bySha = memo(
  (history: History): ReadonlyMap<string, Commit> => new Map(history.commits.map(commit => [commit.sha, commit])),
);

/** A commit and everything that it descends from, as far as the history holds it; empty for a commit that it does not hold. */
export function ancestry(history: History, sha: string): ReadonlySet<string> {
  const known = bySha(history);
  const found = new Set<string>();
  const open = known.has(sha) ? [sha] : [];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    for (const parent of known.get(next)?.parents ?? []) if (known.has(parent)) open.push(parent);
  }
  return found;
}

/** The first-parent line from a commit (by default HEAD), newest first: the history of the branch itself. */
export function firstParentLine(history: History, from = history.commits[0]?.sha): Commit[] {
  const known = bySha(history);
  const line: Commit[] = [];
  const seen = new Set<string>();
  let commit = from === undefined ? undefined : known.get(from);
  while (commit && !seen.has(commit.sha)) {
    seen.add(commit.sha);
    line.push(commit);
    commit = commit.parents[0] === undefined ? undefined : known.get(commit.parents[0]);
  }
  return line;
}
