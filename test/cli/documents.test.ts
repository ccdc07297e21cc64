/** `cim-readiness documents` as a person meets it. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { folder, removeFolders, repository, write } from '../collect/support/repositories.js';
import { programPath } from '../runner/programs.mjs';

const ROOT = join(import.meta.dirname, '..', '..');

let program: string;
beforeAll(async () => {
  program = await programPath('cli');
});
afterAll(removeFolders);

function run(
  ...args: readonly string[]
): Promise<{ readonly status: number; readonly out: string; readonly error: string }> {
  return new Promise(resolve => {
    execFile(process.execPath, [program, 'documents', '--today', '2031-06-15', ...args], (error, out, said) => {
      resolve({ status: error ? Number(error.code ?? 2) : 0, out, error: said });
    });
  });
}

const REPORT =
  '# Mill status\n\nThe project is 80 % ready.\n\n## Pumps ✅\n- [x] inlet\n- [ ] `readme`\n- See [plan](gone.md)\n';
const FILES = {
  'STATUS.md': REPORT,
  'README.md': '# Mill\n\nA mill.\n',
  'registry/modules.yaml': '# Updated: $(date -I)\nmodules:\n  cim-mill:\n    status: production\n',
  'node_modules/x/STATUS.md': REPORT,
};

describe('cim-readiness documents', () => {
  it('prints JSON as the published schema says', async () => {
    const { out, status } = await run(repository(FILES), '--format', 'json');
    const schema = JSON.parse(readFileSync(join(ROOT, 'schemas', 'documents-v1.json'), 'utf8')) as object;
    const fits = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
    const report = JSON.parse(out) as {
      documents: { path: string; areas: { items: { criteria: string[] }[] }[] }[];
      tasks: object;
    };
    expect({ fits: fits(report), errors: fits.errors, status }).toEqual({ fits: true, errors: null, status: 0 });
    expect(report.tasks).toEqual({ done: 1, all: 2 });
    expect(report.documents.map(({ path }) => path)).toEqual(['STATUS.md']);
    expect(report.documents[0]?.areas[0]?.items[1]?.criteria).toEqual(['readme']);
  });

  it('prints a table and Markdown, of a checkout and of a plain folder alike', async () => {
    const plain = folder();
    write(plain, FILES);
    const [checkout, table, markdown] = await Promise.all([
      run(repository(FILES)),
      run(plain),
      run(plain, '--format', 'markdown'),
    ]);
    expect(table.out).toBe(checkout.out);
    expect(table.out).toContain('STATUS.md  status report · 1 of 2 tasks done · claims 80%');
    expect(table.out).toContain('     7  ✗ complete-beside-open: ');
    expect(table.out).toContain('     8  ✗ refers-to-missing-file: gone.md is not in the repository');
    expect(table.out).toContain('registry/modules.yaml:1  the placeholder $(date -I) is not filled in');
    expect(table.out).toContain('1 document · 1 of 2 tasks done · 3 contradictions');
    expect(markdown.out).toContain('| Pumps ✅ | 5 | done | 1/2, 1 claimed |');
  });

  it('reads the files that are named, whatever they are called, and the part of a repository that is named', async () => {
    const plain = folder();
    write(plain, {
      'old.txt': '# Mill status\n- âœ… pump\n',
      ...Object.fromEntries(Object.entries(FILES).map(([path, text]) => [`a/${path}`, text])),
    });
    const [file, part] = await Promise.all([run(join(plain, 'old.txt')), run(join(plain, 'a'))]);
    expect(file.out).toContain('1 of 1 task done');
    expect(file.out).toContain('mangled: - ✅ pump');
    expect(part.out).toContain('STATUS.md  status report');
  });

  it('says in one line what cannot be read', async () => {
    expect(await run('nowhere')).toEqual({ status: 2, out: '', error: 'cim-readiness: nowhere does not exist\n' });
  });

  it('says that a named file is not a planning document', async () => {
    const dir = folder();
    write(dir, { 'poem.md': '# Sea\n\nIt is deep.\n', 'STATUS.md': '# Status\n\n## Pumps ✅\n\n- [x] inlet\n' });
    const [poem, status] = [join(dir, 'poem.md'), join(dir, 'STATUS.md')];
    expect(await run(poem)).toEqual({
      status: 2,
      out: '',
      error: 'cim-readiness: poem.md: no status report, task list, roadmap, tracker, standards, or catalog\n',
    });
    const both = await run(poem, status);
    expect([both.status, both.error]).toEqual([0, 'cim-readiness: poem.md is not a planning document\n']);
  });
});
