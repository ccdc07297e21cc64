/** Requests failed deliveries again, because GitHub does not retry them by itself. */
import type { AppContext } from './context.js';

/** The most pages of 100 deliveries that are read. */
const PAGES = 3;
/** GitHub keeps deliveries for three days. */
const LONGEST_AGO = 3 * 86_400_000;
/** A delivery that failed this often is not requested again. */
const MOST_ATTEMPTS = 4;

interface HookDelivery {
  readonly id: number;
  readonly guid: string;
  readonly delivered_at: string;
  readonly status_code: number;
}

/** Requests the deliveries of the app's webhook again that failed and have not succeeded since. */
export async function redeliverFailed({ appOctokit, now, log }: AppContext): Promise<void> {
  const app = await appOctokit();
  const deliveries: HookDelivery[] = [];
  let pages = 0;
  for await (const { data } of app.paginate.iterator(app.rest.apps.listWebhookDeliveries, { per_page: 100 })) {
    deliveries.push(...data);
    if (++pages === PAGES) break;
  }
  for (const { id, guid } of failedDeliveries(deliveries, Date.parse(now()))) {
    await app.rest.apps.redeliverWebhookDelivery({ delivery_id: id });
    log.info({ delivery: guid }, 'requested a failed delivery again');
  }
}

/** The newest attempt of each delivery that never succeeded. @param now milliseconds since 1970 */
export function failedDeliveries(deliveries: readonly HookDelivery[], now: number): HookDelivery[] {
  const byGuid = new Map<string, HookDelivery[]>();
  for (const delivery of deliveries) byGuid.set(delivery.guid, [...(byGuid.get(delivery.guid) ?? []), delivery]);
  return [...byGuid.values()].flatMap(attempts => {
    const [newest] = attempts;
    const isFine = attempts.some(({ status_code: status }) => status >= 200 && status < 300);
    const isOld = newest !== undefined && now - Date.parse(newest.delivered_at) > LONGEST_AGO;
    return isFine || isOld || attempts.length >= MOST_ATTEMPTS || !newest ? [] : [newest];
  });
}
