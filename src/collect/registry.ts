/** The files of a registry: of a directory, or of a repository on GitHub. */
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { RequestError } from '@octokit/request-error';
import { REGISTRY_FILES, type RegistryFiles } from '../facts/registry/model.js';
import type { GitHubClient } from './octokit.js';
import { UnreadableError } from './unreadable.js';

/** The largest of a registry's files that is read, in bytes. */
const LIMIT = 8 * 1024 * 1024;

/**
 * The registry in a directory: the root of its repository, or `registry/` itself.
 * @throws UnreadableError if there is no modules.yaml
 */
export async function localRegistry(dir: string): Promise<RegistryFiles> {
  const root = (await isFile(join(dir, REGISTRY_FILES.modules))) ? dir : parentOfRegistry(dir);
  const files = await Promise.all(
    Object.entries(REGISTRY_FILES).map(async ([file, path]) => [file, await textIn(join(root, path))] as const),
  );
  const found = Object.fromEntries(files.filter(([, text]) => text !== undefined)) as RegistryFiles;
  if (found.modules === undefined)
    throw new UnreadableError(
      `${dir} has no ${REGISTRY_FILES.modules}: name a registry with --registry DIR or OWNER/REPO`,
    );
  return found;
}

function parentOfRegistry(dir: string): string {
  const whole = resolve(dir);
  return basename(whole) === 'registry' ? dirname(whole) : dir;
}

/** Whether a directory holds a registry. */
export async function hasRegistry(dir: string): Promise<boolean> {
  return isFile(join(dir, REGISTRY_FILES.modules));
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.isFile(),
    () => false,
  );
}

async function textIn(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  if (found.size > LIMIT) throw new UnreadableError(`${path} has more than ${LIMIT / 1024 / 1024} MiB`);
  return readFile(path, 'utf8');
}

/**
 * The registry of a repository on GitHub.
 * @throws UnreadableError if there is no modules.yaml
 */
export async function githubRegistry(octokit: GitHubClient, owner: string, repo: string): Promise<RegistryFiles> {
  const files = await Promise.all(
    Object.entries(REGISTRY_FILES).map(
      async ([file, path]) => [file, await contentOf(octokit, { owner, repo, path })] as const,
    ),
  );
  const found = Object.fromEntries(files.filter(([, text]) => text !== undefined)) as RegistryFiles;
  if (found.modules === undefined)
    throw new UnreadableError(`${owner}/${repo} has no ${REGISTRY_FILES.modules}, or this token cannot read it`);
  return found;
}

async function contentOf(
  octokit: GitHubClient,
  at: { readonly owner: string; readonly repo: string; readonly path: string },
): Promise<string | undefined> {
  try {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/contents/{path}', {
      ...at,
      mediaType: { format: 'raw' },
    });
    return typeof data === 'string' ? data : undefined;
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return undefined;
    if (error instanceof RequestError)
      throw new UnreadableError(`GitHub did not answer for ${at.owner}/${at.repo}: ${error.message}`, { cause: error });
    throw error;
  }
}
