/** `cim-readiness fleet` as a person meets it. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { folder, removeFolders, repository, write } from '../collect/support/repositories.js';
import { programPath } from '../runner/programs.mjs';
import { READY_TEXTS } from '../support/snapshots.js';

const ROOT = join(import.meta.dirname, '..', '..');

let program: string;
let fleet: string;
let registry: string;
beforeAll(async () => {
  fleet = folder();
  registry = folder();
  program = await programPath('cli');
  renameSync(repository(READY_TEXTS), join(fleet, 'cim-parcel'));
  // A module that Git cannot read, and a directory that is not a module.
  mkdirSync(join(fleet, 'cim-broken', '.git'), { recursive: true });
  mkdirSync(join(fleet, 'notes'));
  write(registry, {
    'registry/modules.yaml':
      'modules:\n  cim-parcel:\n    status: production\n    version: 9.9.9\n  cim-far:\n    status: development\n',
    'registry/production-migration.md':
      '# Production migration tracker\n\n## Phase 1: Post (Q1 2020)\n\n1. **cim-far**\n   - [ ] look\n',
  });
});
afterAll(removeFolders);

function run(
  ...args: readonly string[]
): Promise<{ readonly status: number; readonly out: string; readonly error: string }> {
  return new Promise(resolve => {
    execFile(process.execPath, [program, 'fleet', ...args], (error, out, said) => {
      resolve({ status: error ? Number(error.code ?? 2) : 0, out, error: said });
    });
  });
}

interface Fleet {
  readonly modules: readonly {
    readonly name: string;
    readonly reason: string | null;
    readonly disagreements: string[];
  }[];
}

describe('cim-readiness fleet', () => {
  it('prints JSON as the published schema says; one module that fails stops nothing', async () => {
    const { out, error, status } = await run(fleet, '--registry', registry, '--format', 'json');
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
    const fits = ajv.compile(JSON.parse(readFileSync(join(ROOT, 'schemas', 'fleet-v1.json'), 'utf8')) as object);
    const report = JSON.parse(out) as Fleet;
    expect({ fits: fits(report), errors: fits.errors, status }).toEqual({ fits: true, errors: null, status: 0 });
    expect(report.modules.map(({ name }) => name)).toEqual(['cim-far', 'cim-parcel', 'cim-broken']);
    expect(report.modules[1]).toMatchObject({
      reason: null,
      disagreements: expect.arrayContaining([expect.stringMatching(/^listed with version 9\.9\.9/)]),
    });
    expect(report.modules[2]?.reason).toContain('git repository');
    expect(error).toContain('2 of 2 assessed');
    expect(error).toContain('1 module could not be assessed');
  });

  it('prints a table, a tracker, and a page that loads nothing', async () => {
    const where = [fleet, '--registry', registry];
    const [table, tracker, page] = await Promise.all([
      run(...where),
      run(...where, '--format', 'markdown'),
      run(...where, '--format', 'html'),
    ]);
    expect(table.out).toMatch(/^cim-parcel +production +\d+%/m);
    expect(tracker.out).toMatch(/^### Phase 1.* Post/m);
    expect(tracker.out).toContain('`registry/production-migration.md:3` date-passed');
    expect(page.out).toContain('<th scope="row">cim-parcel</th>');
    expect(page.out).not.toMatch(/<script|<link|src=|href=/);
  });

  it('writes the registry, once', async () => {
    const where = [fleet, '--registry', registry, '--write'];
    expect((await run(...where)).error).toContain('wrote registry/modules.yaml\n');
    expect(readFileSync(join(registry, 'registry', 'modules.yaml'), 'utf8')).toContain('    version: 1.2.0\n');
    expect((await run(...where)).error).not.toContain('wrote');
    expect((await run(fleet, '--write')).error).toContain('--write requires --registry DIR');
  });

  it('says in one line what is not there', async () => {
    expect((await run(join(fleet, 'notes'))).error).toContain('has no checkout of a module');
    expect(await run('./nowhere')).toMatchObject({ status: 2, out: '' });
    expect(await run(fleet, '--advisories', registry)).toMatchObject({
      status: 2,
      out: '',
      error: expect.stringContaining('has no advisories'),
    });
  });
});
