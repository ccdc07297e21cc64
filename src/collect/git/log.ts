/** Reads commits and tags from Git. */
import type { Commit, History, Tag } from '../../snapshot/history.js';
import { type Reading, read, unread } from '../../snapshot/reading.js';
import { instant } from '../instant.js';
import { contents, infos } from './objects.js';
import { type Git, output, records } from './program.js';
import type { LocalRepository } from './repository.js';
import { localObjects, MISSING } from './tree.js';

/** The most commits that are read. */
export const COMMITS_LIMIT = 20_000;
/** The most texts of manifests at tags that are read. */
const MANIFESTS_LIMIT = 5_000;

const FORMAT = ['%H', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'].join('%n');

/** Reads a commit and its ancestors. */
export async function readHistory(
  repository: LocalRepository,
  commit: string,
  limit = COMMITS_LIMIT,
): Promise<History> {
  return toHistory(repository, await readCommits(repository.git, commit, limit), limit);
}

/**
 * Reads the commits of a range, newest first, with one more than `limit` if there are more. The repository's own settings do not affect the
 * result.
 */
export async function readCommits(git: Git, range: string, limit = COMMITS_LIMIT): Promise<Commit[]> {
  const answer = await output(git, [
    'log',
    '-z',
    '--date-order',
    `--max-count=${limit + 1}`,
    `--format=tformat:${FORMAT}`,
    '--encoding=UTF-8',
    '--no-show-signature',
    '--no-notes',
    '--no-mailmap',
    '--no-decorate',
    '--no-color',
    range,
    '--',
  ]);
  return records(answer).map(record => parseCommit(record.toString('utf8')));
}

/** The history from the commits of `commitsIn`, with the reason if commits are missing. */
export function toHistory(
  { shallow }: Pick<LocalRepository, 'shallow'>,
  commits: readonly Commit[],
  limit = COMMITS_LIMIT,
): History {
  if (commits.length > limit)
    return { commits: commits.slice(0, limit), truncated: `only the newest ${limit} are read` };
  if (!shallow) return { commits };
  return { commits, truncated: 'the clone is shallow; run `git fetch --unshallow` to fetch the rest' };
}

/**
 * Finds, for each path, the newest commit that changed it among a commit and its ancestors.
 * @param paths files or directories; a path without changes is absent from the result
 */
export async function findLastChanges(
  repository: LocalRepository,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    paths.map(async path => {
      const answer = await output(repository.git, ['log', '--max-count=1', '--format=%H', commit, '--', path]);
      return [path, answer.toString('utf8').trim()] as const;
    }),
  );
  return new Map(found.filter(([, sha]) => sha !== ''));
}

function parseCommit(record: string): Commit {
  const [sha = '', parents = '', name = '', email = '', date = '', by = '', byEmail = '', at = '', ...message] =
    record.split('\n');
  return {
    sha,
    parents: parents.split(' ').filter(Boolean),
    author: { name, email, date: instant(date) },
    committer: { name: by, email: byEmail, date: instant(at) },
    message: message.join('\n').replace(/(?<!\n)\n+$/, ''),
  };
}

/**
 * Reads every tag that leads to a commit, by name, with its manifests.
 * @param manifests the paths to read at each tag
 */
export async function readTags(repository: LocalRepository, manifests: readonly string[]): Promise<Tag[]> {
  const format = '%(objectname) %(creatordate:iso-strict) %(refname:strip=2)';
  const answer = await output(repository.git, ['for-each-ref', `--format=${format}`, 'refs/tags']);
  const lines = answer.toString('utf8').split('\n').filter(Boolean);
  const refs = lines.map(line => {
    const [id = '', date = '', ...name] = line.split(' ');
    return { id, date, name: name.join(' ') };
  });
  const commits = await infos(
    repository.git,
    refs.map(({ id }) => `${id}^{commit}`),
  );
  const tags = refs.flatMap(({ name, date }, index) => {
    const commit = commits[index];
    return commit ? [{ name, date: instant(date), commit: commit.id }] : [];
  });
  const texts = await manifestsAt(repository, newestFirst(tags), manifests);
  return tags.map(tag => ({ ...tag, manifests: texts.get(tag.commit) ?? TOO_MANY }));
}

const TOO_MANY = unread(
  'the repository has too many tags to read the manifest at each; only those of newer tags are read',
);

/** The commits of the tags, newest tags first. */
function newestFirst(tags: readonly { readonly commit: string; readonly date: string }[]): string[] {
  const sorted = [...tags].sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));
  return [...new Set(sorted.map(({ commit }) => commit))];
}

async function manifestsAt(
  repository: LocalRepository,
  commits: readonly string[],
  paths: readonly string[],
): Promise<Map<string, Reading<ReadonlyMap<string, string>>>> {
  const asked = commits.slice(0, Math.floor(MANIFESTS_LIMIT / Math.max(1, paths.length)));
  const places = asked.flatMap(commit => paths.map(path => ({ commit, path })));
  const ids = await manifestIds(repository, places);
  const unique = [...new Set(ids.filter(id => id !== undefined))];
  const texts = new Map<string, string>();
  for await (const [id, content] of contents(repository.git, await localObjects(repository, unique))) {
    texts.set(id, content.toString('utf8').replace(/^\uFEFF/, ''));
  }
  const found = new Map<string, Reading<ReadonlyMap<string, string>>>(asked.map(commit => [commit, read(new Map())]));
  places.forEach(({ commit, path }, index) => {
    const id = ids[index];
    const at = found.get(commit);
    if (id === undefined || !at?.read) return;
    const text = texts.get(id);
    if (text === undefined) found.set(commit, MISSING);
    else (at.value as Map<string, string>).set(path, text);
  });
  return found;
}

/**
 * Finds the blob at each place; undefined if there is none. In a partial clone, each commit is listed with `ls-tree`, because `cat-file`
 * cannot tell a missing object from a path that never existed.
 */
async function manifestIds(
  repository: LocalRepository,
  places: readonly { readonly commit: string; readonly path: string }[],
): Promise<(string | undefined)[]> {
  const names = places.map(({ commit, path }) => `${commit}:${path}`);
  if (!repository.partial) {
    return (await infos(repository.git, names)).map(info => (info?.type === 'blob' ? info.id : undefined));
  }
  const ids = new Map<string, string>();
  const paths = [...new Set(places.map(({ path }) => path))];
  for (const commit of new Set(places.map(each => each.commit))) {
    const answer = await output(repository.git, ['ls-tree', '-z', '--full-tree', commit, '--', ...paths]);
    for (const record of records(answer)) {
      const [, type, id = '', path] = /^\d+ (\w+) ([0-9a-f]+)\t(.*)$/s.exec(record.toString('utf8')) ?? [];
      if (type === 'blob') ids.set(`${commit}:${path}`, id);
    }
  }
  return names.map(name => ids.get(name));
}
