/**
 * The registry of the organization and its smaller modules: every status, two phases, a circle of dependencies, a module that
 * cannot be reached, a private one, and documents that contradict themselves.
 */
type Texts = Readonly<Record<string, string>>;

interface ListedModule {
  readonly type: string;
  readonly status: string;
  readonly version: string;
  readonly dependencies?: readonly string[];
}

const LISTED: Readonly<Record<string, ListedModule>> = {
  'cim-parcel': { type: 'domain', status: 'production', version: '1.2.0' },
  'cim-ledger': { type: 'domain', status: 'development', version: '0.3.0', dependencies: ['cim-parcel'] },
  'cim-seed': { type: 'template', status: 'template', version: '0.0.1' },
  // Claims more than it is.
  'cim-scale': { type: 'core', status: 'production', version: '1.0.0' },
  'cim-route': { type: 'domain', status: 'development', version: '0.2.0', dependencies: ['cim-depot'] },
  'cim-depot': { type: 'domain', status: 'development', version: '0.2.0', dependencies: ['cim-route'] },
  'cim-stamp': { type: 'core', status: 'development', version: '0.1.0', dependencies: ['cim-scale'] },
  'cim-label': { type: 'core', status: 'development', version: '0.1.0', dependencies: ['cim-stamp'] },
  'cim-tariff': { type: 'policy', status: 'development', version: '0.4.0' },
  'cim-fax': { type: 'bridge', status: 'deprecated', version: '0.9.0' },
  // Nobody can reach it.
  'cim-lost': { type: 'bridge', status: 'development', version: '0.1.0' },
  'cim-vault': { type: 'core', status: 'development', version: '0.1.0' },
};

/** Modules that only people with access can read. */
export const PRIVATE: ReadonlySet<string> = new Set(['cim-vault']);

/** The modules that consist of a manifest and little else. */
export const SMALL_MODULES: Readonly<Record<string, Texts>> = Object.fromEntries(
  Object.keys(LISTED)
    .filter(name => !['cim-parcel', 'cim-ledger', 'cim-seed', 'cim-lost'].includes(name))
    .map(name => [name, smallModule(name)]),
);

function smallModule(name: string): Texts {
  const { dependencies = [] } = LISTED[name] ?? {};
  const version = name === 'cim-scale' ? '0.8.0' : (LISTED[name]?.version ?? '0.1.0');
  const needs = dependencies.map(each => `${each} = { git = "https://cim.example/${each}" }\n`).join('');
  return {
    'Cargo.toml': `[package]\nname = "${name}"\nversion = "${version}"\nedition = "2021"\n\n[dependencies]\n${needs}`,
    'README.md': `# ${name}\n\nOne of the modules of the post office.\n`,
    'src/lib.rs': `//! ${name}\n`,
  };
}

const MODULES = Object.entries(LISTED).flatMap(([name, { type, status, version, dependencies }]) => [
  `  ${name}:`,
  `    type: ${type}`,
  `    repository: https://cim.example/cim/${name}`,
  `    status: ${status}`,
  `    version: ${version}`,
  ...(dependencies ? [`    dependencies: [${dependencies.join(', ')}]`] : []),
]);

const TRACKER = `# Production migration tracker

The post office moves to production, one module after another.

## Phase 1: Weights (Q1 2026)

1. **cim-scale** - weighs everything
   - [x] API
   - [ ] Benchmarks
2. **cim-stamp** - prints stamps

## Phase 2: Ways (Q3 2027)

1. **cim-ledger** - keeps the books
   - [ ] \`readme\`
2. **cim-route** - finds the way
3. **cim-depot** - stores parcels

Last updated: $(date -I)
`;

const STATUS = `# Project status report

**Overall completion: 88%**

## Weights ✅ 100%

- [x] Scale
- [ ] Stamp

## Ways 🔄

- [ ] Route
- See [the plan](plans/ways.md)

**Overall completion: 85%**
`;

/** The files of the registry's repository. */
export const REGISTRY: Texts = {
  'README.md': '# cim\n\nThe registry of the modules of this Composable Information Machine.\n',
  'STATUS.md': STATUS,
  'registry/modules.yaml': ['# The modules of the post office', 'modules:', ...MODULES, ''].join('\n'),
  'registry/modules-graph.json': '{"graph": {"metadata": {"total_modules": 38}, "nodes": {}, "edges": []}}\n',
  'registry/status.json': '{ "total_modules": , "status": "healthy" }\n',
  'registry/production-migration.md': TRACKER,
};
