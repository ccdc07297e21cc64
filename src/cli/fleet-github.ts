/** Modules of the fleet that are assessed on GitHub, with a person's token. */
import { UnreadableError } from '../collect/unreadable.js';
import type { Attempt } from '../fleet/view.js';
import { withAdvisories } from './advisories.js';
import { clientOfPerson, collectFromGitHub } from './github.js';
import { measuredModules } from './measured-modules.js';
import { policyFor } from './policy.js';

export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}

/** The repositories that `OWNER` or `OWNER/REPO` names. For an owner: all modules, except forks and archived repositories. */
export async function listModules(place: string): Promise<RepositoryName[]> {
  const [owner = '', repo] = place.split('/');
  if (repo !== undefined) return [{ owner, repo }];
  const octokit = clientOfPerson();
  try {
    const all = await octokit.paginate('GET /orgs/{org}/repos', { org: owner, per_page: 100 });
    return all
      .filter(({ name, fork, archived }) => name.startsWith('cim-') && !fork && !archived)
      .map(({ name }) => ({ owner, repo: name }));
  } catch (error) {
    throw new UnreadableError(
      `GitHub did not list the repositories of ${owner}: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}

/** Assesses the modules on the default branch of a repository, or gives the reason why they could not be assessed. */
export async function measuredOnGitHub(
  { owner, repo }: RepositoryName,
  now: string,
  advisories: string | undefined,
): Promise<Attempt[]> {
  try {
    const snapshot = await withAdvisories(await collectFromGitHub({ owner, repo, ref: undefined }), advisories);
    const { policy } = await policyFor(snapshot, undefined);
    return measuredModules(snapshot, policy, { now, folder: repo }).map(each => ({ name: each.name, measured: each }));
  } catch (error) {
    return [{ name: repo, reason: error instanceof Error ? error.message : String(error) }];
  }
}
