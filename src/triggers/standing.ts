import type { Installation, RepositoryName } from './house.js';

/** What a person may do in a repository. */
export interface Standing {
  readonly write: boolean;
  readonly maintain: boolean;
}

/** How a person stands to a repository: GitHub knows, custom roles included. */
export async function standingOf(
  { owner, repo }: RepositoryName,
  person: string,
  { octokit }: Installation,
): Promise<Standing> {
  const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel({ owner, repo, username: person });
  const { permission, role_name: role, user } = data;
  const isAdmin = permission === 'admin';
  const write = isAdmin || permission === 'write';
  const maintain = isAdmin || (write && (role === 'maintain' || user?.permissions?.maintain === true));
  return { write, maintain };
}
