import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { listedNames, registryFor } from '../../../src/facts/registry/registry.js';

const MODULES = `# Modules
modules:
  cim-parcel:
    type: domain
    status: production   # claimed
    version: "1.2.0"
  cim-bus:
    status: development
    dependencies: [cim-parcel]
`;
const GRAPH = JSON.stringify({ graph: { nodes: { 'cim-parcel': { dependencies: ['cim-bus', 7] }, 'cim-x': null } } });

describe('the registry', () => {
  it('says what it claims of a module, and who depends on whom', () => {
    const { module, dependencies } = registryFor('cim-parcel', { modules: MODULES, graph: GRAPH });
    expect(module).toEqual({ status: 'production', version: '1.2.0' });
    expect([...dependencies]).toEqual([
      ['cim-parcel', ['cim-bus']],
      ['cim-bus', ['cim-parcel']],
    ]);
    expect([...listedNames(MODULES)]).toEqual(['cim-parcel', 'cim-bus']);
  });

  it('that does not list a module says nothing of it', () => {
    expect(registryFor('cim-other', { modules: MODULES }).module).toBeUndefined();
  });

  it('that is malformed counts as far as it can be read', () => {
    const broken = registryFor('cim-parcel', { modules: MODULES, graph: '{ "graph": ' });
    expect([...broken.dependencies.keys()]).toEqual(['cim-bus']);
    expect(registryFor('cim-parcel', { modules: 'modules: [', graph: GRAPH }).module).toBeUndefined();
  });

  it('of any text is read without harm', () => {
    fc.assert(
      fc.property(fc.string(), fc.oneof(fc.string(), fc.json()), (modules, graph) => {
        const texts = { modules: `modules:\n  ${modules}`, graph };
        expect(registryFor('a', texts)).toEqual(registryFor('a', texts));
      }),
    );
  });
});
