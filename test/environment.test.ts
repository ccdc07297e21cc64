import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readEnvironment } from '../src/environment.js';
import { folder, removeFolders } from './collect/support/repositories.js';

afterAll(removeFolders);

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = String(privateKey.export({ type: 'pkcs1', format: 'pem' })).trim();
const APP = { APP_ID: '7', PRIVATE_KEY: PEM, WEBHOOK_SECRET: 'long enough' };

describe('the environment', () => {
  it('has defaults', () => {
    expect(readEnvironment({})).toEqual({
      host: 'localhost',
      port: 3000,
      workers: 2,
      logLevel: 'info',
      dataDir: 'data',
      paced: true,
      addresses: { github: 'https://github.com', docs: 'https://github.com/cim/cim-readiness/blob/main/docs' },
      apiUrl: 'https://api.github.com',
      trustedProxies: 0,
      store: 'sqlite',
    });
  });

  it('can name an advisory database', () => {
    expect(readEnvironment({ ADVISORIES_DIR: '/srv/advisory-db' })).toMatchObject({
      advisoriesDir: '/srv/advisory-db',
    });
    expect(readEnvironment({ ADVISORIES_DIR: '' })).not.toHaveProperty('advisoriesDir');
  });

  it.each([
    ['as PEM', { PRIVATE_KEY: PEM }],
    ['in one line', { PRIVATE_KEY: PEM.replaceAll('\n', '\\n') }],
    ['in base64', { PRIVATE_KEY: Buffer.from(PEM).toString('base64') }],
    ['as a file', { PRIVATE_KEY: '', PRIVATE_KEY_PATH: 'the file' }],
  ])('accepts a private key %s', (_, key) => {
    const file = join(folder(), 'key.pem');
    writeFileSync(file, `${PEM}\n`);
    const path = 'PRIVATE_KEY_PATH' in key ? { PRIVATE_KEY_PATH: file } : {};
    expect(readEnvironment({ ...APP, ...key, ...path })).toMatchObject({
      app: { id: 7, privateKey: PEM, webhookSecret: 'long enough' },
    });
  });

  it('accepts an organization to register the app for', () => {
    expect(readEnvironment({ GH_ORG: 'acme' })).toMatchObject({ organization: 'acme' });
  });

  it('accepts the webhook secret before the present one', () => {
    expect(readEnvironment({ ...APP, WEBHOOK_SECRET_PREVIOUS: 'long before' })).toMatchObject({
      app: { webhookSecret: 'long enough', previousSecret: 'long before' },
    });
  });

  it('accepts what people sign in with', () => {
    const given = {
      PUBLIC_URL: 'https://cim.example/',
      GITHUB_CLIENT_ID: 'Iv1.x',
      GITHUB_CLIENT_SECRET: 'long enough',
    };
    const signIn = { publicUrl: 'https://cim.example', clientId: 'Iv1.x', clientSecret: 'long enough' };
    expect(readEnvironment({ ...APP, ...given })).toMatchObject({ signIn, publicUrl: 'https://cim.example' });
    expect(readEnvironment(APP)).not.toHaveProperty('signIn');
  });

  it.each([
    ['GITHUB_CLIENT_SECRET', { PUBLIC_URL: 'https://cim.example', GITHUB_CLIENT_ID: 'Iv1.x' }],
    ['GITHUB_CLIENT_ID', { PUBLIC_URL: 'https://cim.example', GITHUB_CLIENT_SECRET: 'long enough' }],
    ['PUBLIC_URL', { GITHUB_CLIENT_ID: 'Iv1.x', GITHUB_CLIENT_SECRET: 'long enough' }],
  ])('names %s if it is all that the sign-in lacks', (name, given) => {
    expect(() => readEnvironment({ ...APP, ...given })).toThrow(`${name} is missing`);
  });

  it.each([
    ['over http', 'http://cim.example', 'https://'],
    ['with a path', 'https://cim.example/readiness', 'no path'],
    ['that is no address', 'cim.example', 'web address'],
  ])('refuses a public address %s', (_, url, words) => {
    expect(() => readEnvironment({ ...APP, PUBLIC_URL: url })).toThrow(words);
  });

  it('accepts a public address over http of the machine itself', () => {
    expect(readEnvironment({ PUBLIC_URL: 'http://localhost:3000' })).toMatchObject({
      publicUrl: 'http://localhost:3000',
    });
  });

  it('accepts a GitHub Enterprise Server', () => {
    expect(
      readEnvironment({ GHE_HOST: 'git.example:8443', GHE_PROTOCOL: 'http', DOCS_URL: 'https://docs.example/cim/' }),
    ).toMatchObject({
      apiUrl: 'http://git.example:8443/api/v3',
      addresses: { github: 'http://git.example:8443', docs: 'https://docs.example/cim' },
    });
  });

  it.each([
    ['an invalid port', { PORT: '70000' }, 'PORT'],
    ['an address that is not one', { DOCS_URL: 'docs' }, 'DOCS_URL must be a web address'],
    ['an invalid level', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of'],
    ['a host with a path', { GHE_HOST: 'https://git.example/' }, 'GHE_HOST must be a host name'],
    [
      'an app without a key',
      { APP_ID: '7', WEBHOOK_SECRET: 'long enough' },
      'PRIVATE_KEY or PRIVATE_KEY_PATH is missing',
    ],
    ['a key without an app', { PRIVATE_KEY: PEM, WEBHOOK_SECRET: 'long enough' }, 'APP_ID is missing'],
    ['an app without a secret', { APP_ID: '7', PRIVATE_KEY: PEM }, 'WEBHOOK_SECRET is missing'],
    ['a short secret', { ...APP, WEBHOOK_SECRET: 'x' }, 'WEBHOOK_SECRET is too short'],
    ['an invalid key', { ...APP, PRIVATE_KEY: 'x' }, 'PRIVATE_KEY is not a PEM private key'],
    ['a missing file', { APP_ID: '7', WEBHOOK_SECRET: 'long enough', PRIVATE_KEY_PATH: '/nowhere' }, 'ENOENT'],
  ])('rejects %s and tells what to do', (_, variables, words) => {
    expect(() => readEnvironment(variables)).toThrow(words);
  });

  it('shares the store through NATS, unless it says otherwise', () => {
    const url = { NATS_URL: 'nats://cim:p%40ss@one:4222, tls://two' };
    expect(readEnvironment({ ...url, NATS_REPLICAS: '3' })).toMatchObject({
      store: 'nats',
      nats: { servers: ['one:4222', 'two:4222'], user: 'cim', password: 'p@ss', replicas: 3 },
    });
    expect(readEnvironment({ ...url, STORE: 'sqlite' })).toMatchObject({ store: 'sqlite', nats: { replicas: 1 } });
    expect(readEnvironment({ NATS_URL: 'tls://TOKEN@one', WORKERS: '0' })).toMatchObject({
      workers: 0,
      nats: { token: 'TOKEN', tls: {} },
    });
  });

  it('reads the files that authenticate to NATS', () => {
    const file = join(folder(), 'key');
    writeFileSync(file, 'SUAKEY\n');
    const given = { NATS_URL: 'nats://one', NATS_NKEY: file, NATS_CREDENTIALS: file, NATS_CA_FILE: 'ca.pem' };
    expect(readEnvironment(given)).toMatchObject({
      nats: { nkey: 'SUAKEY', credentials: 'SUAKEY\n', tls: { caFile: 'ca.pem' } },
    });
  });

  it.each([
    [{ STORE: 'nats' }, 'NATS_URL is missing'],
    [{ NATS_URL: 'http://one' }, 'must be nats://HOST:PORT'],
    [{ NATS_URL: 'nats://one', NATS_REPLICAS: '2' }, 'NATS_REPLICAS must be 1, 3, or 5'],
    [{ NATS_URL: 'nats://one', NATS_CREDENTIALS: 'none' }, 'NATS_CREDENTIALS: could not read none'],
    [{ WORKERS: '0' }, 'WORKERS must be at least 1'],
  ])('refuses %p', (variables, words) => {
    expect(() => readEnvironment(variables)).toThrow(words);
  });

  it('is completely listed in .env.example', () => {
    const example = readFileSync(join(import.meta.dirname, '..', '.env.example'), 'utf8');
    const sources = ['environment.ts', 'nats-environment.ts'].map(file =>
      readFileSync(join(import.meta.dirname, '..', 'src', file), 'utf8'),
    );
    const read = [...sources.join('\n').matchAll(/^ {2}([A-Z_]+): z/gm)].map(([, name]) => name);
    const listed = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(new Set(listed)).toEqual(new Set(read));
  });
});
