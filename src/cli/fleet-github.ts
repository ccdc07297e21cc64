/** Modules of the fleet that are assessed on GitHub, with a person's token. */
import { assess } from '../assess/assess.js';
import { UnreadableError } from '../collect/unreadable.js';
import { measured } from '../fleet/measured.js';
import type { Attempt } from '../fleet/view.js';
import { CIM_STANDARD } from '../standard/cim.js';
import { withAdvisories } from './advisories.js';
import { clientOfPerson, collectFromGitHub } from './github.js';
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

/** Assesses the default branch of a repository, or gives the reason why it could not be assessed. */
export async function measuredOnGitHub(
  { owner, repo }: RepositoryName,
  now: string,
  advisories: string | undefined,
): Promise<Attempt> {
  try {
    const snapshot = await withAdvisories(await collectFromGitHub({ owner, repo, ref: undefined }), advisories);
    const { policy } = await policyFor(snapshot, undefined);
    const assessment = assess(snapshot, CIM_STANDARD, policy, now);
    return { name: repo, measured: measured(snapshot, assessment, { policy, folder: repo }) };
  } catch (error) {
    return { name: repo, reason: error instanceof Error ? error.message : String(error) };
  }
}
