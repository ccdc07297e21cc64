/** `cim-readiness events replay`: sends published events once more. */
import { existsSync } from 'node:fs';
import { UnreadableError } from '../collect/unreadable.js';
import { readNats } from '../nats-environment.js';
import { type EventStream, openEventStreams } from '../store/nats/event-streams.js';
import { StoreOpenError, StoreUnavailableError } from '../store/unavailable.js';
import { EnvironmentError } from '../variables.js';
import { print } from './output.js';

/** Subjects under which the events themselves are kept, or that mean several. */
const NOT_A_SUBJECT = /^$|[\s*>]|^\.|\.\.|\.$|^cim\.(?:readiness|module)|^\$/;

/** Sends the events of a stream to a subject, the oldest first. @throws UnreadableError */
export async function replayEvents(
  subject: string,
  { since, of }: { readonly since?: string | undefined; readonly of: EventStream },
): Promise<void> {
  if (NOT_A_SUBJECT.test(subject))
    throw new UnreadableError(
      `${JSON.stringify(subject)} is not a subject to replay to: use one of your own, such as dashboard.rebuild`,
    );
  const from = since === undefined ? undefined : new Date(since);
  if (from && Number.isNaN(from.getTime()))
    throw new UnreadableError(`${JSON.stringify(since)} is not a time: use ISO 8601, such as 2026-06-01`);
  if (existsSync('.env')) process.loadEnvFile('.env');
  try {
    const nats = readNats(process.env);
    if (!nats) throw new UnreadableError('NATS_URL is missing: set it as for the server');
    const streams = await openEventStreams(nats);
    let count = 0;
    try {
      await streams.read(of, from?.toISOString(), async message => {
        await message.sendTo(subject);
        count += 1;
      });
    } finally {
      await streams.close();
    }
    await print(`sent ${count} events to ${subject}\n`);
  } catch (error) {
    if (error instanceof StoreOpenError || error instanceof StoreUnavailableError || error instanceof EnvironmentError)
      throw new UnreadableError(error.message, { cause: error });
    throw error;
  }
}
