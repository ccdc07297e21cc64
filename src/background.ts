/** What the server does behind listening: what an earlier version left, the self-check, the sweep. */
import type { Logger } from 'pino';
import type { App } from './app/app.js';
import type { AppContext } from './app/context.js';
import { type SelfCheck, selfCheck } from './app/self-check.js';
import { emptySweepMemory, sweep } from './app/sweep.js';
import type { Metrics } from './app/telemetry/metrics.js';
import type { SqliteStore } from './store/sqlite/database.js';
import { takeOldDeliveries } from './store/sqlite/first-schema.js';

/** How often the sweep runs, in milliseconds. */
const HOUR = 3_600_000;
/** How soon the server checks again whether it can authenticate if GitHub did not answer, in milliseconds. */
const SOON = 60_000;

/** Does it until the process ends. @param checked called with what each self-check found */
export async function background(
  context: AppContext,
  app: App,
  store: SqliteStore,
  log: Logger,
  metrics: Metrics,
  checked: (found: SelfCheck) => void,
): Promise<void> {
  await takeOldDeliveries(store.database, app.accept).catch((error: unknown) =>
    log.error({ err: error }, 'the deliveries of an earlier version could not be taken'),
  );
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
  const memory = emptySweepMemory();
  let sweeping: Promise<void> | undefined;
  const sweepOnce = () =>
    (sweeping ??= metrics.sweeping(() => sweep(context, memory)).finally(() => (sweeping = undefined)));
  setInterval(() => void sweepOnce(), HOUR).unref();
  await sweepOnce();
}
