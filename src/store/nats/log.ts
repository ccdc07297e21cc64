/** The log of a store: a stream of records, which each process follows from where it is. */
import { DeliverPolicy, type JsMsg, type StreamInfo } from '@nats-io/jetstream';
import type { Connection } from './connection.js';
import type { Position } from './machine.js';
import { decodeRecord, type LogRecord } from './record.js';

/** The log does not continue where this replica is: the replica is made again. */
export class LostPlaceError extends Error {
  override readonly name = 'LostPlaceError';
}

export interface Log {
  /** The stream, as it is now. */
  info(): Promise<StreamInfo>;
  /** Whether the log goes on after a position, and has not lost what was there. */
  continues(position: Position, info: StreamInfo): Promise<boolean>;
  /** @returns the sequence of the record @throws Error if it is not known whether it was stored */
  publish(id: string, bytes: Uint8Array): Promise<number>;
  /** Calls `apply` with each record after a sequence, in order, until the connection breaks. */
  follow(after: number, apply: (message: JsMsg) => Promise<void>): Promise<void>;
  /** Removes the records before a sequence. */
  removeBefore(sequence: number): Promise<void>;
}

/** How long NATS remembers a follower that is gone, in milliseconds. */
const INACTIVE = 30_000;

export function logIn({ nats, streams, publisher }: Connection, stream: string, subject: string): Log {
  return {
    info: () => streams.streams.info(stream),
    async continues({ stream: of, sequence, id }, { created, state }) {
      if (of !== created || sequence > state.last_seq || sequence < state.first_seq - 1) return false;
      if (sequence < state.first_seq || sequence === 0) return true;
      const message = await streams.streams.getMessage(stream, { seq: sequence });
      return message !== null && recordIn(message.data)?.id === id;
    },
    publish: async (id, bytes) => (await publisher.publish(subject, bytes, { msgID: id, retries: 0 })).seq,
    async follow(after, apply) {
      const consumer = await publisher.consumers.get(stream, {
        deliver_policy: DeliverPolicy.StartSequence,
        opt_start_seq: after + 1,
        inactive_threshold: INACTIVE,
      });
      const messages = await consumer.consume({ max_messages: 500 });
      void nats.closed().then(() => messages.stop());
      void (async () => {
        for await (const { type } of messages.status()) if (type === 'heartbeats_missed') messages.stop();
      })();
      for await (const message of messages) await apply(message);
    },
    removeBefore: async sequence => void (await streams.streams.purge(stream, { seq: sequence })),
  };
}

/** A record; undefined if it is not one of this program. */
export function recordIn(bytes: Uint8Array): LogRecord | undefined {
  try {
    return decodeRecord(bytes);
  } catch {
    return undefined;
  }
}
