import { isGone } from './faults.js';
import type { Installation, RepositoryName } from './house.js';

/** What a person may do in a repository. */
export interface Standing {
  readonly write: boolean;
  readonly maintain: boolean;
}

const STRANGER: Standing = { write: false, maintain: false };

/** How a person stands to a repository: GitHub knows, custom roles included. */
export async function standingOf(
  { owner, repo }: RepositoryName,
  person: string,
  { octokit }: Installation,
): Promise<Standing> {
  const answer = await octokit.rest.repos
    .getCollaboratorPermissionLevel({ owner, repo, username: person })
    .catch((error: unknown) => (isGone(error) ? undefined : Promise.reject(error)));
  // GitHub knows nobody of that name here.
  if (!answer) return STRANGER;
  const { data } = answer;
  const { permission, role_name: role, user } = data;
  const isAdmin = permission === 'admin';
  const write = isAdmin || permission === 'write';
  const maintain = isAdmin || (write && (role === 'maintain' || user?.permissions?.maintain === true));
  return { write, maintain };
}
