/** The files in `.github/`: GitHub itself reads them only after a push, so what it would refuse is found here, and by `npm run check:workflows`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '..');
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const listed = (folder: string) => readdirSync(join(ROOT, folder)).map(name => `${folder}/${name}`);

const WORKFLOWS = listed('.github/workflows');

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly 'timeout-minutes'?: number; readonly steps: readonly Step[] }>>;
}
interface Step {
  readonly uses?: string;
  readonly run?: string;
}

describe.each(WORKFLOWS)('%s', path => {
  const workflow = parse(textOf(path)) as Workflow;
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap(job => job.steps);

  it('may by default only read, and every job ends in time', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(jobs.filter(job => job['timeout-minutes'] === undefined)).toEqual([]);
  });

  it('uses actions of GitHub alone, each at a commit or a major version', () => {
    const uses = steps.flatMap(step => step.uses ?? []);
    expect(uses.filter(each => !/^(?:actions|github)\/[\w/-]+@(?:[0-9a-f]{40}|v\d+)$/.test(each))).toEqual([]);
  });

  it('gives no expression to a shell, and runs scripts that are there', () => {
    const commands = steps.flatMap(step => step.run ?? []);
    expect(commands.filter(each => each.includes('${{'))).toEqual([]);
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: object };
    const named = commands.flatMap(each => [...each.matchAll(/\bnpm run (\S+)/g)].map(([, name]) => name));
    expect(named.filter(name => !(String(name) in scripts))).toEqual([]);
  });
});

describe('the forms of issues', () => {
  const forms = listed('.github/ISSUE_TEMPLATE').filter(path => !path.endsWith('/config.yml'));

  it.each(forms)('%s has a name, a description, and parts of the kinds that GitHub knows', path => {
    const { name, description, body } = parse(textOf(path)) as {
      name: string;
      description: string;
      body: readonly { type: string; id?: string; attributes: { label?: string; value?: string } }[];
    };
    expect([name, description].every(Boolean)).toBe(true);
    const asked = body.filter(({ type }) => type !== 'markdown');
    for (const { type, id, attributes } of asked) {
      expect(['input', 'textarea', 'dropdown', 'checkboxes']).toContain(type);
      expect(id).toMatch(/^[\w-]+$/);
      expect(attributes.label).toBeTruthy();
    }
    expect(new Set(asked.map(({ id }) => id)).size).toBe(asked.length);
  });

  it('have one for a wrong verdict', () => {
    expect(forms).toContain('.github/ISSUE_TEMPLATE/wrong-verdict.yml');
  });
});

describe('.github/dependabot.yml', () => {
  it('names folders that are there', () => {
    const { updates } = parse(textOf('.github/dependabot.yml')) as {
      updates: readonly { 'package-ecosystem': string; directory?: string; directories?: readonly string[] }[];
    };
    expect(updates.map(each => each['package-ecosystem'])).toEqual(['npm', 'github-actions', 'docker']);
    const manifest = { npm: 'package.json', 'github-actions': '.github/workflows/check.yml', docker: 'Dockerfile' };
    for (const update of updates)
      for (const folder of update.directories ?? [update.directory ?? ''])
        expect(textOf(join(folder, manifest[update['package-ecosystem'] as keyof typeof manifest]))).not.toBe('');
  });
});
