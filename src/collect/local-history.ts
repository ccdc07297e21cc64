/**
 * The history of a repository on this machine, for the commands that ask for nothing else: commits, tags, and of the tree
 * only what names versions. Far less than a snapshot, and far sooner here.
 */
import { mayBeChangelog } from '../facts/releases/changelog.js';
import { POLICY_PATH } from '../policy/policy.js';
import { type Files, nameOf } from '../snapshot/files.js';
import type { History, Tag } from '../snapshot/history.js';
import type { Subject } from '../snapshot/snapshot.js';
import { historyOf, tagsOf } from './git/log.js';
import { infos } from './git/objects.js';
import { commitOf, noCommitId, openRepository, repositoryIn } from './git/repository.js';
import { filesOf, treeFiles } from './git/tree.js';
import { manifestsIn } from './manifests.js';

export interface LocalHistory {
  readonly subject: Subject;
  readonly history: History;
  readonly tags: readonly Tag[];
  /** Manifests, changelogs and the policy at the commit; nothing else is listed. */
  readonly files: Files;
}

/**
 * Reads the history that a commit descends from.
 * @param ref a commit by any name that git knows
 * @throws UnreadableError where there is no repository, or no such commit: one line for a person
 */
export async function collectHistory(dir: string, ref = 'HEAD'): Promise<LocalHistory> {
  const repository = await openRepository(dir);
  const sha = ref === 'HEAD' ? repository.head : await commitOf(repository.git, ref);
  const files = sha === null ? filesOf([]) : await treeFiles(repository, sha, namesVersions);
  const [history, tags] = await Promise.all([
    sha === null ? { commits: [] } : historyOf(repository, sha),
    tagsOf(repository, manifestsIn(files)),
  ]);
  const named = repository.remote === null ? null : repositoryIn(repository.remote);
  const subject = { owner: named?.owner ?? null, repo: named?.repo ?? null, ref, sha: sha ?? noCommitId(repository) };
  return { subject, history, tags, files };
}

/**
 * What a tag stands on that leads to no commit: a `tree` or a `blob`; undefined where there is no such tag.
 * @throws UnreadableError where there is no repository
 */
export async function tagOfNoCommit(dir: string, name: string): Promise<string | undefined> {
  if (/[\n\0]/.test(name)) return undefined;
  const { git } = await openRepository(dir);
  const [object] = await infos(git, [`refs/tags/${name}^{}`]);
  return object && object.type !== 'commit' ? object.type : undefined;
}

function namesVersions(path: string): boolean {
  return /^(?:Cargo\.toml|cim\.ya?ml)$/.test(nameOf(path)) || mayBeChangelog(path) || path === POLICY_PATH;
}
