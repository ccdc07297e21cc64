/** Connects to NATS, and says in words what is wrong with it. */
import { jetstream, type JetStreamClient, type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import {
  type Authenticator,
  connect,
  credsAuthenticator,
  type NatsConnection,
  nkeyAuthenticator,
  type NodeConnectionOptions,
} from '@nats-io/transport-node';
import { StoreOpenError, StoreUnavailableError } from '../unavailable.js';
import type { NatsSettings } from './settings.js';

/** A connection to a server with JetStream. It is used until it breaks, and is never repaired. */
export interface Connection {
  readonly nats: NatsConnection;
  readonly streams: JetStreamManager;
  readonly publisher: JetStreamClient;
}

/** How long the server can take to answer, in milliseconds. */
const PATIENCE = 3_000;
/** How often a quiet connection is tried, in milliseconds; a second missing answer breaks it. */
const PING = 3_000;

/** @throws StoreUnavailableError with words */
export async function connection(settings: NatsSettings): Promise<Connection> {
  try {
    const nats = await connect(optionsOf(settings));
    try {
      return {
        nats,
        streams: await jetstreamManager(nats, { timeout: PATIENCE }),
        publisher: jetstream(nats, { timeout: PATIENCE }),
      };
    } catch (error) {
      await nats.close();
      throw error;
    }
  } catch (error) {
    throw unavailable(error, placesOf(settings));
  }
}

function optionsOf(settings: NatsSettings): NodeConnectionOptions {
  const { servers, user, password, token, tls } = settings;
  const authenticator = authenticatorOf(settings);
  return {
    servers: [...servers],
    name: 'cim-readiness',
    timeout: PATIENCE,
    reconnect: false,
    maxPingOut: 2,
    pingInterval: PING,
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { pass: password }),
    ...(token === undefined ? {} : { token }),
    ...(tls === undefined ? {} : { tls }),
    ...(authenticator === undefined ? {} : { authenticator }),
  };
}

function authenticatorOf({ credentials, nkey }: NatsSettings): Authenticator | undefined {
  const encoder = new TextEncoder();
  if (credentials !== undefined) return credsAuthenticator(encoder.encode(credentials));
  return nkey === undefined ? undefined : nkeyAuthenticator(encoder.encode(nkey));
}

function placesOf({ servers }: NatsSettings): string {
  return servers.join(', ');
}

const PROBLEMS: readonly (readonly [RegExp, string])[] = [
  [/authorization|authentication/i, 'refuses this user: check the credentials'],
  [/permissions violation/i, 'does not permit what this program does: see docs/operations.md for the permissions'],
  [/jetstream (?:is )?not enabled/i, 'has no JetStream: turn it on in its configuration'],
  [/insufficient storage/i, 'has no storage left for the streams: raise max_file_store, or free space'],
  [/maximum (?:bytes|messages) exceeded/i, 'is full: the log takes nothing until a snapshot has made room'],
  [/maximum message size|max.?payload/i, 'takes no message of this size: raise max_payload'],
  [/certificate|tls|ssl/i, 'does not agree on TLS: check NATS_CA_FILE, NATS_CERT_FILE, and NATS_KEY_FILE'],
  [/refused|closed|timeout|ENOTFOUND|EAI_AGAIN|ECONN|no responders|disconnect/i, 'cannot be reached'],
];

/** An error of NATS in words. */
export function unavailable(error: unknown, place = 'NATS'): Error {
  if (error instanceof StoreUnavailableError || error instanceof StoreOpenError) return error;
  const reason = reasonOf(error);
  const [, words] = PROBLEMS.find(([known]) => known.test(reason)) ?? [];
  const where = place === 'NATS' ? place : `NATS at ${place}`;
  return new StoreUnavailableError(`${where} ${words ?? 'fails'} (${reason})`, { cause: error });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error && error.cause.message !== '' ? `: ${error.cause.message}` : '';
  return `${error.message || error.name}${cause}`;
}
