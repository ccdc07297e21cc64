import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findGraphCycles } from '../../../src/facts/registry/graph.js';
import { readRegistry } from '../../../src/facts/registry/read.js';

const MODULES = `# Mills
modules:
  cim-mill:
    type: domain
    status: production
    repository: "https://github.com/MillWorks/cim-mill"
    description: "Grinds"
  cim-race:
    type: core
    status: developing
    repository: "https://github.com/millworks/cim-race.git"
  cim-mill:
    status: template
`;
const GRAPH = JSON.stringify(
  {
    graph: {
      metadata: { total_modules: 5, production_ready: 1 },
      nodes: {
        'cim-mill': {
          git: { latest_commit: null },
          version: { current: '1.2.0', releases: ['1.2.0', 7] },
          dependencies: ['cim-race'],
          dependents: [],
        },
        'cim-race': { status: 'development', dependencies: ['cim-mill', 'cim-watr'], dependents: [] },
        'cim-old': null,
      },
      edges: [{ from: 'cim-race', to: 'cim-mill', type: 'dependency' }, { from: 7 }],
    },
  },
  null,
  2,
);
const said = (files: Parameters<typeof readRegistry>[0]) =>
  readRegistry(files).problems.map(({ path, line, message }) => `${path}:${line} ${message}`);

describe('the registry', () => {
  it('is read from its files together; the first of two modules counts', () => {
    const { modules } = readRegistry({ modules: MODULES, graph: GRAPH });
    expect(modules.map(({ name }) => name)).toEqual(['cim-mill', 'cim-race', 'cim-old']);
    expect(modules[0]).toMatchObject({
      line: 3,
      status: 'production',
      version: '1.2.0',
      repository: { owner: 'MillWorks', repo: 'cim-mill' },
      releases: ['1.2.0'],
      git: { commit: null, tag: null, updated: null },
    });
    expect(modules[1]?.repository).toEqual({ owner: 'millworks', repo: 'cim-race' });
  });

  it('says what is wrong in it, at its line', () => {
    expect(said({ modules: MODULES, graph: GRAPH })).toEqual([
      'registry/modules.yaml:12 cim-mill is listed twice, first on line 3: only the first counts',
      'registry/modules.yaml:8 `developing` is not a status of cim-race; did you mean `development`?',
      'registry/modules-graph.json:4 5 modules are stated, and the registry lists 3',
      'registry/modules-graph.json:8 the dependents of cim-mill lack cim-race, which other entries give',
      'registry/modules-graph.json:24 cim-race is `development` here, and `developing` in modules.yaml',
      'registry/modules-graph.json:24 the dependents of cim-race lack cim-mill, which other entries give',
      'registry/modules-graph.json:24 cim-race depends on cim-watr, which the registry does not list',
      'registry/modules-graph.json:8 cim-mill, cim-race depend on each other in a circle',
    ]);
  });

  it('whose status.json is not JSON, and whose dates were never filled in, is read all the same', () => {
    const files = {
      modules: '# Last updated: $(date -I)\nmodules:\n  cim-mill:\n    status: production\n',
      status: '{\n  "total_modules": ,\n  "status": "healthy"\n}\n',
      graph: '{ "graph": { "nodes": { "cim-race": { "status": , } } } }',
    };
    expect(readRegistry(files).modules.map(({ name }) => name)).toEqual(['cim-mill', 'cim-race']);
    expect(said(files)).toContain('registry/status.json:2 not valid JSON');
    expect(said(files)).toContain('registry/modules.yaml:1 the placeholder $(date -I) is not filled in');
  });

  it('writes edges in the direction that its nodes tell', () => {
    const graph = (from: string, to: string) =>
      readRegistry({
        graph: JSON.stringify({ graph: { nodes: { a: { dependencies: ['b'] }, b: {} }, edges: [{ from, to }] } }),
      });
    expect(graph('a', 'b').edges).toBe('from-dependent');
    expect(graph('b', 'a').edges).toBe('from-dependency');
    expect(graph('b', 'a').modules.map(({ dependencies, dependents }) => [dependencies, dependents])).toEqual([
      [['b'], []],
      [[], ['a']],
    ]);
  });

  it('lists private domains by their sectors', () => {
    const { privateDomains } = readRegistry({
      private:
        'private_domains:\n  food:\n    - name: cim-bread\n      owner: baker\n      status: pilot\n      modules_used: [cim-mill]\n    - broken\n',
    });
    expect(privateDomains).toEqual([
      {
        sector: 'food',
        name: 'cim-bread',
        line: 3,
        description: null,
        owner: 'baker',
        status: 'pilot',
        modules: ['cim-mill'],
      },
    ]);
  });

  it('of any text is read without harm', () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.constantFrom(MODULES, GRAPH),
      fc.string().map(each => `modules:\n  ${each}`),
    );
    fc.assert(
      fc.property(text, text, text, text, (modules, graph, status, sectors) => {
        const files = { modules, graph, status, private: sectors };
        expect(readRegistry(files)).toEqual(readRegistry(files));
      }),
    );
  });

  it('with a circle of 20,000 modules has one', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `m${index}`);
    const graph = new Map(names.map((name, index) => [name, [names[(index + 1) % names.length] ?? '']]));
    expect(findGraphCycles(graph).map(({ length }) => length)).toEqual([20_000]);
  });
});
