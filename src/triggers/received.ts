/** What all handlers of GitHub's events share: who sent it, and whether the repository is a module. */
import type { Context } from 'probot';
import { isGone } from './faults.js';
import type { House, Installation } from './house.js';
import { isModule, nameOf, type RepositoryPayload } from './modules.js';

/** An event, as Probot hands it on. */
export type Received = Pick<Context, 'octokit'> & {
  readonly payload: {
    readonly repository?: unknown;
    readonly installation?: { readonly id: number } | null | undefined;
  };
};

/** GitHub, as the installation sees it that an event came from; undefined where the webhook is not the app's own. */
export function installationOf({ payload, octokit }: Received, house: House): Installation | undefined {
  if (payload.installation)
    return { octokit: octokit as unknown as Installation['octokit'], id: payload.installation.id };
  house.log.warn({}, 'an event without an installation: the webhook is not the app’s own');
  return undefined;
}

/** Goes on where the repository is a module, as the installation that the event came from. */
export async function ofModule(
  received: Received,
  house: House,
  go: (installation: Installation, repository: RepositoryPayload) => Promise<void>,
): Promise<void> {
  const installation = installationOf(received, house);
  const repository = received.payload.repository as RepositoryPayload | undefined;
  if (!installation || !repository) return;
  try {
    if (await isModule(installation, repository, house)) await go(installation, repository);
  } catch (error) {
    if (!isGone(error)) throw error;
    house.log.warn({ ...nameOf(repository), request: error.request.url }, 'it is gone, or may not be seen');
  }
}
