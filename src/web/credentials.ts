/** The credentials of the app: from GitHub, into the file that the server reads them from. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Octokit } from '@octokit/rest';
import { parse } from 'yaml';
import type { RegisteredApp } from './setup.js';

/** The manifest of the app, from its file. */
export function appManifest(path: string): object {
  return parse(readFileSync(path, 'utf8')) as object;
}

/** The code, which stands in the request's address, must not reach the log. */
const nothing = () => undefined;
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Exchanges the code of a registration for the app: https://docs.github.com/en/rest/apps/apps#create-a-github-app-from-a-manifest */
export async function exchanged(apiUrl: string, code: string): Promise<RegisteredApp> {
  const { data } = await new Octokit({ baseUrl: apiUrl, log: SILENT }).rest.apps.createFromManifest({ code });
  if (data.webhook_secret === null) throw new Error('GitHub gave the app no webhook secret');
  return {
    id: data.id,
    url: data.html_url,
    privateKey: data.pem,
    webhookSecret: data.webhook_secret,
    clientId: data.client_id,
    clientSecret: data.client_secret,
  };
}

/**
 * Writes the credentials of an app into an environment file, in place of empty or older ones. Its owner alone may read it.
 * @param publicUrl where people reach the server; over http, nobody can sign in, and the variables of the sign-in are left out
 */
export function keepCredentials(path: string, app: RegisteredApp, publicUrl: string): void {
  const { id, privateKey, webhookSecret, clientId, clientSecret } = app;
  const values = {
    APP_ID: String(id),
    PRIVATE_KEY: JSON.stringify(privateKey),
    WEBHOOK_SECRET: webhookSecret,
    ...(publicUrl.startsWith('https:')
      ? { PUBLIC_URL: publicUrl, GITHUB_CLIENT_ID: clientId, GITHUB_CLIENT_SECRET: clientSecret }
      : {}),
  };
  const others = existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .filter(line => !Object.keys(values).some(name => line.startsWith(`${name}=`)))
        .join('\n')
        .trimEnd()
    : '';
  const own = Object.entries(values).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(path, `${others === '' ? '' : `${others}\n`}${own.join('')}`, { mode: 0o600 });
  chmodSync(path, 0o600);
}
