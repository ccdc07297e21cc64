/** `cim-readiness modules` as a person and a pipe meet it. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { folder, removeFolders, write } from '../collect/support/repositories.js';
import { programPath } from '../runner/programs.mjs';

const ROOT = join(import.meta.dirname, '..', '..');

let program: string;
let registry: string;
beforeAll(async () => {
  registry = folder();
  program = await programPath('cli');
  write(registry, {
    'registry/modules.yaml': `modules:
  cim-race:
    type: core
    category: water
    status: development
    description: Leads water to the mill
  cim-mill:
    type: domain
    category: food
    status: production
    version: 1.2.0
    dependencies: [cim-race]
    description: Grinds ${'grain '.repeat(60)}
`,
    'registry/private-domains.yaml': 'private_domains:\n  food:\n    - name: cim-bread\n      status: pilot\n',
  });
});
afterAll(removeFolders);

function run(
  ...args: readonly string[]
): Promise<{ readonly status: number; readonly out: string; readonly error: string }> {
  return new Promise(resolve => {
    execFile(process.execPath, [program, 'modules', ...args], { cwd: registry }, (error, out, said) => {
      resolve({ status: error ? Number(error.code ?? 2) : 0, out, error: said });
    });
  });
}

/** The first word of each line. */
const names = async (...args: readonly string[]) =>
  (await run(...args)).out.split('\n').flatMap(line => line.match(/^\S+/) ?? []);

describe('cim-readiness modules', () => {
  it('lists modules by each filter, the name first, and whole lines in a pipe', async () => {
    expect(await names('--list')).toEqual(['cim-mill', 'cim-race']);
    expect(await names()).toEqual(['cim-race', 'cim-mill']);
    expect(await names('--type', 'CORE')).toEqual(['cim-race']);
    expect(await names('--category', 'food')).toEqual(['cim-mill']);
    expect(await names('--status', 'production')).toEqual(['cim-mill']);
    expect(await names('--production', '--type', 'core')).toEqual([]);
    expect(await names('--search', 'WATER mill')).toEqual(['cim-race']);
    expect(await names('--outdated')).toEqual(['cim-race', 'cim-mill']);
    expect(await names('--private')).toEqual(['cim-bread']);
    expect((await run('--production')).out).toContain('grain '.repeat(60).trim());
  });

  it('tells of one module', async () => {
    expect((await run('--module', 'cim-mill')).out).toContain('Dependencies: cim-race');
    expect(await names('--dependencies', 'cim-mill')).toEqual(['cim-race']);
    expect(await names('--dependents', 'cim-race')).toEqual(['cim-mill']);
    expect((await run('--git', 'cim-mill')).out).toContain('Version:      1.2.0');
    expect((await run('--graph')).out).toContain('    cim-mill --> cim-race');
  });

  it('reads the registry that is named, and says what it cannot find', async () => {
    expect(await names('--registry', join(registry, 'registry'), '--list')).toHaveLength(2);
    expect(await run('--module', 'cim-mil')).toEqual({
      status: 2,
      out: '',
      error: 'cim-readiness: the registry has no module `cim-mil`; did you mean `cim-mill`?\n',
    });
    const empty = folder();
    expect((await run('--registry', empty)).error).toContain(`${empty} has no registry/modules.yaml`);
    expect(await run('--status', 'produktion')).toMatchObject({
      status: 2,
      out: '',
      error: expect.stringMatching(/no module of the registry has the status `produktion`; did you mean/),
    });
  });

  it('prints JSON as the published schema says', async () => {
    const schema = JSON.parse(readFileSync(join(ROOT, 'schemas', 'modules-v1.json'), 'utf8')) as object;
    const fits = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
    for (const flags of [[], ['--private'], ['--problems'], ['--module', 'cim-mill']]) {
      const report: unknown = JSON.parse((await run(...flags, '--format', 'json')).out);
      expect({ flags, fits: fits(report), errors: fits.errors }).toEqual({ flags, fits: true, errors: null });
    }
  });
});
