import { RequestError } from '@octokit/request-error';
import type { House, Installation, RepositoryName } from './house.js';

/** What of a repository every webhook tells. */
export interface RepositoryPayload {
  readonly name: string;
  readonly owner: { readonly login: string };
  readonly default_branch: string;
  readonly archived: boolean;
  readonly fork: boolean;
}

/**
 * Whether a repository is a module that is judged: neither archived nor a fork; named `cim-…`, with a `cim.yaml` on its
 * default branch, or in the organisation's registry. Costs requests only where the name does not tell.
 */
export async function isModule(
  { octokit }: Installation,
  repository: RepositoryPayload,
  { registryNames }: Pick<House, 'registryNames'>,
): Promise<boolean> {
  const { name, owner, archived, fork } = repository;
  if (archived || fork) return false;
  if (name.startsWith('cim-')) return true;
  try {
    await octokit.rest.repos.getContent({ owner: owner.login, repo: name, path: 'cim.yaml' });
    return true;
  } catch (error) {
    if (!(error instanceof RequestError && error.status === 404)) throw error;
  }
  return (await registryNames(octokit, owner.login)).has(name);
}

/** The repository's name, as requests take it. */
export function nameOf({ name, owner }: RepositoryPayload): RepositoryName {
  return { owner: owner.login, repo: name };
}
