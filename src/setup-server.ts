import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { pino } from 'pino';
import { EnvironmentError, type ServerEnvironment } from './environment.js';
import { boundedServer, listenProblem } from './web/connections.js';

/** The app's manifest: the permissions and events that it requests. */
const MANIFEST = join(import.meta.dirname, '..', 'app.yml');

/** Before the app is registered: the pages that do it, and write the credentials to `.env`. */
export async function startSetup(
  { host, port, apiUrl, addresses, organization }: ServerEnvironment,
  fail: (message: string) => never,
): Promise<void> {
  if (process.env['NODE_ENV'] === 'production')
    throw new EnvironmentError('APP_ID is missing, and PRIVATE_KEY or PRIVATE_KEY_PATH; see .env.example');
  const log = pino({ name: 'cim-readiness' });
  const [{ setup }, { appManifest, exchanged, keepCredentials }] = await Promise.all([
    import('./web/setup.js'),
    import('./web/credentials.js'),
  ]);
  const { fetch } = setup({
    github: addresses.github,
    manifest: appManifest(MANIFEST),
    exchange: code => exchanged(apiUrl, code),
    keep: (app, publicUrl) => {
      keepCredentials('.env', app, publicUrl);
      log.info('the app is registered: restart the server');
    },
    failed: error => log.error({ err: error }, 'the app could not be registered'),
    ...(organization === undefined ? {} : { organization }),
  });
  const server = boundedServer(getRequestListener(fetch, { hostname: host })).listen(port, host, () => {
    const { port: at } = server.address() as AddressInfo;
    log.info({ host, port: at }, `the app is not registered yet: open http://${host}:${at}/ in a browser`);
  });
  server.on('error', (error: NodeJS.ErrnoException) => fail(listenProblem(error, host, port)));
}
