/** Compares what was granted with what the app needs. */
import type { Granted } from './facts.js';
import { EVENTS, type EventNeed, PERMISSIONS, type PermissionNeed } from './needs.js';

const LEVEL_RANKS: Readonly<Record<string, number>> = { read: 1, write: 2, admin: 3 };

/** The rank of a level of access; 0 for none. */
export function levelRank(level: string | undefined): number {
  return LEVEL_RANKS[level ?? ''] ?? 0;
}

/** Whether a permission was not granted, or at a lower level. */
export function lacksPermission({ permissions }: Granted, { name, level }: PermissionNeed): boolean {
  return levelRank(permissions[name]) < levelRank(level);
}

/** Whether GitHub does not send an event. */
export function lacksEvent(
  { permissions, events }: Granted,
  { name, permission, withoutSubscription }: EventNeed,
): boolean {
  return !events.includes(name) && !(withoutSubscription && levelRank(permissions[permission]) >= levelRank('write'));
}

/** What does not work without a permission, or with the lower level that was granted. */
export function consequence({ permissions }: Granted, { name, without, withReadOnly }: PermissionNeed): string {
  return levelRank(permissions[name]) > 0 ? (withReadOnly ?? without) : without;
}

/** The level that was granted, in parentheses. */
export function grantedLevel({ permissions }: Granted, name: string): string {
  return permissions[name] === undefined ? '' : ` (granted: ${permissions[name]})`;
}

/** What the app was granted, and an installation has not approved yet; without the events that come with a permission. */
export function awaitedNeeds(
  app: Granted,
  installation: Granted,
): { readonly permissions: readonly PermissionNeed[]; readonly events: readonly EventNeed[] } {
  const permissions = PERMISSIONS.filter(each => !lacksPermission(app, each) && lacksPermission(installation, each));
  const behind = new Set(permissions.map(({ name }) => name));
  const events = EVENTS.filter(
    each => !lacksEvent(app, each) && lacksEvent(installation, each) && !behind.has(each.permission),
  );
  return { permissions, events };
}

/** Where an owner of an organization approves new permissions. @param page the URL of the installation's settings */
export function approvalUrl(page: string): string {
  return `${page}/permissions/update`;
}
