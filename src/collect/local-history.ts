/**
 * Collects the history of a local repository for commands that need nothing else: commits, tags, and the files that contain versions. Much
 * less and much faster than a snapshot.
 */
import { mayBeChangelog } from '../facts/releases/changelog.js';
import { POLICY_PATH } from '../policy/policy.js';
import { type Files, baseName } from '../snapshot/files.js';
import type { History, Tag } from '../snapshot/history.js';
import type { Subject } from '../snapshot/snapshot.js';
import { readHistory, readTags } from './git/log.js';
import { infos } from './git/objects.js';
import { resolveCommit, noCommitId, openRepository, parseRemoteUrl } from './git/repository.js';
import { toFiles, treeFiles } from './git/tree.js';
import { manifestPaths } from './manifests.js';

export interface LocalHistory {
  readonly subject: Subject;
  readonly history: History;
  readonly tags: readonly Tag[];
  /** Whether the clone is shallow, so that commits and tags can be missing. */
  readonly shallow: boolean;
  /** Only the manifests, changelogs, and policy at the commit. */
  readonly files: Files;
}

/**
 * Reads the history of a commit.
 * @param ref a commit, by any name that Git accepts
 * @throws UnreadableError if there is no repository or no such commit, with one line for a person
 */
export async function collectHistory(dir: string, ref = 'HEAD'): Promise<LocalHistory> {
  const repository = await openRepository(dir);
  const sha = ref === 'HEAD' ? repository.head : await resolveCommit(repository.git, ref);
  const files = sha === null ? toFiles([]) : await treeFiles(repository, sha, namesVersions);
  const [history, tags] = await Promise.all([
    sha === null ? { commits: [] } : readHistory(repository, sha),
    readTags(repository, manifestPaths(files)),
  ]);
  const named = repository.remote === null ? null : parseRemoteUrl(repository.remote);
  const subject = { owner: named?.owner ?? null, repo: named?.repo ?? null, ref, sha: sha ?? noCommitId(repository) };
  return { subject, history, tags, shallow: repository.shallow, files };
}

/**
 * The type of object to which a tag points that leads to no commit: `tree` or `blob`; undefined if the tag does not exist.
 * @throws UnreadableError if there is no repository
 */
export async function tagOfNoCommit(dir: string, name: string): Promise<string | undefined> {
  if (/[\n\0]/.test(name)) return undefined;
  const { git } = await openRepository(dir);
  const [object] = await infos(git, [`refs/tags/${name}^{}`]);
  return object && object.type !== 'commit' ? object.type : undefined;
}

function namesVersions(path: string): boolean {
  return /^(?:Cargo\.toml|cim\.ya?ml)$/.test(baseName(path)) || mayBeChangelog(path) || path === POLICY_PATH;
}
