/** What a registry's repository says, however its documents are broken: a finding or a clear note, never an error. */
import { describe, expect, it } from '@jest/globals';
import { readRegistryRepository, registryFaults } from '../../src/fleet/registry-reading.js';
import { files, NOW, type Texts } from '../support/snapshots.js';

const MODULES = 'modules:\n  cim-mill: { status: production }\n  cim-race: { status: development }\n';
const read = (texts: Texts) => readRegistryRepository(files(texts), { today: NOW.slice(0, 10), manifests: [] });
const faults = (texts: Texts) => {
  const { contradictions, view } = read(texts);
  return registryFaults(contradictions, view.problems).map(({ path, line, message }) => `${path}:${line} ${message}`);
};

describe("a registry's repository", () => {
  it('with a document of 5 MB of tables is read in bounds', () => {
    const row = '| cim-mill | ✅ Done | a long description of what was done here |\n';
    const { documents, contradictions } = read({
      'registry/modules.yaml': MODULES,
      'STATUS.md': `# Status report\n\n## Modules\n\n| Module | Status | Notes |\n|---|---|---|\n${row.repeat(70_000)}`,
    });
    expect(documents.length).toBeLessThanOrEqual(1);
    expect(contradictions.length).toBeLessThanOrEqual(500);
  });

  it('with tasks that are nested 100 deep has each of them', () => {
    const nested = Array.from(
      { length: 100 },
      (_, depth) => `${'  '.repeat(depth)}- [${depth % 2 ? 'x' : ' '}] task ${depth}\n`,
    );
    const { documents } = read({
      'registry/modules.yaml': MODULES,
      'TASKS.md': `# Remaining tasks\n\n${nested.join('')}`,
    });
    expect(documents[0]?.tally).toEqual({ done: 50, all: 100 });
  });

  it('with modules in a circle, and with two of one name, names both', () => {
    const graph =
      '{"graph": {"nodes": {"cim-mill": {"dependencies": ["cim-race"]}, "cim-race": {"dependencies": ["cim-mill"]}}, "edges": []}}';
    const twice = `${MODULES}  cim-mill: { status: development }\n`;
    const all = faults({ 'registry/modules.yaml': twice, 'registry/modules-graph.json': graph });
    expect(all).toContainEqual(expect.stringMatching(/^registry\/modules\.yaml:4 cim-mill is listed twice/));
    expect(all).toContainEqual(expect.stringMatching(/depend on each other in a circle/));
  });

  it('with mangled text is read as it was meant', () => {
    const { documents } = read({
      'registry/modules.yaml': MODULES,
      'STATUS.md': '# Status\n\n## Mill âœ…\n\n- [x] grind\n',
    });
    expect(documents[0]?.areas.map(({ title, mark }) => [title, mark])).toEqual([['Mill ✅', 'done']]);
  });

  it.each([
    ['empty', ''],
    ['binary', '\u0000\u0001\u0002'],
    ['of brackets', '['.repeat(20_000)],
    ['of anchors', `modules: &a\n${'  x: *a\n'.repeat(200)}`],
    ['of braces', '{'.repeat(20_000)],
  ])('with files that are %s is read', (_, text) => {
    const paths = [
      'registry/modules.yaml',
      'registry/modules-graph.json',
      'registry/status.json',
      'registry/production-migration.md',
      'STATUS.md',
    ];
    expect(read(Object.fromEntries(paths.map(path => [path, text]))).view.modules.length).toBeLessThanOrEqual(1);
  });
});
