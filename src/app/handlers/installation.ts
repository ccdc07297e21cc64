/** An installation as a whole: installed without a list, unsuspended, or with other permissions or rules. */
import { isRegistryName } from '../../facts/registry/registry.js';
import { REGISTRY_DELAY } from '../events/targets.js';
import type { Handler } from '../context.js';
import { listRepositories, sweepInstallation } from '../sweep.js';

export const installation: Handler = async ({ octokit, installation: id, details }, context) => {
  const name = details['welcome'] === true ? 'welcome' : 'default-branch';
  const repositories = await listRepositories(id, octokit);
  await context.work.add(
    repositories.map(({ installation, repository, owner, repo }) => ({
      installation,
      repository,
      owner,
      repo,
      ...(isRegistryName(repo) ? { name: 'registry', delay: REGISTRY_DELAY } : { name }),
      priority: 'background',
    })),
  );
  if (name !== 'welcome') await sweepInstallation(id, context);
  context.wake();
};
