import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import nock from 'nock';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exchanged, keepCredentials } from '../../src/web/credentials.js';
import { withoutNetwork } from '../support/network.js';
import { type RegisteredApp, type SetupSettings, setup } from '../../src/web/setup.js';

const APP: RegisteredApp = {
  id: 7,
  url: 'https://github.com/apps/cim-readiness',
  privateKey: '-----BEGIN RSA PRIVATE KEY-----\nMII=\n-----END RSA PRIVATE KEY-----\n',
  webhookSecret: 'a secret',
  clientId: 'Iv1.x',
  clientSecret: 'another secret',
};
let kept: RegisteredApp[];
let codes: string[];
const pages = (more: Partial<SetupSettings> = {}) =>
  setup({
    github: 'https://github.com',
    manifest: { name: 'cim-readiness', default_permissions: { checks: 'write' } },
    exchange: async code => {
      codes.push(code);
      return APP;
    },
    keep: app => kept.push(app),
    failed: () => undefined,
    ...more,
  });
afterAll(() => nock.restore());
beforeEach(() => {
  kept = [];
  codes = [];
});

async function textOf(app: ReturnType<typeof setup>, path: string): Promise<string> {
  const response = await app.request(`https://cim.example${path}`);
  return (await response.text()).replaceAll('&quot;', '"');
}

describe('the page that registers the app', () => {
  it('asks for the organization, and sends its owner to GitHub with the manifest', async () => {
    const app = pages();
    expect(await textOf(app, '/')).toContain('name="organization"');
    const text = await textOf(app, '/?organization=acme');
    expect(text).toContain('action="https://github.com/organizations/acme/settings/apps/new?state=');
    expect(text).toContain('"checks":"write"');
    expect(text).toContain('"redirect_url":"https://cim.example/registered"');
    expect(text).toContain('"callback_urls":["https://cim.example/sign-in/callback"]');
    expect(text).toContain('"url":"https://cim.example/api/github/webhooks"');
  });

  it('does not ask where GH_ORG says it', async () => {
    expect(await textOf(pages({ organization: 'acme' }), '/')).toContain('/organizations/acme/settings/apps/new');
  });

  it('takes no other text for an organization, and shows it inert', async () => {
    const text = await textOf(pages(), '/?organization=%3Cscript%3E');
    expect(text).toContain('is not the name of an organization');
    expect(text).not.toContain('<script>');
  });

  it('stores the credentials, and says what comes next', async () => {
    const app = pages({ organization: 'acme' });
    const [, state = ''] = /\?state=([\w-]+)/.exec(await textOf(app, '/')) ?? [];
    const text = await textOf(app, `/registered?code=abc&state=${state}`);
    expect(codes).toEqual(['abc']);
    expect(kept).toEqual([APP]);
    expect(text).toContain('Restart the server');
    expect(text).toContain('href="https://github.com/apps/cim-readiness/installations/new"');
    expect(await textOf(app, '/')).toContain('Restart the server');
  });

  it('takes no code that it did not ask for', async () => {
    expect((await pages().request('/registered?code=abc&state=guessed')).status).toBe(400);
    expect(codes).toEqual([]);
  });

  it('answers /healthz, and is not ready', async () => {
    expect((await pages().request('/healthz')).status).toBe(200);
    expect((await pages().request('/readyz')).status).toBe(503);
  });
});

describe('the exchange of the code', () => {
  const github = () => nock('https://github.example').post('/api/v3/app-manifests/abc/conversions');
  const api = 'https://github.example/api/v3';
  const answer = {
    id: 7,
    html_url: APP.url,
    pem: APP.privateKey,
    webhook_secret: APP.webhookSecret,
    client_id: APP.clientId,
    client_secret: APP.clientSecret,
  };
  beforeEach(withoutNetwork);

  it('asks GitHub once, and takes the credentials from its answer', async () => {
    github().reply(201, answer);
    expect(await exchanged(api, 'abc')).toEqual(APP);
  });

  it('refuses an app without a webhook secret', async () => {
    github().reply(201, { ...answer, webhook_secret: null });
    await expect(exchanged(api, 'abc')).rejects.toThrow('no webhook secret');
  });

  it('whose code GitHub does not know, or whose credentials cannot be kept, says so and registers nothing', async () => {
    github().reply(404, { message: 'Not Found' });
    const failures: unknown[] = [];
    const failed = (error: unknown) => void failures.push(error);
    const full = () => {
      throw new Error('ENOSPC');
    };
    for (const app of [
      pages({ organization: 'acme', failed, exchange: code => exchanged(api, code) }),
      pages({ organization: 'acme', failed, keep: full }),
    ]) {
      const [, state = ''] = /\?state=([\w-]+)/.exec(await textOf(app, '/')) ?? [];
      expect((await app.request(`/registered?code=abc&state=${state}`)).status).toBe(502);
      expect(await textOf(app, '/')).not.toContain('Restart the server');
    }
    expect([failures.length, kept]).toEqual([2, []]);
  });
});

describe('the credentials', () => {
  it('are kept in .env beside what is there, for its owner alone', () => {
    const directory = mkdtempSync(join(tmpdir(), 'cim-setup-'));
    const path = join(directory, '.env');
    writeFileSync(path, '# The port.\nPORT=3100\nAPP_ID=\n');
    keepCredentials(path, APP, 'https://cim.example');
    const text = readFileSync(path, 'utf8');
    expect(text).toContain('# The port.\nPORT=3100\n');
    expect(parseEnv(text)).toEqual({
      PORT: '3100',
      APP_ID: '7',
      PRIVATE_KEY: APP.privateKey,
      WEBHOOK_SECRET: 'a secret',
      PUBLIC_URL: 'https://cim.example',
      GITHUB_CLIENT_ID: 'Iv1.x',
      GITHUB_CLIENT_SECRET: 'another secret',
    });
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    rmSync(directory, { recursive: true });
  });

  it('are without those of the sign-in for a server that is reached over http', () => {
    const directory = mkdtempSync(join(tmpdir(), 'cim-setup-'));
    const path = join(directory, '.env');
    keepCredentials(path, APP, 'http://cim.example');
    expect(readFileSync(path, 'utf8')).not.toContain('CLIENT');
    rmSync(directory, { recursive: true });
  });
});
