/** Notifies the registry of a module's newest commit with a `repository_dispatch`, if the module's policy requests it. */
import { REGISTRY } from '../../facts/registry/registry.js';
import type { MigrationFacts } from '../../report/migration/input.js';
import type { Handler } from '../context.js';

/** The event that triggers the registry's workflow. */
const EVENT = 'module-commit';

/** Sends the newest assessed commit of the default branch, unless the registry already received it. */
export const notice: Handler = async ({ octokit, owner, repo, repository }, { ledger, log }) => {
  const memory = await ledger.module(repository);
  if (!memory) return;
  const { subject, assessedAt } = memory.assessment;
  if (memory.notified === subject.sha) return;
  const { version } = memory.facts as MigrationFacts;
  await octokit.rest.repos.createDispatchEvent({
    owner,
    repo: REGISTRY.repository,
    event_type: EVENT,
    client_payload: { module: repo, commit: subject.sha, version: version ?? null, timestamp: assessedAt },
  });
  await ledger.noteModule({ ...memory, notified: subject.sha });
  log.info({ owner, repo, sha: subject.sha }, 'the registry was told');
};
