/** The packages that are published, as someone who installs them meets them. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildPackages } from '../../scripts/packages.mjs';
import { folder, removeFolders, repository } from '../collect/support/repositories.js';
import { READY_TEXTS } from '../support/snapshots.js';

let target: string;
beforeAll(async () => {
  target = folder();
  await buildPackages(target);
});
afterAll(removeFolders);

const manifest = (name: string) =>
  JSON.parse(readFileSync(join(target, name, 'package.json'), 'utf8')) as { dependencies?: Record<string, string> };
const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, [join(target, 'cim-readiness', 'bin', 'cim-readiness'), ...args], { encoding: 'utf8' });

describe('the package of the command line', () => {
  it('installs no other package, and assesses a checkout', () => {
    expect(manifest('cim-readiness').dependencies).toBeUndefined();
    const { status, stdout, stderr } = run('assess', repository(READY_TEXTS), '--fail-on', 'never');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('ready');
  });

  it('says which package has the commands of the server', () => {
    expect(run('deliveries')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^cim-readiness: .*cim-readiness-server\n$/),
    });
  });

  it('names the licenses of what is bundled, with their texts', () => {
    const notices = readFileSync(join(target, 'cim-readiness', 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    expect(notices).toMatch(/^yaml \d+\.\d+\.\d+ \(ISC\)\n\nCopyright/m);
  });
});

describe('the package of the server', () => {
  it('installs only the native package of its store', () => {
    expect(Object.keys(manifest('cim-readiness-server').dependencies ?? {})).toEqual(['libsql']);
  });
});
