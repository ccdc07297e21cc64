/** The streams: created with their limits, or checked. What exists is never changed. */
import {
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
  type StreamInfo,
} from '@nats-io/jetstream';
import { StoreOpenError } from '../unavailable.js';

/** What a stream must be like. */
export interface WantedStream {
  readonly name: string;
  readonly subjects: readonly string[];
  readonly description: string;
  /** The most bytes that it can hold. An existing stream can have another limit, but must have one. */
  readonly maxBytes: number;
  readonly replicas: number;
  /** What is dropped when it is full: the oldest messages, or none, so that a new one is refused. */
  readonly discard: 'old' | 'new';
  /** How long a message is kept, in days. Without it, for as long as there is room. */
  readonly days?: number;
}

/** How long the ID of a message is remembered, so that the same message is stored once, in nanoseconds. */
const DUPLICATE_WINDOW = 120_000_000_000;
const DAY = 86_400_000_000_000;
const STREAM_NOT_FOUND = 10_059;

/** Creates a stream, or checks the one that exists. @throws StoreOpenError if that one differs */
export async function ensureStream(streams: JetStreamManager, wanted: WantedStream): Promise<StreamInfo> {
  const found = await find(streams, wanted.name);
  if (!found) {
    // Another process can create it at the same time: with the same configuration, that is no error.
    return streams.streams.add(configOf(wanted));
  }
  refuseDifferences(found.config, wanted, checkedOf(wanted));
  return found;
}

/** Checks the limits of a bucket that exists. @throws StoreOpenError */
export async function checkBucket(
  streams: JetStreamManager,
  wanted: Pick<WantedStream, 'name' | 'replicas'>,
): Promise<void> {
  const found = await find(streams, wanted.name);
  if (found) refuseDifferences(found.config, wanted, { storage: StorageType.File, num_replicas: wanted.replicas });
}

async function find(streams: JetStreamManager, name: string): Promise<StreamInfo | undefined> {
  try {
    return await streams.streams.info(name);
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === STREAM_NOT_FOUND) return undefined;
    throw error;
  }
}

function configOf(wanted: WantedStream): Partial<StreamConfig> & { readonly name: string } {
  const { name, description, maxBytes } = wanted;
  return { name, description, max_bytes: maxBytes, ...checkedOf(wanted) };
}

/** What must be the same in a stream that exists. */
function checkedOf({ subjects, replicas, discard, days = 0 }: WantedStream): Partial<StreamConfig> {
  return {
    subjects: [...subjects],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    discard: discard === 'new' ? DiscardPolicy.New : DiscardPolicy.Old,
    num_replicas: replicas,
    max_age: days * DAY,
    duplicate_window: DUPLICATE_WINDOW,
  };
}

function refuseDifferences(
  config: StreamConfig,
  { name }: Pick<WantedStream, 'name'>,
  checked: Partial<StreamConfig>,
): void {
  const differences = Object.entries(checked).flatMap(([key, value]) => {
    const there = config[key as keyof StreamConfig];
    const [is, must] = [JSON.stringify(there), JSON.stringify(value)];
    return is === must ? [] : [`${key} is ${is} and must be ${must}`];
  });
  if (config.max_bytes <= 0) differences.push('max_bytes is not limited');
  if (differences.length === 0) return;
  throw new StoreOpenError(
    `the stream ${name} exists in NATS and differs: ${differences.join('; ')}. This program never changes a stream: correct it with the nats command, or delete it if nothing in it is needed`,
  );
}
