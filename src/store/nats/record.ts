/** The records of the log: each is one call that changes the store. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { SCHEMA_VERSION } from '../sqlite/schema.js';

/**
 * The rules by which records change the store. Processes with the same rules can share a log; one with older rules stops when it meets a
 * record of newer ones. Raise the number that is added if the rules change and the schema does not.
 */
export const RULES = SCHEMA_VERSION + 0;

/** What a record changes. */
export type Part = 'work' | 'ledger' | 'replicas';

/** One change of the store. */
export interface LogRecord {
  /** Also the token of the claim that the record makes. */
  readonly id: string;
  /** The process that wrote it. */
  readonly process: string;
  /** The version of that program, and its rules. */
  readonly version: string;
  readonly rules: number;
  /** Milliseconds since 1970, if the clock is not the broker's. */
  readonly at?: number;
  readonly part: Part;
  readonly method: string;
  readonly input: readonly unknown[];
}

/** Records that are longer are compressed, in bytes. */
const LONG = 1_024;
const GZIP = 0x1f;

export function encodeRecord(record: LogRecord): Uint8Array {
  const text = Buffer.from(
    JSON.stringify(record, (_, value: unknown) => (value instanceof Map ? { $map: [...value] } : value)),
  );
  return text.length > LONG ? gzipSync(text) : text;
}

/** @throws Error if the bytes are not those of a record */
export function decodeRecord(bytes: Uint8Array): LogRecord {
  const text = bytes[0] === GZIP ? gunzipSync(bytes) : Buffer.from(bytes);
  const value: unknown = JSON.parse(text.toString('utf8'), (_, each: unknown) =>
    isEncodedMap(each) ? new Map(each.$map) : each,
  );
  if (!isRecord(value)) throw new Error('it is not a record of this program');
  return value;
}

function isEncodedMap(value: unknown): value is { readonly $map: readonly (readonly [unknown, unknown])[] } {
  return typeof value === 'object' && value !== null && '$map' in value && Array.isArray(value.$map);
}

function isRecord(value: unknown): value is LogRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { id, process, version, rules, part, method, input } = value as Partial<Record<keyof LogRecord, unknown>>;
  return (
    [id, process, version, part, method].every(each => typeof each === 'string') &&
    typeof rules === 'number' &&
    Array.isArray(input)
  );
}
