/** New permissions and events wait until an organization approves them: the tracking issues say which. */
import type { AwaitedApproval } from '../fleet/migration-state.js';
import type { Granted } from '../report/doctor/facts.js';
import { approvalUrl, awaitedNeeds, consequence, grantedLevel } from '../report/doctor/grants.js';
import type { AppContext } from './context.js';

/** An installation as GitHub lists it. */
export interface ListedInstallation {
  readonly id: number;
  readonly html_url: string;
  readonly suspended_at: string | null;
  readonly permissions?: object | null;
  readonly events?: readonly string[] | null;
}

/** Notes what the installations have not approved yet, and updates the migration issues where that changed. */
export async function noteApprovals(
  installations: readonly ListedInstallation[],
  { appOctokit, ledger, work, wake }: Pick<AppContext, 'appOctokit' | 'ledger' | 'work' | 'wake'>,
): Promise<void> {
  const { data } = await (await appOctokit()).rest.apps.getAuthenticated();
  const app = grantedIn(data ?? {});
  const awaited = new Map<number, AwaitedApproval>();
  const changed = new Set<number>();
  for (const installation of installations) {
    const { id, suspended_at: suspended } = installation;
    const now = suspended ? undefined : awaitedApproval(app, installation);
    if (now) awaited.set(id, now);
    if (JSON.stringify(now) !== JSON.stringify(await ledger.awaited(id))) changed.add(id);
  }
  const modules = changed.size === 0 ? [] : await ledger.modules();
  // Added before the change is noted: if the process ends in between, the next sweep finds the change again.
  await work.add(
    modules.flatMap(({ installation, repository, owner, repo }) =>
      changed.has(installation)
        ? [{ installation, repository, owner, repo, name: 'migration', priority: 'background' } as const]
        : [],
    ),
  );
  await ledger.noteAwaited(awaited);
  wake();
}

function awaitedApproval(app: Granted, listed: ListedInstallation): AwaitedApproval | undefined {
  const installation = grantedIn(listed);
  const { permissions, events } = awaitedNeeds(app, installation);
  const needs = [
    ...permissions.map(need => ({
      what: `${need.name}: ${need.level}${grantedLevel(installation, need.name)}`,
      without: consequence(installation, need),
    })),
    ...events.map(({ name, without }) => ({ what: name, without })),
  ];
  return needs.length === 0 ? undefined : { url: approvalUrl(listed.html_url), needs };
}

function grantedIn({ permissions, events }: Pick<ListedInstallation, 'permissions' | 'events'>): Granted {
  return { permissions: { ...permissions }, events: events ?? [] };
}
