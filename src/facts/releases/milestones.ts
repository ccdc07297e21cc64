/** The points of a history at which a repository's readiness is measured: its releases, or the ends of its months. */

import type { History } from '../../snapshot/history.js';
import { ancestry, firstParentLine } from '../commits/commit-graph.js';
import type { ModuleRelease } from './own-releases.js';

export interface Milestone {
  /** The tag, the month (`2026-05`), or HEAD. */
  readonly name: string;
  readonly sha: string;
  /** When the commit was made, ISO 8601. */
  readonly date: string;
}

/** Of the module's releases those that HEAD descends from, oldest first, and HEAD where it is none. Two tags on one commit are one. */
export function releaseMilestones(history: History, releases: readonly ModuleRelease[]): Milestone[] {
  const reached = ancestry(history, history.commits[0]?.sha ?? '');
  const tagged = new Map(releases.map(({ tag }) => [tag.commit, tag.name]));
  const milestones = history.commits.toReversed().flatMap(({ sha, committer: { date } }) => {
    const name = reached.has(sha) ? tagged.get(sha) : undefined;
    return name === undefined ? [] : [{ name, sha, date }];
  });
  return withHead(milestones, history);
}

/** The last commit of each month on HEAD's first-parent line, oldest first; the newest one is HEAD. */
export function monthMilestones(history: History): Milestone[] {
  const byMonth = new Map<string, Milestone>();
  for (const { sha, committer } of firstParentLine(history)) {
    const name = committer.date.slice(0, 7);
    if (!byMonth.has(name)) byMonth.set(name, { name, sha, date: committer.date });
  }
  return [...byMonth.values()].reverse();
}

function withHead(milestones: readonly Milestone[], { commits: [head] }: History): Milestone[] {
  if (!head || milestones.some(({ sha }) => sha === head.sha)) return [...milestones];
  return [...milestones, { name: 'HEAD', sha: head.sha, date: head.committer.date }];
}

/** At most `limit` of them, spread evenly; the first and the last stay. */
export function thinned<T>(all: readonly T[], limit: number): T[] {
  if (all.length <= limit) return [...all];
  if (limit === 1) return all.slice(-1);
  return Array.from({ length: limit }, (_, index) => all[Math.round((index * (all.length - 1)) / (limit - 1))] as T);
}
