/** Requests failed deliveries again, because GitHub does not retry them by itself. */
import type { AppContext } from './context.js';
import { isGone } from './errors.js';

/** The most pages of 100 deliveries that one sweep reads, and the most deliveries that it requests again. */
const MOST_PAGES = 100;
const MOST_REQUESTS = 1_000;
/** GitHub keeps deliveries for three days. */
const LONGEST_AGO = 3 * 86_400_000;
/** Deliveries that were in progress when the last sweep read the list are read again, in milliseconds. */
const OVERLAP = 600_000;

export interface HookDelivery {
  readonly id: number;
  readonly guid: string;
  readonly delivered_at: string;
  readonly status_code: number;
  /** Whether GitHub was asked for this attempt. */
  readonly redelivery?: boolean;
}

/** What the sweeps of one server remember. */
export interface RedeliveryMemory {
  /** Everything before this time was looked at: milliseconds since 1970. */
  since?: number;
  /** When each delivery that did not arrive yet was sent first, by its GUID. */
  open: ReadonlyMap<string, number>;
}

/**
 * Requests the deliveries of the app's webhook again that failed and have not succeeded since: all since the last sweep that read
 * everything, at the first sweep those of three days.
 */
export async function redeliverFailed(
  { appOctokit, now, log }: Pick<AppContext, 'appOctokit' | 'now' | 'log'>,
  memory: RedeliveryMemory,
): Promise<void> {
  const app = await appOctokit();
  const begun = Date.parse(now());
  const until = Math.max(begun - LONGEST_AGO, (memory.since ?? 0) - OVERLAP);
  const deliveries: HookDelivery[] = [];
  let pages = 0;
  let isWhole = true;
  for await (const { data } of app.paginate.iterator(app.rest.apps.listWebhookDeliveries, { per_page: 100 })) {
    deliveries.push(...data);
    pages += 1;
    const oldest = data.at(-1);
    if (oldest && Date.parse(oldest.delivered_at) < until) break;
    if (pages === MOST_PAGES) {
      isWhole = false;
      log.warn(
        { deliveries: deliveries.length },
        'too many deliveries to look at all of them: older ones were left out',
      );
      break;
    }
  }
  const { failed, open } = failedDeliveries(deliveries, memory.open, begun);
  memory.open = open;
  for (const { id, guid } of failed.slice(0, MOST_REQUESTS)) {
    try {
      await app.rest.apps.redeliverWebhookDelivery({ delivery_id: id });
      log.info({ delivery: guid }, 'requested a failed delivery again');
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  if (isWhole && failed.length <= MOST_REQUESTS) memory.since = begun;
}

/**
 * The newest attempt of each delivery that never succeeded, the oldest delivery first, and when each was sent first.
 * @param deliveries the newest first
 * @param known when deliveries that failed before were sent first
 * @param now milliseconds since 1970
 */
export function failedDeliveries(
  deliveries: readonly HookDelivery[],
  known: ReadonlyMap<string, number>,
  now: number,
): { readonly failed: HookDelivery[]; readonly open: ReadonlyMap<string, number> } {
  const byGuid = new Map<string, HookDelivery[]>();
  for (const delivery of deliveries) {
    const attempts = byGuid.get(delivery.guid);
    if (attempts) attempts.push(delivery);
    else byGuid.set(delivery.guid, [delivery]);
  }
  const failed: { readonly newest: HookDelivery; readonly first: number }[] = [];
  for (const [guid, attempts] of byGuid) {
    const [newest, oldest] = [attempts[0], attempts.at(-1)];
    if (!newest || !oldest || attempts.some(({ status_code: status }) => status >= 200 && status < 300)) continue;
    // GitHub does not list the first attempt anymore.
    const isOld = oldest.redelivery === true && !known.has(guid);
    const first = known.get(guid) ?? Date.parse(oldest.delivered_at);
    if (!isOld && now - first <= LONGEST_AGO) failed.push({ newest, first });
  }
  failed.sort((a, b) => a.first - b.first);
  return {
    failed: failed.map(({ newest }) => newest),
    open: new Map(failed.map(({ newest, first }) => [newest.guid, first])),
  };
}
