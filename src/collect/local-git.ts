/**
 * Collects a snapshot from a local repository: of the working tree or of a commit. It only reads, and starts only the `git` program (see
 * git/program.ts about untrusted repositories).
 */

import { committedReports } from '../facts/coverage.js';
import { directoryChangelog } from '../facts/releases/changelog.js';
import { POLICY_PATH } from '../policy/policy.js';
import { type Files, readText } from '../snapshot/files.js';
import type { History, ReleasedFiles, Tag } from '../snapshot/history.js';
import type { PolicyTexts } from '../snapshot/policy-texts.js';
import { type Reading, read, unread } from '../snapshot/reading.js';
import type { Snapshot, Subject } from '../snapshot/snapshot.js';
import { readHistory, findLastChanges, readTags } from './git/log.js';
import { GitError } from './git/program.js';
import {
  findDefaultBranch,
  resolveCommit,
  type LocalRepository,
  noCommitId,
  openRepository,
  parseRemoteUrl,
} from './git/repository.js';
import { toFiles, MISSING, treeFiles } from './git/tree.js';
import { readWorkTree } from './git/work-tree.js';
import { manifestPaths } from './manifests.js';
import { ofPublicApi, releasesToRead } from './releases.js';
import { UnreadableError } from './unreadable.js';

export interface LocalRequest {
  /** A directory in a checkout, or a bare repository. */
  readonly dir: string;
  /** A commit, by any name that Git accepts. By default the working tree, or HEAD in a bare repository. */
  readonly ref?: string;
  /** The repository on GitHub; by default, that of the remote. */
  readonly repository?: { readonly owner: string; readonly repo: string };
  /** The workspace member to assess, whose releases count. */
  readonly module?: string;
  /** Whether the trees of the newest releases are read (default true). */
  readonly released?: boolean;
  /** ISO 8601; by default the current time. */
  readonly takenAt?: string;
}

/**
 * Collects the snapshot of a local repository. A part that cannot be read is unread, with the reason.
 * @throws UnreadableError if there is no repository or no such commit, with one line for a person
 */
export async function collectLocal(request: LocalRequest): Promise<Snapshot> {
  const repository = await openRepository(request.dir);
  const sha = await commitAsked(repository, request.ref);
  if (sha === null && repository.workTree === null) throw new UnreadableError(await noCommit(request.dir, repository));
  const workTree = request.ref === undefined ? repository.workTree : null;
  const [tree, history] = await Promise.all([
    tried(() => filesAt(repository, workTree, sha)),
    sha === null ? read<History>({ commits: [] }) : tried(() => readHistory(repository, sha)),
  ]);
  const files = tree.read ? read(tree.value.files) : tree;
  const lastChanges = sha !== null && files.read ? await changesOfReports(repository, sha, files.value) : undefined;
  const known = files.read && lacksObjects(files.value) ? { ...repository, partial: true } : repository;
  const tags = await tagsIn(known, files);
  const branch = await findDefaultBranch(repository);
  const subject = {
    ...subjectOf(request, repository, workTree, sha),
    ...(branch !== undefined && { defaultBranch: branch }),
  };
  return {
    subject: tree.read && tree.value.dirty ? { ...subject, dirty: true } : subject,
    takenAt: request.takenAt ?? new Date().toISOString(),
    parts: {
      files,
      history: history.read
        ? read({ ...history.value, ...(lastChanges && { lastChanges }), ...(tags === UNTAGGED && { untagged: true }) })
        : history,
      tags,
      released:
        request.released === false ? NOT_ASKED : await releasedIn(known, files, tags, history, subject, request.module),
      ...elsewhere(subject),
      policy: policyOf(files),
    },
  };
}

const UNTAGGED = unread(
  'the clone has no tags, although its changelog lists releases; run `git fetch --tags` to fetch them, if there are any',
);

/** Reads the tags, unless some might be missing, because a clone does not always fetch them. */
async function tagsIn(repository: LocalRepository, files: Reading<Files>): Promise<Reading<readonly Tag[]>> {
  if (repository.shallow)
    return unread('the clone is shallow and can lack tags; run `git fetch --unshallow --tags` to fetch them');
  const tags = await tried(() => readTags(repository, files.read ? manifestPaths(files.value) : ['Cargo.toml']));
  if (!tags.read || tags.value.length > 0 || !repository.cloned) return tags;
  if (repository.withoutTags) return unread('the clone was made without tags; run `git fetch --tags` to fetch them');
  return files.read && tellsOfReleases(files.value) ? UNTAGGED : tags;
}

