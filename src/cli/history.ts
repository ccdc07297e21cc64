/** `cim-readiness history [DIR]`: readiness over the releases or months of a repository. */
import { basename, resolve } from 'node:path';
import { assess } from '../assess/assess.js';
import { collectLocal } from '../collect/local-git.js';
import { collectHistory, type LocalHistory } from '../collect/local-history.js';
import { UnreadableError } from '../collect/unreadable.js';
import { ancestry } from '../facts/commits/commit-graph.js';
import { type Milestone, monthMilestones, releaseMilestones, thinned } from '../facts/releases/milestones.js';
import type { Policy } from '../policy/policy.js';
import type { HistoryReport, Point } from '../report/history.js';
import { read } from '../snapshot/reading.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { DEFAULT_STANDARD } from '../standard/all.js';
import { moduleReleases } from '../standard/shared/module-releases.js';
import { type HistoryChoice, historyPolicy } from './history-policy.js';

export interface HistoryRequest extends HistoryChoice {
  readonly dir: string;
  /** Default: releases if there are at least two, otherwise months. */
  readonly by?: 'releases' | 'months' | undefined;
  /** The most points to assess. */
  readonly limit: number;
  /** Called before each point and at the end with the points done, all points, and the name of the next one. */
  readonly progress?: (done: number, all: number, name: string) => void;
}

/**
 * Assesses each milestone of a local repository under the current policy.
 * @throws UnreadableError if there is no repository or no commit
 */
export async function history(request: HistoryRequest): Promise<HistoryReport> {
  const { dir, limit, module, progress = () => undefined } = request;
  const known = await collectHistory(dir);
  const policy = await historyPolicy(known.files, request);
  const milestones = thinned(milestonesOf(known, policy, request.by), limit);
  if (milestones.length === 0) throw new UnreadableError(`${dir} has no commit to assess`);
  const points: Point[] = [];
  for (const milestone of milestones) {
    progress(points.length, milestones.length, milestone.name);
    const snapshot = asOfThen(await collectLocal({ dir, ref: milestone.sha, ...(module !== undefined && { module }) }));
    points.push({ milestone, assessment: assess(snapshot, DEFAULT_STANDARD, policy, milestone.date) });
  }
  progress(points.length, milestones.length, '');
  const { owner, repo } = known.subject;
  const repository = owner && repo ? `${owner}/${repo}` : basename(resolve(dir));
  return { repository: module === undefined ? repository : `${repository} (${module})`, points };
}

function milestonesOf(known: LocalHistory, policy: Policy, by: HistoryRequest['by']): Milestone[] {
  if (by === 'months') return monthMilestones(known.history);
  const { releases } = moduleReleases(known.tags, read(known.files), { subject: known.subject, policy });
  const milestones = releaseMilestones(known.history, releases);
  return by === 'releases' || milestones.length > 2 ? milestones : monthMilestones(known.history);
}

/** A past snapshot without the tags that came later. */
function asOfThen(snapshot: Snapshot): Snapshot {
  const { history: commits, tags } = snapshot.parts;
  if (!commits.read || !tags.read) return snapshot;
  const reached = ancestry(commits.value, snapshot.subject.sha);
  const then = tags.value.filter(({ commit }) => reached.has(commit));
  return { ...snapshot, parts: { ...snapshot.parts, tags: read(then) } };
}
