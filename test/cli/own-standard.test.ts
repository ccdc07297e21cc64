/** An organization's own criteria, as a person meets them on the command line. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { folder, git, headCommit, removeFolders, repository, write } from '../collect/support/repositories.js';
import { programPath } from '../runner/programs.mjs';

const ROOT = join(import.meta.dirname, '..', '..');

let program: string;
let module: string;
let policy: string;
beforeAll(async () => {
  program = await programPath('cli');
  module = repository({ 'Cargo.toml': '[package]\nname = "cim-parcel"\nversion = "0.1.0"\n', 'src/lib.rs': '' });
  git(module, 'remote', 'add', 'origin', 'https://github.com/acme/cim-parcel.git');
  const dir = folder();
  policy = join(dir, 'cim.yml');
  write(dir, { 'cim.yml': POLICY });
});
afterAll(removeFolders);

const POLICY = `criteria:
  - id: acme-contact
    title: SECURITY.md names the security team
    rationale: Reports that reach nobody are disclosed in public.
    remediation: Name security@acme.example in SECURITY.md.
    check: { file: { paths: SECURITY.md, contains: security@acme.example } }
    examples:
      - met: { SECURITY.md: "Write to security@acme.example.\\n" }
      - unmet: { SECURITY.md: "Open an issue.\\n" }
effective:
  - { criterion: docker, repositories: "cim-*", enforced: 2099-01-01 }
profile:
  - { criterion: adr, as: left-out, repositories: cim-parcel, reason: decisions are in the handbook }
`;

function run(...args: readonly string[]): Promise<{ status: number; out: string; error: string }> {
  return new Promise(resolve => {
    execFile(process.execPath, [program, ...args], { maxBuffer: 2 ** 26 }, (error, out, said) =>
      resolve({ status: error ? Number(error.code ?? 2) : 0, out, error: said }),
    );
  });
}

describe("an organization's criteria", () => {
  it('are assessed beside those of the standard, as the schema says, and marked as its own', async () => {
    const { out } = await run('assess', module, '--policy', policy, '--format', 'json');
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    addFormats.default(ajv);
    const schema: unknown = JSON.parse(readFileSync(join(ROOT, 'schemas/assessment-v1.json'), 'utf8'));
    const assessment = JSON.parse(out) as { findings: { criterion: string }[]; announced: unknown[] };
    expect([ajv.validate(schema as object, assessment), ajv.errors]).toEqual([true, null]);
    expect(assessment.findings.find(({ criterion }) => criterion === 'acme-contact')).toMatchObject({
      own: true,
      section: 'organization',
      status: 'unmet',
      blocks: true,
      docs: 'https://github.com/acme/.github/blob/HEAD/.github/cim.yml',
    });
    expect(assessment.announced).toMatchObject([{ criterion: 'docker', enforced: '2099-01-01' }]);
    expect(assessment.findings.find(({ criterion }) => criterion === 'adr')).toMatchObject({
      status: 'not-applicable',
      message: "left out by the organization's policy: decisions are in the handbook",
    });
  });

  it.each(['table', 'markdown', 'html', 'sarif', 'junit', 'github'])('are shown in %s', async format => {
    const { out } = await run('assess', module, '--policy', policy, '--only', 'acme-contact', '--format', format);
    expect(out).toContain(format === 'junit' ? 'organization.acme-contact' : 'acme-contact');
    if (format === 'table' || format === 'html')
      expect(out.replaceAll('&#39;', "'")).toContain("the organization's own");
  });

  it('are explained and listed with their policy', async () => {
    expect((await run('explain', 'acme-contact', '--policy', policy)).out).toMatch(/^# SECURITY/);
    const { out } = await run('criteria', '--policy', policy, '--section', 'organization', '--format', 'json');
    expect(JSON.parse(out)).toMatchObject({ criteria: [{ id: 'acme-contact' }] });
  });

  it('prove themselves by their examples, in JUnit too', async () => {
    const { status, out } = await run('policy', policy, '--test');
    expect([status, out]).toEqual([0, `${policy} is valid.\n2 of 2 examples passed.\n`]);
    const junit = await run('policy', policy, '--test', '--format', 'junit');
    expect(junit.out).toContain('<testsuites name="cim-readiness policy" tests="3" failures="0"');
  });

  it('fail with examples that come out otherwise, or that are missing', async () => {
    const dir = folder();
    write(dir, { 'cim.yml': POLICY.replace('- met: { SECURITY.md: "Write', '- unmet: { SECURITY.md: "Write') });
    const { status, out } = await run('policy', join(dir, 'cim.yml'), '--test');
    expect(status).toBe(1);
    expect(out).toContain(`cim.yml:8 \`acme-contact\` is met and must be unmet: 1 file as required`);
    expect(out).toContain('`acme-contact` has no example that is met: add one to its `examples`');
    expect(out).toContain('1 of 3 examples passed.');
  });
});

describe('cim-readiness evidence', () => {
  it('is about a commit of a repository on GitHub', async () => {
    const { out } = await run('evidence', module, '--format', 'in-toto');
    expect(JSON.parse(out)).toMatchObject({
      subject: [{ name: 'acme/cim-parcel', digest: { gitCommit: headCommit(module) } }],
      predicate: { standard: { id: 'cim/v1' } },
    });
    const other = await run('evidence', module, '--standard', 'crate/v1', '--format', 'json');
    expect(JSON.parse(other.out)).toMatchObject({ standard: 'crate/v1' });
    const nowhere = await run('evidence', repository({ 'Cargo.toml': '' }));
    expect([nowhere.status, nowhere.error]).toEqual([2, expect.stringContaining('--repository OWNER/NAME')]);
  });
});
