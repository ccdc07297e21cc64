/** Reads the manifests of workspace members at release tags. */
import { z } from 'zod';
import type { Files } from '../../snapshot/files.js';
import type { Tag } from '../../snapshot/history.js';
import { type Reading, read, unread } from '../../snapshot/reading.js';
import { manifestPaths } from '../manifests.js';
import type { GitHubClient } from '../octokit.js';
import { isRelease } from '../releases.js';
import { part } from './answer.js';
import { askMore } from './ask-more.js';
import { filesQuery } from './query.js';

/** How many manifests of members at tags are requested in one query. */
const MEMBER_MANIFESTS = 300;

const TEXT = z.object({ text: z.string().nullish(), isTruncated: z.boolean().nullish() }).nullable();

/** Adds the manifests of the workspace members to the newest release tags. Only the files list the members. */
export async function withMembers(
  octokit: GitHubClient,
  { owner, repo }: { readonly owner: string; readonly repo: string },
  tags: readonly Tag[],
  files: Files,
): Promise<Reading<Tag[]>> {
  const paths = manifestPaths(files).filter(path => path !== 'Cargo.toml');
  if (paths.length === 0) return read([...tags]);
  const releases = tags.filter(({ name }) => isRelease(name)).sort((a, b) => (a.date < b.date ? 1 : -1));
  const commits = [...new Set(releases.map(({ commit }) => commit))].slice(
    0,
    Math.floor(MEMBER_MANIFESTS / paths.length),
  );
  const places = commits.flatMap(commit => paths.map(path => ({ commit, path })));
  if (places.length === 0) return read([...tags]);
  const variables = Object.fromEntries(places.map(({ commit, path }, index) => [`e${index}`, `${commit}:${path}`]));
  const answer = await askMore(octokit, filesQuery(places.length), { owner, repo, ...variables });
  const found = new Map(commits.map(commit => [commit, new Map<string, string>()]));
  const lost = new Map<string, string>();
  places.forEach(({ commit, path }, index) => {
    const text = part(answer, ['repository', `f${index}`], TEXT);
    if (!text.read) lost.set(commit, text.reason);
    else if (text.value?.isTruncated) lost.set(commit, `${path} is too long for GitHub's answer`);
    else if (typeof text.value?.text === 'string') found.get(commit)?.set(path, text.value.text);
  });
  return read(tags.map(tag => ({ ...tag, manifests: joined(tag, found.get(tag.commit), lost.get(tag.commit)) })));
}

function joined(
  tag: Tag,
  members: ReadonlyMap<string, string> | undefined,
  lost: string | undefined,
): Tag['manifests'] {
  if (lost !== undefined) return unread(lost);
  if (!members) return unread("the members' manifests are asked for at the newest release tags only");
  return tag.manifests.read ? read(new Map([...tag.manifests.value, ...members])) : tag.manifests;
}
