/** Requests the trees of the newest releases from GitHub. The tree of a commit never changes, so it is requested once and kept. */
import type { Files } from '../../snapshot/files.js';
import type { ReleasedFiles, Tag } from '../../snapshot/history.js';
import { type Reading, read } from '../../snapshot/reading.js';
import type { GitHubClient } from '../octokit.js';
import { ofPublicApi, type ReleasesKnown, releasesToRead } from '../releases.js';
import { filesFrom } from './tree.js';

/** Keeps the part of a commit's tree that the comparison of public APIs reads. */
export interface ReleasedTrees {
  get(commit: string): Promise<Files | undefined>;
  put(commit: string, files: Files): Promise<void>;
}

/** The newest release of each module and the one before it; one that cannot be had is unread by itself. */
export async function releasedFrom(
  octokit: GitHubClient,
  { owner, repo }: { readonly owner: string; readonly repo: string },
  known: Omit<ReleasesKnown, 'tags'> & { readonly tags: Reading<readonly Tag[]> },
  kept: ReleasedTrees | undefined,
): Promise<Reading<readonly ReleasedFiles[]>> {
  const { tags, ...others } = known;
  if (!tags.read) return tags;
  const newest = releasesToRead({ tags: tags.value, ...others }, { repo });
  const trees = newest.map(async ({ name, commit }) => {
    const there = await kept?.get(commit);
    if (there) return { tag: name, files: read(there) };
    const all = await filesFrom(octokit, { owner, repo, sha: commit });
    if (!all.read) return { tag: name, files: all };
    const wanted = { entries: new Map([...all.value.entries].filter(([path]) => ofPublicApi(path))) };
    await kept?.put(commit, wanted);
    return { tag: name, files: read(wanted) };
  });
  return read(await Promise.all(trees));
}
