/** Runs `cim-readiness doctor` in a process of its own, against the emulated GitHub. */
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EmulatedGitHub, type Granted, startEmulatedGitHub } from '../../sandbox/emulated-github.js';
import { EVENTS, OPTIONAL_PERMISSIONS, PERMISSIONS } from '../../src/report/doctor/needs.js';
import { folder, removeFolders } from '../collect/support/repositories.js';
import { programPath } from '../runner/programs.mjs';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = String(privateKey.export({ type: 'pkcs1', format: 'pem' }));

let program: string;
beforeAll(async () => {
  program = await programPath('cli');
});
afterAll(removeFolders);

interface Said {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

function doctor(
  github: EmulatedGitHub | undefined,
  more: Record<string, string>,
  ...args: readonly string[]
): Promise<Said> {
  const variables = github && {
    APP_ID: String(github.credentials.appId),
    PRIVATE_KEY: github.credentials.privateKey,
    WEBHOOK_SECRET: github.credentials.webhookSecret,
    GHE_HOST: github.host,
    GHE_PROTOCOL: 'http',
  };
  // Windows needs SystemRoot to open a connection.
  const env = { PATH: process.env['PATH'], SystemRoot: process.env['SystemRoot'], ...variables, ...more };
  return new Promise(resolve => {
    execFile(process.execPath, [program, 'doctor', ...args], { cwd: folder(), env }, (error, out, said) => {
      resolve({ status: error ? Number(error.code ?? 2) : 0, out, error: said });
    });
  });
}

async function on(granted: Granted | undefined, go: (github: EmulatedGitHub) => Promise<void>): Promise<void> {
  const github = await startEmulatedGitHub([], 0, granted);
  try {
    github.sendWebhooksTo('http://127.0.0.1:9/api/github/webhooks');
    await go(github);
  } finally {
    await github.close();
  }
}

describe('cim-readiness doctor, on the emulated GitHub', () => {
  it('exits with 0 if nothing is missing', () =>
    on(undefined, async github => {
      const { status, out, error } = await doctor(github, {});
      expect({ status, error, conclusion: out.trim().split('\n').at(-1) }).toEqual({
        status: 0,
        error: '',
        conclusion: 'Everything is in order.',
      });
      // Four about the app, and two about each of the two installations.
      expect(github.requests).toHaveLength(8);
    }));

  it('names each missing permission and event, and exits with 1', () =>
    on({ permissions: { metadata: 'read' }, events: [] }, async github => {
      const { status, out } = await doctor(github, {}, '--format', 'json');
      const { sections } = JSON.parse(out) as {
        sections: { title: string; findings: { status: string; what: string }[] }[];
      };
      const named = (title: string) =>
        sections
          .find(each => each.title === title)
          ?.findings.flatMap(each => (each.status === 'ok' ? [] : [each.what]));
      expect(status).toBe(1);
      expect(named('Permissions')).toEqual([
        ...PERMISSIONS.filter(({ name }) => name !== 'metadata').map(({ name, level }) => `${name}: ${level}`),
        ...OPTIONAL_PERMISSIONS.map(({ name, level }) => `${name}: ${level} (optional)`),
      ]);
      expect(named('Events')).toEqual(EVENTS.map(({ name }) => name));
    }));

  it('exits with 2 and prints one line if it cannot authenticate', () =>
    on(undefined, async github => {
      const [unknown, wrongKey, noKey, bare, noHost] = await Promise.all([
        doctor(github, { APP_ID: '99' }),
        doctor(github, { PRIVATE_KEY: PEM }),
        doctor(github, { PRIVATE_KEY: 'x' }),
        doctor(undefined, {}),
        doctor(github, { GHE_HOST: '127.0.0.1:9' }),
      ]);
      expect(unknown.error).toMatch(/rejected the private key for app 99|has no app 99/);
      expect(wrongKey.error).toMatch(/rejected the private key for app 4242/);
      expect(noKey.error).toMatch(/PRIVATE_KEY is not a PEM private key/);
      expect(bare.error).toMatch(/set APP_ID/);
      expect(noHost.error).toMatch(/could not reach 127\.0\.0\.1:9/);
      for (const { status, out, error } of [unknown, wrongKey, noKey, bare, noHost])
        expect({ status, out, lines: error.trim().split('\n').length }).toEqual({ status: 2, out: '', lines: 1 });
    }));
});
