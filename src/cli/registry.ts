/** Where the registry is: named with `--registry`, in the current directory, or the organization's on GitHub. */
import { stat } from 'node:fs/promises';
import { collectHistory } from '../collect/local-history.js';
import { githubRegistry, hasRegistry, localRegistry } from '../collect/registry.js';
import { UnreadableError } from '../collect/unreadable.js';
import type { RegistryFiles } from '../facts/registry/model.js';
import { REGISTRY } from '../facts/registry/registry.js';

/** The files of the requested registry. @param named a directory, or OWNER/REPO on GitHub */
export async function registryFiles(named: string | undefined): Promise<RegistryFiles> {
  if (named === undefined) return (await hasRegistry('.')) ? localRegistry('.') : ofOrganization();
  const isDirectory = await stat(named).then(
    found => found.isDirectory(),
    () => false,
  );
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(named) ?? [];
  if (isDirectory) return localRegistry(named);
  if (owner === undefined || repo === undefined) throw new UnreadableError(`${named} is not a directory`);
  return onGitHub(owner, repo);
}

async function ofOrganization(): Promise<RegistryFiles> {
  const owner = await collectHistory('.').then(
    ({ subject }) => subject.owner,
    () => null,
  );
  if (owner === null) throw new UnreadableError('no registry found here: name one with --registry DIR or OWNER/REPO');
  return onGitHub(owner, REGISTRY.repository);
}

async function onGitHub(owner: string, repo: string): Promise<RegistryFiles> {
  const { clientOfPerson } = await import('./github.js');
  return githubRegistry(clientOfPerson(), owner, repo);
}
