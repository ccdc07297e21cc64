import type { Job } from './context.js';
import { isGone } from './errors.js';

/** The permissions of a person in a repository. */
export interface Permissions {
  readonly write: boolean;
  readonly maintain: boolean;
}

const NONE: Permissions = { write: false, maintain: false };

/** Reads a person's permissions in a repository from GitHub, including custom roles. */
export async function readPermissions({ octokit, owner, repo }: Job, person: string): Promise<Permissions> {
  const answer = await octokit.rest.repos
    .getCollaboratorPermissionLevel({ owner, repo, username: person })
    .catch((error: unknown) => (isGone(error) && error.status === 404 ? undefined : Promise.reject(error)));
  // No user of that name exists.
  if (!answer) return NONE;
  const { permission, role_name: role, user } = answer.data;
  const isAdmin = permission === 'admin';
  const write = isAdmin || permission === 'write';
  const maintain = isAdmin || (write && (role === 'maintain' || user?.permissions?.maintain === true));
  return { write, maintain };
}
