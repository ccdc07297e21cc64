import { isNamed } from '../policy/repositories.js';
import type { AppContext, Job } from './context.js';
import { isGone } from './errors.js';

/**
 * Whether a repository is a module that is assessed: named `cim-…`, with a `cim.yaml` on its default branch, in the organization's registry,
 * or a crate that the organization's policy names. Sends requests only if the name does not decide.
 */
export async function isModule(
  job: Job,
  { registryNames, assessedPatterns }: Pick<AppContext, 'registryNames' | 'assessedPatterns'>,
): Promise<boolean> {
  const { octokit, owner, repo } = job;
  if (repo.startsWith('cim-') || (await hasFile('cim.yaml', job))) return true;
  if ((await registryNames(octokit, owner)).has(repo)) return true;
  return isNamed(repo, await assessedPatterns(octokit, owner)) && hasFile('Cargo.toml', job);
}

async function hasFile(path: string, { octokit, owner, repo }: Job): Promise<boolean> {
  try {
    await octokit.rest.repos.getContent({ owner, repo, path });
    return true;
  } catch (error) {
    if (!isGone(error)) throw error;
    return false;
  }
}
