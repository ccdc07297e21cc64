/** The registry's repository: what its files say, and what they should say. */
import { REGISTRY_FILES } from '../facts/registry/model.js';
import { filesFrom } from '../collect/github/tree.js';
import { type RegistryReading, readRegistryRepository } from '../fleet/registry-reading.js';
import { measuredManifests } from '../fleet/view.js';
import { type Files, readText } from '../snapshot/files.js';
import type { RegistryRecord } from '../store/fleet-memory.js';
import type { AppContext, Job } from './context.js';
import { isGone, RetryError } from './errors.js';
import { type OrganizationFleet, organizationFleet, withoutPrivate } from './fleet-parts.js';
import { assertId } from './heads.js';

/** The repository of a registry as it is on GitHub. */
export interface RegistryHead {
  readonly branch: string;
  readonly sha: string;
  /** The tree of the commit. */
  readonly tree: string;
  readonly isPublic: boolean;
  readonly isArchived: boolean;
}

/** The head of the registry's default branch; undefined in an empty repository. @throws ReplacedRepositoryError */
export async function registryHead({ octokit, owner, repo, repository }: Job): Promise<RegistryHead | undefined> {
  const { data } = await octokit.rest.repos.get({ owner, repo });
  assertId(data.id, { owner, repo, repository });
  try {
    const { data: found } = await octokit.rest.repos.getBranch({ owner, repo, branch: data.default_branch });
    const { sha } = found.commit;
    const { data: commit } = await octokit.rest.git.getCommit({ owner, repo, commit_sha: sha });
    const place = { branch: data.default_branch, sha, tree: commit.tree.sha };
    return { ...place, isPublic: !data.private, isArchived: data.archived };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** The files of the registry's repository at a commit. @throws RetryError if they could not be read */
export async function registryFilesAt({ octokit, owner, repo }: Job, sha: string, tree?: string): Promise<Files> {
  const files = await filesFrom(octokit, { owner, repo, sha, ...(tree === undefined ? {} : { tree }) });
  if (!files.read) throw new RetryError(files.reason);
  return files.value;
}

/** Whether the files are those of a registry. */
export function isRegistry(files: Files): boolean {
  return readText(files, REGISTRY_FILES.modules).read;
}

/** What may be said in the registry: everything in a private one, and in a public one nothing of private modules. */
export async function fleetFor(
  { installation }: Job,
  context: AppContext,
  isPublic: boolean,
): Promise<OrganizationFleet> {
  const fleet = await organizationFleet(context, installation);
  return isPublic ? withoutPrivate(fleet) : fleet;
}

/** What the files say, compared with what is known of the modules. */
export function readFiles(files: Files, { parts }: OrganizationFleet): RegistryReading {
  return readRegistryRepository(files, {
    today: parts.takenAt.slice(0, 10),
    manifests: measuredManifests(parts.attempts),
  });
}

/** What to remember of the registry. */
export function registryRecord(
  { installation, repository, owner, repo }: Job,
  { branch, sha, isPublic }: RegistryHead,
  reading: RegistryReading,
): RegistryRecord {
  return { installation, repository, owner, repo, branch, sha, isPublic, reading };
}
