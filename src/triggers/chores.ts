/**
 * Work that nobody waits for: it stands in an inbox of its own, so that it survives a restart and no check-run waits behind
 * it. One chore is done at a time, at the pace that GitHub asks of those who create content.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Delivery, Inbox } from '../inbox/inbox.js';
import { assessDefault } from './assess-and-log.js';
import { reasonOf } from './assess-commit.js';
import { isGone, isPassing, tryAgain } from './faults.js';
import type { Chore, House, Installation, RepositoryName } from './house.js';
import { followMigration } from './migration.js';
import { isModule } from './modules.js';
import { notifyRegistry } from './notify.js';
import { onboard } from './onboarding.js';

const CHORE: z.ZodType<Chore> = z.object({
  kind: z.enum(['onboard', 'migration', 'reassess', 'notify']),
  owner: z.string(),
  repo: z.string(),
  installation: z.number(),
});

/** Puts chores into their inbox; one of a kind for a repository at a time. */
export function choresIn(inbox: Inbox, wake: () => void): House['chores'] {
  return {
    async put(chore, after = 0) {
      const { kind, owner, repo } = chore;
      const lane = `${owner}/${repo} ${kind}`.toLowerCase();
      await inbox.put({ id: randomUUID(), event: kind, payload: JSON.stringify(chore), lane, topic: kind, after });
      wake();
    },
  };
}

/** Does a chore. @throws TryAgainError where GitHub's fault may pass */
export async function doChore(
  { payload }: Pick<Delivery, 'payload'>,
  house: House,
  octokitOf: (installation: number) => Promise<Installation['octokit']>,
): Promise<void> {
  const { kind, owner, repo, installation: id } = CHORE.parse(JSON.parse(payload));
  const name: RepositoryName = { owner, repo };
  try {
    const installation = { octokit: await octokitOf(id), id };
    if (kind === 'migration') return await followMigration(name, installation, house);
    if (kind === 'notify') return await notifyRegistry(name, installation, house);
    const { data: repository } = await installation.octokit.rest.repos.get({ owner, repo });
    if (!(await isModule(installation, repository, house))) return;
    if (kind === 'onboard') await onboard(repository, installation, house);
    else await assessDefault(installation, repository, house);
  } catch (error) {
    if (isGone(error)) return house.log.warn({ owner, repo, kind }, 'it is gone, or may not be seen');
    if (isPassing(error)) throw tryAgain(error, reasonOf(error));
    throw error;
  }
}
