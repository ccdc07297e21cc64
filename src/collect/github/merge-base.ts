/** Finds the merge base of a pull request, in most cases from the histories that the query returns. */
import { z } from 'zod';
import type { Commit } from '../../snapshot/history.js';
import type { GitHubClient } from '../octokit.js';
import { type Answer, part } from './answer.js';

const BASE = z.object({ nodes: z.array(z.object({ oid: z.string() })) });

/**
 * Finds the newest commit that is an ancestor of both the head and the base branch.
 * @param head the commit and its newest ancestors, children before parents
 * @param base the head of the base branch
 * @throws GitHub's error, if the histories do not contain the commit and GitHub refuses the request for it
 */
export async function fetchMergeBase(
  octokit: GitHubClient,
  name: { readonly owner: string; readonly repo: string },
  answer: Answer,
  head: { readonly sha: string; readonly commits: readonly Commit[] },
  base: string,
): Promise<string> {
  const branch = part(answer, ['repository', 'base', 'history'], BASE);
  const reached = new Set([base, ...(branch.read ? branch.value.nodes.map(({ oid }) => oid) : [])]);
  const known = head.commits.find(({ sha }) => reached.has(sha));
  if (known) return known.sha;
  const basehead = `${base}...${head.sha}`;
  const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ ...name, basehead, per_page: 1 });
  return data.merge_base_commit.sha;
}
