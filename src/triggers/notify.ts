/** Tells the registry of a module's newest commit, where its policy asks for it: as a `repository_dispatch`. */

import { REGISTRY } from '../facts/registry/registry.js';
import type { MigrationFacts } from '../report/migration/matter.js';
import type { House, Installation, RepositoryName } from './house.js';

/** The event that the registry's workflow listens to. */
const EVENT = 'module-commit';

/**
 * Sends the newest commit of the default branch that was assessed.
 * @throws GitHub's errors: 404 where the app is not installed on the registry
 */
export async function notifyRegistry(
  { owner, repo }: RepositoryName,
  { octokit }: Installation,
  house: House,
): Promise<void> {
  const memory = await house.ledger.migration({ owner, repo });
  if (!memory) return;
  const { subject, assessedAt } = memory.assessment;
  const { version } = memory.facts as MigrationFacts;
  await octokit.rest.repos.createDispatchEvent({
    owner,
    repo: REGISTRY.repository,
    event_type: EVENT,
    client_payload: { module: repo, commit: subject.sha, version: version ?? null, timestamp: assessedAt },
  });
  house.log.info({ owner, repo, sha: subject.sha }, 'the registry was told');
}
