/** The trees of the newest releases from GitHub. A tag's commit does not change: its tree is asked for once, and kept. */
import type { Files } from '../../snapshot/files.js';
import type { History, ReleasedFiles, Tag } from '../../snapshot/history.js';
import { type Reading, read } from '../../snapshot/reading.js';
import type { Subject } from '../../snapshot/snapshot.js';
import { assessedPackages } from '../manifests.js';
import type { GitHubClient } from '../octokit.js';
import { newestReleases, ofPublicApi } from '../releases.js';
import { filesFrom } from './tree.js';

/** Keeps what the comparison of public APIs reads of a commit. */
export interface ReleasedTrees {
  get(commit: string): Promise<Files | undefined>;
  put(commit: string, files: Files): Promise<void>;
}

/** The newest release and the one before it; one that cannot be had is unread by itself. */
export async function releasedFrom(
  octokit: GitHubClient,
  { owner, repo }: { readonly owner: string; readonly repo: string },
  known: { readonly files: Reading<Files>; readonly tags: Reading<readonly Tag[]>; readonly history: Reading<History> },
  kept: ReleasedTrees | undefined,
): Promise<Reading<readonly ReleasedFiles[]>> {
  const { files, tags, history } = known;
  if (!tags.read) return tags;
  const names = [repo, ...(files.read ? assessedPackages(files.value, { repo } satisfies Partial<Subject>) : [])];
  const newest = newestReleases(tags.value, history.read ? history.value : undefined, names);
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
