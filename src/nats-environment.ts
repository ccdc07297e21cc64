/** Reads the environment variables that reach NATS. */
import { z } from 'zod';
import type { NatsSettings } from './store/nats/settings.js';
import { parseVariables, readText, type Variables } from './variables.js';

const SERVERS = z.array(
  z.url({ protocol: /^(?:nats|tls)$/, error: 'must be nats://HOST:PORT or tls://HOST:PORT, or several with commas' }),
);
const REPLICAS = z.literal([1, 3, 5], { error: 'must be 1, 3, or 5' });

/** The variables that reach NATS. */
const NATS = z.object({
  NATS_URL: z
    .string()
    .transform(list => list.split(',').map(each => each.trim()))
    .pipe(SERVERS)
    .optional(),
  NATS_CREDENTIALS: z.string().optional(),
  NATS_NKEY: z.string().optional(),
  NATS_CA_FILE: z.string().optional(),
  NATS_CERT_FILE: z.string().optional(),
  NATS_KEY_FILE: z.string().optional(),
  NATS_REPLICAS: z.coerce.number().pipe(REPLICAS).default(1),
});

/** Reads the variables that reach NATS. @returns undefined without NATS_URL @throws EnvironmentError */
export function readNats(variables: Variables): NatsSettings | undefined {
  const { NATS_URL, NATS_CREDENTIALS, NATS_NKEY, NATS_CA_FILE, NATS_CERT_FILE, NATS_KEY_FILE, NATS_REPLICAS } =
    parseVariables(NATS, variables);
  if (NATS_URL === undefined) return undefined;
  const [first = ''] = NATS_URL;
  const { username, password, protocol } = new URL(first);
  const files = { caFile: NATS_CA_FILE, certFile: NATS_CERT_FILE, keyFile: NATS_KEY_FILE };
  const given = Object.fromEntries(Object.entries(files).filter(([, path]) => path !== undefined));
  const usesTls = protocol === 'tls:' || Object.keys(given).length > 0;
  return {
    servers: NATS_URL.map(url => {
      const { hostname, port } = new URL(url);
      return `${hostname}:${port || '4222'}`;
    }),
    replicas: NATS_REPLICAS,
    ...(username === ''
      ? {}
      : password === ''
        ? { token: decodeURIComponent(username) }
        : { user: decodeURIComponent(username), password: decodeURIComponent(password) }),
    ...(NATS_CREDENTIALS === undefined ? {} : { credentials: readText('NATS_CREDENTIALS', NATS_CREDENTIALS) }),
    ...(NATS_NKEY === undefined ? {} : { nkey: readText('NATS_NKEY', NATS_NKEY).trim() }),
    ...(usesTls ? { tls: given } : {}),
  };
}
