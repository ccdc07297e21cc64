/** The streams of events that others read: one for public modules, one for private ones. */
import { DeliverPolicy, type JsMsg } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import { type Connection, connection } from './connection.js';
import type { NatsSettings } from './settings.js';
import { ensureStream } from './streams.js';

/** A message for others. */
export interface OutgoingMessage {
  readonly subject: string;
  readonly id: string;
  readonly installation: number;
  readonly repository: number;
  readonly body: unknown;
}

export interface EventStreams {
  /** Publishes messages in their order. Returns when NATS has stored them. */
  publish(messages: readonly OutgoingMessage[]): Promise<void>;
  /** Removes the messages about a repository, or about all of an installation. */
  erase(installation: number, repository: number | null): Promise<void>;
  /** Each message since a time, the oldest first. @param since ISO 8601 */
  read(stream: EventStream, since: string | undefined, take: (message: StoredMessage) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export type EventStream = 'public' | 'private';

export interface StoredMessage {
  readonly subject: string;
  readonly id: string;
  readonly data: Uint8Array;
  /** Publishes it once more, to another subject. */
  sendTo(subject: string): Promise<void>;
}

const STREAMS = {
  public: { name: 'cim_events', subjects: ['cim.readiness.>', 'cim.module.commit.>'] },
  private: { name: 'cim_events_private', subjects: ['cim.readiness-private.>', 'cim.module-private.commit.>'] },
} as const;
const MAX_BYTES = 256 * 1_024 ** 2;
/** How long events are kept, in days: as long as the history in the ledger. */
const DAYS = 1_100;
const [INSTALLATION, REPOSITORY, SUBJECT] = ['Cim-Installation', 'Cim-Repository', 'Cim-Subject'];

/** Connects, and creates or checks the streams. @throws StoreUnavailableError, StoreOpenError */
export async function openEventStreams(settings: NatsSettings): Promise<EventStreams> {
  const at = await connection(settings);
  try {
    for (const { name, subjects } of Object.values(STREAMS))
      await ensureStream(at.streams, {
        name,
        subjects,
        description: 'cim-readiness: what happened to modules',
        maxBytes: MAX_BYTES,
        replicas: settings.replicas,
        discard: 'old',
        days: DAYS,
      });
    return streamsOf(at);
  } catch (error) {
    await at.nats.close();
    throw error;
  }
}

function streamsOf(at: Connection): EventStreams {
  const { publisher, streams, nats } = at;
  return {
    async publish(messages) {
      for (const { subject, id, installation, repository, body } of messages) {
        const of = headers();
        of.set(INSTALLATION ?? '', String(installation));
        of.set(REPOSITORY ?? '', String(repository));
        await publisher.publish(subject, JSON.stringify(body), { msgID: id, headers: of });
      }
    },
    async erase(installation, repository) {
      for (const { name } of Object.values(STREAMS))
        await each(at, name, { headers_only: true }, async ({ headers: of, seq }) => {
          const isIts =
            of?.get(INSTALLATION ?? '') === String(installation) &&
            (repository === null || of.get(REPOSITORY ?? '') === String(repository));
          if (isIts) await streams.streams.deleteMessage(name, seq, true);
        });
    },
    read: (stream, since, take) => {
      const from = since === undefined ? {} : { deliver_policy: DeliverPolicy.StartTime, opt_start_time: since };
      return each(at, STREAMS[stream].name, from, ({ subject, data, headers: of }) =>
        take({
          subject,
          id: of?.get('Nats-Msg-Id') ?? '',
          data,
          async sendTo(other) {
            const copied = headers();
            copied.set(SUBJECT ?? '', subject);
            nats.publish(other, data, { headers: copied });
          },
        }),
      );
    },
    async close() {
      await nats.drain();
    },
  };
}

/** Calls `take` with each message that a stream holds now. */
async function each(
  { publisher, streams }: Connection,
  stream: string,
  options: object,
  take: (message: JsMsg) => Promise<void>,
): Promise<void> {
  const { state } = await streams.streams.info(stream);
  if (state.messages === 0) return;
  const consumer = await publisher.consumers.get(stream, options);
  for (;;) {
    const messages = await consumer.fetch({ max_messages: 500, expires: 1_000 });
    let last = 0;
    for await (const message of messages) {
      last = message.seq;
      await take(message);
      if (message.info.pending === 0) return;
    }
    // Nothing came within the time: nothing is left.
    if (last === 0) return;
  }
}
