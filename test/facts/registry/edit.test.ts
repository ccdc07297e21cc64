import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseDocument } from 'yaml';
import { editGraph, editStatus, type GraphModule } from '../../../src/facts/registry/edit-json.js';
import { editModules, type ModuleChange } from '../../../src/facts/registry/edit-modules.js';

const MODULES = `# Mills   # kept
modules:
  # The grinder
  cim-mill:
    type: domain
    status: "development"   # claimed
    topics: ["a",   "b"]

  cim-race: { type: core, version: 0.1.0 }
  cim-wheel:
    version:
    status: development
other: "kept"`;

const edited = (text: string, changes: Readonly<Record<string, ModuleChange>>) => {
  const result = editModules(text, new Map(Object.entries(changes)));
  return 'refused' in result ? result.refused : result.text;
};

describe('an edit of modules.yaml', () => {
  it('replaces values where they stand, in their quotes, and gives new ones a line of their own', () => {
    expect(
      edited(MODULES, {
        'cim-mill': { status: 'production', version: '1.0.0' },
        'cim-race': { version: '0.2.0', last_commit: '1234567' },
        'cim-wheel': { version: '1.2' },
      }),
    ).toBe(`# Mills   # kept
modules:
  # The grinder
  cim-mill:
    type: domain
    status: "production"   # claimed
    version: 1.0.0
    topics: ["a",   "b"]

  cim-race: { type: core, version: 0.2.0, last_commit: "1234567" }
  cim-wheel:
    version: "1.2"
    status: development
other: "kept"`);
  });

  it('does nothing twice, and keeps line ends', () => {
    const crlf = MODULES.replaceAll('\n', '\r\n');
    const change = { 'cim-mill': { version: '1.0.0', last_commit: 'c0ffee0' } };
    const once = edited(crlf, change);
    expect(once).toContain('    version: 1.0.0\r\n    last_commit: c0ffee0\r\n');
    expect(once.replace(/\r\n/g, '')).not.toContain('\n');
    expect(edited(once, change)).toBe(once);
  });

  it('is refused for anchors and for what is not YAML', () => {
    expect(edited('modules:\n  a: &x { status: b }\n  c: *x\n', { a: { status: 'd' } })).toContain('anchors');
    expect(edited('modules: [', {})).toContain('not valid YAML');
    expect(edited('x: 1', {})).toContain('no mapping `modules`');
  });

  it('skips a module that is listed twice, not at all, or without values', () => {
    const text = 'modules:\n  a: { status: x }\n  a: { status: y }\n  b:\n  c:\n    status: |\n      z\n';
    const result = editModules(text, new Map(['a', 'b', 'c', 'd'].map(name => [name, { status: 'new' }])));
    expect(result).toMatchObject({ text, skipped: ['a', 'b', 'c', 'd'].map(module => ({ module })) });
  });

  it('changes what was intended and no other byte', () => {
    const name = fc.stringMatching(/^[a-z][a-z-]{0,6}$/);
    const value = fc.oneof(
      fc.constantFrom('production', '1.0.0', '"1.2.3"', "'x'", 'yes', '1.10', '', '~'),
      fc.stringMatching(/^[a-z0-9.]{1,8}$/),
    );
    const comment = fc.constantFrom('', ' # note', '   #x');
    const field = fc.constantFrom('status', 'version', 'last_commit', 'type', 'description');
    const entry = fc.uniqueArray(fc.tuple(field, value, comment), {
      selector: ([key]) => key,
      minLength: 1,
      maxLength: 5,
    });
    const registry = fc.uniqueArray(fc.tuple(name, entry), { selector: ([key]) => key, minLength: 1, maxLength: 5 });
    const change = fc.record(
      {
        status: fc.constantFrom('production', 'development'),
        version: fc.constantFrom('1.0.0', '1.10', '2'),
        last_commit: fc.constantFrom('c0ffee0', '1234567', '12e4567'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(registry, change, fc.nat(), (modules, wanted, pick) => {
        const text = `# head\nmodules:\n${modules.map(([key, fields]) => `  ${key}: # own\n${fields.map(([at, is, note]) => `    ${at}: ${is}${note}\n`).join('')}\n`).join('')}tail: 1\n`;
        fc.pre(parseDocument(text).errors.length === 0);
        const [target] = modules[pick % modules.length] ?? [''];
        const result = editModules(text, new Map([[target, wanted]]));
        if ('refused' in result || result.skipped.length > 0) return;
        const read = (of: string) => parseDocument(of).toJS() as { modules: Record<string, object> };
        const expected = read(text);
        expected.modules[target] = { ...expected.modules[target], ...wanted };
        expect(read(result.text)).toEqual(expected);
        // Lines that hold none of the fields stay, byte for byte and in their order.
        const others = (of: string) =>
          of.split('\n').filter(line => !/^ {4}(?:status|version|last_commit):/.test(line));
        expect(others(result.text)).toEqual(others(text));
        expect(editModules(result.text, new Map([[target, wanted]]))).toMatchObject({ text: result.text });
      }),
    );
  });
});

const module = (name: string, dependencies: readonly string[] = [], status = 'development'): GraphModule => ({
  name,
  type: 'core',
  status,
  version: '0.1.0',
  url: null,
  dependencies,
  git: { commit: 'c0ffee0', tag: null, updated: null },
  releases: [],
});
const GRAPH = `{
  "graph": {
    "metadata": {"version": "1.0.0", "last_updated": "$(date -Iseconds)", "total_modules": 9, "production_ready": 9, "by": "hand"},
    "nodes": { "b": {"id": "b", "note": "kept", "dependencies": []}, "old": {"id": "old"} },
    "edges": [{"from": "z", "to": "y"}, {"from": "a", "to": "b", "type": "dependency", "since": 2031}]
  }
}`;

describe('the graph', () => {
  it('has true totals, edges with their inverse, and what people added', () => {
    const text = editGraph(
      GRAPH,
      [module('a'), module('b', ['a', 'elsewhere'], 'production'), module('c', ['b'])],
      'from-dependency',
      '2031-06-15T00:00:00Z',
    );
    const { graph } = JSON.parse(text) as {
      graph: { metadata: object; nodes: Record<string, object>; edges: object[] };
    };
    expect(graph.metadata).toEqual({
      version: '1.0.0',
      last_updated: '2031-06-15T00:00:00Z',
      total_modules: 4,
      production_ready: 1,
      by: 'hand',
    });
    expect(Object.keys(graph.nodes)).toEqual(['b', 'old', 'a', 'c']);
    expect(graph.nodes['b']).toMatchObject({
      note: 'kept',
      dependencies: ['a'],
      dependents: ['c'],
      git: { latest_commit: 'c0ffee0' },
    });
    expect(graph.edges).toEqual([
      { from: 'a', to: 'b', type: 'dependency', since: 2031 },
      { from: 'b', to: 'c', type: 'dependency' },
    ]);
    expect(text).toContain('      {"from": "b", "to": "c", "type": "dependency"}\n');
  });

  it('is written once, whatever stood there', () => {
    const modules = [module('a'), module('b', ['a'])];
    for (const before of [undefined, '', '{ "graph": ', '[]', GRAPH, '{"graph": {"nodes": [], "edges": 7}}']) {
      const once = editGraph(before, modules, 'from-dependent', '2031-06-15T00:00:00Z');
      expect(editGraph(once, modules, 'from-dependent', '2032-01-01T00:00:00Z')).toBe(once);
    }
  });
});

it('status.json is valid, and keeps what people added', () => {
  const text = editStatus(
    '{\n  "last_updated": "$(date)",\n  "total_modules": ,\n  "by": "hand"\n}',
    { modules: 3, production: 1 },
    '2031-06-15T00:00:00Z',
  );
  expect(JSON.parse(text)).toEqual({
    last_updated: '2031-06-15T00:00:00Z',
    total_modules: 3,
    by: 'hand',
    production_ready: 1,
    status: 'healthy',
  });
  expect(editStatus(text, { modules: 3, production: 1 }, '2032-01-01T00:00:00Z')).toBe(text);
});
