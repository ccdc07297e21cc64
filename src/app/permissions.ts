import type { Job } from './context.js';
import { isGone } from './faults.js';

/** What a person may do in a repository. */
export interface Permissions {
  readonly write: boolean;
  readonly maintain: boolean;
}

const NONE: Permissions = { write: false, maintain: false };

/** What a person may do in a repository: GitHub knows, custom roles included. */
export async function permissionsOf({ octokit, owner, repo }: Job, person: string): Promise<Permissions> {
  const answer = await octokit.rest.repos
    .getCollaboratorPermissionLevel({ owner, repo, username: person })
    .catch((error: unknown) => (isGone(error) ? undefined : Promise.reject(error)));
  // GitHub knows nobody of that name here.
  if (!answer) return NONE;
  const { permission, role_name: role, user } = answer.data;
  const isAdmin = permission === 'admin';
  const write = isAdmin || permission === 'write';
  const maintain = isAdmin || (write && (role === 'maintain' || user?.permissions?.maintain === true));
  return { write, maintain };
}
