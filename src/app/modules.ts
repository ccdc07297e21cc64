import type { AppContext, Job } from './context.js';
import { isGone } from './errors.js';

/**
 * Whether a repository is a module that is assessed: named `cim-…`, with a `cim.yaml` on its default branch, or in the
 * organization's registry. Sends requests only if the name does not decide.
 */
export async function isModule(
  { octokit, owner, repo }: Job,
  { registryNames }: Pick<AppContext, 'registryNames'>,
): Promise<boolean> {
  if (repo.startsWith('cim-')) return true;
  try {
    await octokit.rest.repos.getContent({ owner, repo, path: 'cim.yaml' });
    return true;
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  return (await registryNames(octokit, owner)).has(repo);
}