function tellsOfReleases(files: Files): boolean {
  const changelog = directoryChangelog(files, '');
  return (
    changelog?.read === true &&
    changelog.value.entries.some(({ date, unreleased }) => date !== undefined && !unreleased)
  );
}

async function commitAsked({ git, head }: LocalRepository, ref: string | undefined): Promise<string | null> {
  const isHead = ref === undefined || (ref === 'HEAD' && head !== null);
  return isHead ? head : resolveCommit(git, ref);
}

const NOT_ASKED = unread('the trees of earlier releases were not requested');

async function filesAt(
  repository: LocalRepository,
  workTree: string | null,
  sha: string | null,
): Promise<{ readonly files: Files; readonly dirty: boolean }> {
  if (workTree !== null) return readWorkTree(repository, workTree);
  return { files: sha === null ? toFiles([]) : await treeFiles(repository, sha), dirty: false };
}

async function noCommit(dir: string, repository: LocalRepository): Promise<string> {
  const branches = await tried(() => readTags(repository, []));
  const tag = branches.read ? branches.value.at(-1)?.name : undefined;
  return `${dir} is a bare repository whose HEAD has no commit; name one with --ref${tag ? `, as in --ref ${tag}` : ''}`;
}

async function tried<T>(reader: () => Promise<T>): Promise<Reading<T>> {
  try {
    return read(await reader());
  } catch (error) {
    if (error instanceof GitError) return unread(`Git could not read it: ${error.reason}`);
    throw error;
  }
}

function subjectOf(
  { repository, ref }: LocalRequest,
  { remote, hash }: LocalRepository,
  workTree: string | null,
  sha: string | null,
): Subject {
  const named = repository ?? (remote === null ? null : parseRemoteUrl(remote));
  return {
    owner: named?.owner ?? null,
    repo: named?.repo ?? null,
    ref: ref ?? (workTree === null ? 'HEAD' : 'working tree'),
    sha: sha ?? noCommitId({ hash }),
  };
}

/** The most committed reports whose history is read. */
const REPORTS_LIMIT = 5;

/** Finds the last changes of committed coverage reports and of the measured code; nothing if no report is committed. */
async function changesOfReports(repository: LocalRepository, sha: string, files: Files) {
  const reports = committedReports(files).slice(0, REPORTS_LIMIT);
  if (reports.length === 0) return undefined;
  const changes = await tried(() => findLastChanges(repository, sha, [...reports, 'src']));
  return changes.read ? changes.value : undefined;
}

/** The policy of a checkout. */
function policyOf(files: Reading<Files>): Reading<PolicyTexts> {
  if (!files.read) return files;
  if (!files.value.entries.has(POLICY_PATH)) return read({});
  const text = readText(files.value, POLICY_PATH);
  return text.read ? read({ own: text.value }) : text;
}

function lacksObjects(files: Files): boolean {
  return [...files.entries.values()].some(({ text }) => text === MISSING);
}

async function releasedIn(
  repository: LocalRepository,
  files: Reading<Files>,
  tags: Reading<readonly Tag[]>,
  history: Reading<History>,
  { repo }: Subject,
  module: string | undefined,
): Promise<Reading<readonly ReleasedFiles[]>> {
  if (!tags.read) return tags;
  const asked = { repo, ...(module !== undefined && { module }) };
  const newest = releasesToRead({ tags: tags.value, history, files, policy: policyOf(files) }, asked);
  const trees = newest.map(async ({ name, commit }) => ({
    tag: name,
    files: await tried(() => treeFiles(repository, commit, ofPublicApi)),
  }));
  return read(await Promise.all(trees));
}

/** The parts that a checkout does not contain. */
function elsewhere({ owner, repo }: Subject) {
  const name = owner && repo ? `${owner}/${repo}` : 'OWNER/REPO';
  const github = unread(`a local checkout has no GitHub data; assess ${name} with a token`);
  return {
    repository: github,
    protection: github,
    checks: github,
    alerts: github,
    advisories: unread('no advisory database was given; name one with --advisories DIR'),
    releases: github,
    coverage: unread('no coverage report was given; name one with --report FILE'),
    organization: unread('the `.github` repository of the organization was not read'),
    registry: unread('no registry was given'),
  };
}
