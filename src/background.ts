/** What the server does behind listening: what an earlier version left, the self-check, the sweep. */
import type { Logger } from 'pino';
import type { App } from './app/app.js';
import type { AppContext } from './app/context.js';
import { type SelfCheck, selfCheck } from './app/self-check.js';
import { emptySweepMemory, sweep } from './app/sweep.js';
import type { Metrics } from './app/telemetry/metrics.js';
import type { EventPublisher } from './event-publisher.js';
import type { ServerStore } from './server-store.js';

/** How often the sweep runs, in milliseconds. */
const HOUR = 3_600_000;
/** Of several servers, one leads: it sweeps, and tells others of events. How often the lead is renewed, and how long it is held without that, in milliseconds. */
const MINUTE = 60_000;
const LEAD = 180_000;
/** How often others are told of events, in milliseconds. */
const PUBLISHING = 1_000;
/** How soon the server checks again whether it can authenticate if GitHub did not answer, in milliseconds. */
const SOON = 60_000;

/** Does it until the process ends. @param checked called with what each self-check found */
export async function background(
  context: AppContext,
  app: App,
  store: ServerStore,
  log: Logger,
  metrics: Metrics,
  checked: (found: SelfCheck) => void,
  publisher?: EventPublisher,
): Promise<void> {
  await store
    .takeOldDeliveries(app.accept)
    .catch((error: unknown) => log.error({ err: error }, 'the deliveries of an earlier version could not be taken'));
  const check = async (): Promise<void> => {
    try {
      const found = await selfCheck(context);
      for (const problem of found.problems) log.error(problem);
      for (const warning of found.warnings) log.warn(warning);
      checked(found);
    } catch (error) {
      log.warn({ err: error }, 'GitHub did not answer whether this app can sign in');
      setTimeout(() => void check(), SOON).unref();
    }
  };
  await check();
  // Each server has trees of its own: what is erased is erased in all of them.
  const tidy = async (): Promise<void> => {
    try {
      await context.trees?.retain(await context.ledger.owners());
    } catch (error) {
      log.warn({ err: error }, 'old trees could not be erased');
    }
  };
  setInterval(() => void tidy(), HOUR).unref();
  await tidy();
  const memory = emptySweepMemory();
  const clock = performance.now.bind(performance);
  let lastSweep: number | undefined;
  let leads = false;
  let publishing: Promise<void> | undefined;
  const publishOnce = () => {
    if (leads) publishing ??= publisher?.publish().finally(() => (publishing = undefined));
  };
  setInterval(publishOnce, PUBLISHING).unref();
  const lead = async () => {
    leads = await store.lead(LEAD / 1_000).catch(() => false);
    // Who takes the lead, or has it again, does not know what was missed.
    if (!leads) lastSweep = undefined;
    else if (lastSweep === undefined || clock() - lastSweep >= HOUR) {
      lastSweep = clock();
      await metrics.sweeping(() => sweep(context, memory));
    }
  };
  let leading: Promise<void> | undefined;
  const leadOnce = () => (leading ??= lead().finally(() => (leading = undefined)));
  setInterval(() => void leadOnce(), MINUTE).unref();
  await leadOnce();
}
