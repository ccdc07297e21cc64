/** Where a pull request left its branch: the histories that the one query gives tell it, mostly. */
import { z } from 'zod';
import type { Commit } from '../../snapshot/history.js';
import type { GitHubClient } from '../octokit.js';
import { type Answer, part } from './answer.js';

const BASE = z.object({ nodes: z.array(z.object({ oid: z.string() })) });

/**
 * The newest commit that a head and the branch it goes to both descend from.
 * @param head the commit, and the newest ones that it descends from, children before parents
 * @param base the newest commit of the branch
 * @throws GitHub's error, where the histories do not tell and it is asked
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
