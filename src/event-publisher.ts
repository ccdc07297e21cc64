/** Tells others of the ledger's events, through NATS. What they were not told of waits in the ledger. */
import type { Message } from './publish/events.js';
import { messagesOf } from './publish/events.js';
import type { Ledger } from './store/ledger.js';
import { type EventStreams, openEventStreams } from './store/nats/event-streams.js';
import type { NatsSettings } from './store/nats/settings.js';

/** How many events are read at once. */
const BATCH = 100;

export interface EventPublisher {
  /** Publishes what waits. */
  publish(): Promise<void>;
  /** Why others are not told at the moment: a line, if there is a problem. */
  problem(): readonly string[];
  close(): Promise<void>;
}

/** Creates the publisher of one server. @param open connects to NATS */
export function createEventPublisher(
  ledger: Pick<Ledger, 'outgoing' | 'sent' | 'erasures' | 'erased'>,
  nats: NatsSettings,
  open: (settings: NatsSettings) => Promise<EventStreams> = openEventStreams,
): EventPublisher {
  let streams: EventStreams | undefined;
  let problem: string | undefined;
  const flush = async (to: EventStreams) => {
    for (const { number, installation, repository } of await ledger.erasures()) {
      await to.erase(installation, repository);
      await ledger.erased(number);
    }
    for (;;) {
      const events = await ledger.outgoing(BATCH);
      for (const event of events) {
        const { installation, repository } = event;
        const messages = messagesOf(event).map(({ subject, id, body }: Message) => ({
          subject,
          id,
          body,
          installation,
          repository,
        }));
        await to.publish(messages);
      }
      const last = events.at(-1);
      if (!last) return;
      await ledger.sent(last.number);
    }
  };
  return {
    async publish() {
      try {
        streams ??= await open(nats);
        await flush(streams);
        problem = undefined;
      } catch (error) {
        problem = `events are not published: ${error instanceof Error ? error.message : String(error)}`;
        await streams?.close().catch(() => undefined);
        streams = undefined;
      }
    },
    problem: () => (problem === undefined ? [] : [problem]),
    close: async () => streams?.close(),
  };
}
