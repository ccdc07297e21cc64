/** Finds a repository and its properties: a checkout, a linked worktree, a bare repository, a shallow or partial clone. */
import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { didYouMean } from '../../text/suggest.js';
import { UnreadableError } from '../unreadable.js';
import { type Git, GitError, openGit, output, withSettings } from './program.js';

export interface LocalRepository {
  readonly git: Git;
  /** The directory of the working tree; null in a bare repository. */
  readonly workTree: string | null;
  /** HEAD's commit; null if there is none yet. */
  readonly head: string | null;
  readonly shallow: boolean;
  /** Whether objects can be missing on purpose. An old Git would fetch them on access. */
  readonly partial: boolean;
  readonly hash: 'sha1' | 'sha256';
  /** The URL of `origin`, otherwise of the only remote. */
  readonly remote: string | null;
  /** Whether the repository has a remote, as clones do. */
  readonly cloned: boolean;
  /** Whether the tags of a remote are not fetched (`git clone --no-tags`). */
  readonly withoutTags: boolean;
}

/** The ID that stands for a missing commit: all zeros. */
export function noCommitId({ hash }: Pick<LocalRepository, 'hash'>): string {
  return '0'.repeat(hash === 'sha256' ? 64 : 40);
}

/**
 * Finds the repository of a directory.
 * @throws UnreadableError if there is none, with one line for a person
 */
export async function openRepository(dir: string): Promise<LocalRepository> {
  const plain = await gitInFolder(dir);
  const [facts, config] = await Promise.all([
    // `--revs-only` omits a HEAD that leads to no commit, instead of failing.
    ask(dir, plain, [
      'rev-parse',
      '--is-bare-repository',
      '--is-inside-work-tree',
      '--is-shallow-repository',
      '--show-object-format',
      '--show-cdup',
      '--revs-only',
      'HEAD^{commit}',
    ]),
    readConfig(dir, plain),
  ]);
  const [bare, inside, shallow, format, ...rest] = facts.split('\n');
  const head = rest.find(line => /^[0-9a-f]{40,}$/.test(line)) ?? (await withoutCommit(dir, plain));
  const git = withSettings(plain, filtersOff(config));
  // Inside `.git` there is no working tree, so the commit is assessed.
  const workTree = bare === 'true' || inside !== 'true' ? null : resolve(await realpath(dir), rest[0] ?? '');
  const at = workTree === null ? git : { ...git, dir: workTree };
  return {
    git: at,
    workTree,
    head,
    shallow: shallow === 'true',
    partial: [...config].some(([key, value]) => isPromise(key, value)),
    hash: format === 'sha256' ? 'sha256' : 'sha1',
    remote: remoteUrl(config),
    cloned: [...config.keys()].some(key => /^remote\..+\.url$/s.test(key)),
    withoutTags: [...config].some(([key, value]) => /^remote\..+\.tagopt$/s.test(key) && value === '--no-tags'),
  };
}

/**
 * Whether the repository of a directory is a shallow clone.
 * @throws UnreadableError if there is no repository
 */
export async function isShallow(dir: string): Promise<boolean> {
  return (await ask(dir, await gitInFolder(dir), ['rev-parse', '--is-shallow-repository'])) === 'true';
}

async function gitInFolder(dir: string): Promise<Git> {
  const place = await stat(dir).catch(() => undefined);
  if (!place) throw new UnreadableError(`${dir} does not exist`);
  if (!place.isDirectory()) throw new UnreadableError(`${dir} is not a directory`);
  return openGit(dir);
}

async function ask(dir: string, git: Git, args: readonly string[]): Promise<string> {
  try {
    return (await output(git, args)).toString('utf8').replace(/\n$/, '');
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new UnreadableError(
      error.reason.startsWith('not a git repository')
        ? `${dir} is not in a git repository`
        : `${dir} cannot be read as a git repository: ${error.reason}`,
    );
  }
}

/** Decides why HEAD leads to no commit: there is none yet, or its object is missing. */
async function withoutCommit(dir: string, git: Git): Promise<null> {
  const head = await tried(git, ['rev-parse', '--verify', '--quiet', 'HEAD']);
  if (head === null) return null;
  throw new UnreadableError(`${dir} does not hold the commit of its HEAD, ${head.slice(0, 12)}`);
}

