import { inCheckRun } from '../publish/check-run.js';
import { failedCheckRunOf } from '../report/check-run/readiness.js';
import type { House, Installation } from './house.js';

/** Concludes the check-runs that a server left begun when it ended: those whose delivery waits are assessed again after. */
export async function concludeOrphans(
  house: House,
  installationOf: (id: number) => Promise<Installation['octokit']>,
): Promise<void> {
  for (const { installation, id, ...place } of await house.ledger.orphans()) {
    try {
      const octokit = await installationOf(installation);
      const settings = { octokit, memory: house.ledger, installation, patience: house.patience };
      const report = failedCheckRunOf('The server ended while it assessed it.', 'ratchet');
      await inCheckRun(
        place,
        settings,
        async () => report,
        () => report,
      );
    } catch (error) {
      house.log.warn({ err: error, ...place, id }, 'a check-run that was left begun could not be concluded');
    }
  }
}