async function tried(git: Git, args: readonly string[]): Promise<string | null> {
  try {
    return (await output(git, args)).toString('utf8').replace(/\n$/, '') || null;
  } catch (error) {
    if (error instanceof GitError) return null;
    throw error;
  }
}

/**
 * Resolves a name to a commit.
 * @throws UnreadableError if the name is unknown, with the most similar names
 */
export async function resolveCommit(git: Git, ref: string): Promise<string> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  const commit = ref.includes('\0') ? null : await tried(git, args);
  if (commit !== null) return commit;
  const answer = await output(git, ['for-each-ref', '--format=%(refname:short)']);
  const names = answer.toString('utf8').split('\n').filter(Boolean);
  const remote = names.find(name => name.endsWith(`/${ref}`));
  const hint = remote ? `; did you mean \`${remote}\`?` : didYouMean(ref, names);
  throw new UnreadableError(`there is no commit ${JSON.stringify(ref)} here${hint}`);
}

/** The default branch as a checkout knows it: that of its remote when it was cloned, or the only branch where there is no remote. */
export async function findDefaultBranch({ git, cloned }: LocalRepository): Promise<string | undefined> {
  const format = ['for-each-ref', '--format=%(refname)%00%(symref)'];
  const answer = await tried(git, [...format, ...(cloned ? ['refs/remotes/*/HEAD'] : ['--count=2', 'refs/heads'])]);
  const refs = (answer ?? '').split('\n').map(line => line.split('\0'));
  const [[name = '', target = ''] = []] = refs.length === 1 ? refs : [];
  return (cloned ? /^refs\/remotes\/[^/]+\/(.+)$/.exec(target) : /^refs\/heads\/(.+)$/.exec(name))?.[1];
}

/** Reads the configuration, with the last value of each key. */
async function readConfig(dir: string, git: Git): Promise<Map<string, string>> {
  const answer = await ask(dir, git, ['config', '--list', '-z']);
  return new Map(
    answer.split('\0').map(record => {
      const [key = '', ...value] = record.split('\n');
      return [key, value.join('\n')] as const;
    }),
  );
}

/** Settings that turn off every content filter, because filters are programs. */
function filtersOff(config: ReadonlyMap<string, string>): [string, string][] {
  const settings: [string, string][] = [];
  for (const key of config.keys()) {
    const [, filter] = /^(filter\..+)\.[^.]+$/s.exec(key) ?? [];
    if (!filter) continue;
    for (const name of ['clean', 'smudge', 'process']) settings.push([`${filter}.${name}`, '']);
    settings.push([`${filter}.required`, 'false']);
  }
  return settings;
}

function isPromise(key: string, value: string): boolean {
  return (
    key === 'extensions.partialclone' || (/^remote\..*\.(promisor|partialclonefilter)$/s.test(key) && value !== 'false')
  );
}

function remoteUrl(config: ReadonlyMap<string, string>): string | null {
  const urls = [...config].filter(([key]) => /^remote\..+\.url$/s.test(key));
  return config.get('remote.origin.url') ?? (urls.length === 1 ? (urls[0]?.[1] ?? null) : null);
}

/**
 * Parses the owner and name from a remote's URL: `https://host/owner/repo(.git)`, `ssh://git@host/owner/repo`, `git@host:owner/repo`.
 * Null for a local path, and for a URL with more or fewer parts.
 */
export function parseRemoteUrl(url: string): { readonly owner: string; readonly repo: string } | null {
  const [, path] =
    /^(?:https?|ssh|git|git\+ssh):\/\/[^/]+\/(.+)$/.exec(url) ??
    /^(?:[^/:@]+@)?[^/:@]{2,}:(?!\/\/)\/?(.+)$/.exec(url) ??
    [];
  const [owner, repo, ...more] = (path ?? '').replace(/(?<!\/)\/+$/, '').split('/');
  const name = repo?.replace(/\.git$/, '');
  return owner && name && more.length === 0 ? { owner, repo: name } : null;
}
