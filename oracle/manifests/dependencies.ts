/** Generated dependency tables and features. */
import fc from 'fast-check';
import { relative } from 'node:path';

export interface DependencyEntry {
  readonly name: string;
  readonly optional: boolean;
  /** Features cannot name a dependency of tests. */
  readonly dev: boolean;
}

interface Below {
  readonly folder: string;
  readonly name: string;
}

const REGISTRY = ['serde', 'tokio-util', 'rand_core', 'log'];
const REQUIREMENTS = ['1', '0.3.1', '^1.2', '~1.2.3', '=1.0.0', '>=1, <3', '1.*', '*', '1.0.0-rc.1', '>1.2'];
const GIT = ['', ', tag = "v1"', ', branch = "next"', ', rev = "abc"'];
const FEATURES = ['std', 'extra'];

/** Entries of `[workspace.dependencies]`, by name. */
export function sharedDependencies(
  all: readonly Below[],
): fc.Arbitrary<{ readonly text: string; readonly entries: readonly DependencyEntry[] }> {
  const below = all.filter(({ folder }) => folder !== '');
  const entry = (name: string, folder?: string) =>
    fc
      .record({
        renamed: renamedKey(name),
        source: source(folder),
        features: someFeatures,
        defaults,
        short: fc.boolean(),
      })
      .map(({ renamed, source, features, defaults, short }) => {
        const key = renamed ?? name;
        const plain = /^version = ("[^"]*")$/.exec(source)?.[1];
        const text =
          short && plain && !renamed
            ? `${key} = ${plain}\n`
            : `${key} = { ${[source, ...(renamed ? [`package = "${name}"`] : []), ...features, ...defaults].join(', ')} }\n`;
        return { text, entry: { name: key, optional: false, dev: false } };
      });
  return fc
    .record({
      registry: few(REGISTRY, 2),
      paths: few(below, 2),
    })
    .chain(({ registry, paths }) =>
      fc.tuple(...registry.map(name => entry(name)), ...paths.map(({ name, folder }) => entry(name, folder))),
    )
    .map(entries => ({
      text: `[workspace.dependencies]\n${entries.map(({ text }) => text).join('')}`,
      entries: entries.map(each => each.entry),
    }));
}

function few<T>(each: readonly T[], most: number): fc.Arbitrary<T[]> {
  return fc.subarray([...each], { maxLength: Math.min(most, each.length) });
}

function renamedKey(name: string): fc.Arbitrary<string | undefined> {
  return fc.option(fc.constant(`my-${name}`), { nil: undefined, freq: 1 });
}

/** A registry or Git dependency or, with a folder, one by path. */
function source(folder?: string): fc.Arbitrary<string> {
  const version = fc.constantFrom(...REQUIREMENTS).map(each => `version = "${each}"`);
  if (folder !== undefined)
    return fc.constantFrom(`path = "${folder}"`, `path = "./${folder}/"`, `path = "${folder}", version = "0"`);
  return fc.oneof(
    { weight: 4, arbitrary: version },
    { weight: 1, arbitrary: fc.constantFrom(...GIT).map(more => `git = "https://example.com/x.git"${more}`) },
  );
}

const someFeatures = fc.subarray(FEATURES).map(each => (each.length > 0 ? [`features = ${JSON.stringify(each)}`] : []));
const defaults = fc.constantFrom([], [], ['default-features = false'], ['default-features = true']);

const TABLES = [
  'dependencies',
  'dependencies',
  'dev-dependencies',
  'build-dependencies',
  "target.'cfg(unix)'.dependencies",
  'target.x86_64-pc-windows-msvc.dev-dependencies',
];

/** Dependency tables of a package. The names are different in each table. */
export function dependencyTables(
  from: string,
  others: readonly Below[],
  shared: readonly DependencyEntry[] | undefined,
  edition: string,
): fc.Arbitrary<{ readonly text: string; readonly entries: readonly DependencyEntry[] }> {
  const underscored = edition === '2015' || edition === '2018';
  const tables = [...TABLES, ...(underscored ? ['dev_dependencies', 'build_dependencies'] : [])];
  const place = (folder: string) => relative(`/${from}`, `/${folder}`) || '.';
  const own = (name: string, folder?: string) =>
    fc
      .record({
        table: fc.constantFrom(...tables),
        renamed: renamedKey(name),
        source: source(folder === undefined ? undefined : place(folder)),
        features: someFeatures,
        defaults,
        optional: fc.boolean(),
        short: fc.boolean(),
      })
      .map(each => ({ name, inherited: false, ...each }));
  const inherited = (name: string) =>
    fc
      .record({
        table: fc.constantFrom(...tables),
        features: someFeatures,
        defaults,
        optional: fc.boolean(),
        short: fc.boolean(),
      })
      .map(each => ({ name, inherited: true, renamed: undefined, source: '', ...each }));
  return fc
    .record({
      registry: few([...REGISTRY, ...REGISTRY], 3),
      paths: few(others, 2),
      shared: few(shared ?? [], 3),
    })
    .chain(({ registry, paths, shared: some }) =>
      fc.tuple(
        ...registry.map(name => own(name)),
        ...paths.map(({ name, folder }) => own(name, folder)),
        ...some.map(({ name }) => inherited(name)),
      ),
    )
    .map(entries => {
      const byTable = new Map<string, string[]>();
      const found: DependencyEntry[] = [];
      const taken = new Set<string>();
      for (const {
        table,
        name,
        renamed,
        inherited: shares,
        source: from,
        features,
        defaults,
        optional,
        short,
      } of entries) {
        const key = renamed ?? name;
        if (taken.has(`${table} ${key}`)) continue;
        taken.add(`${table} ${key}`);
        const canBeOptional = !/dev[-_]dependencies$/.test(table);
        const isOptional = optional && canBeOptional;
        const more = [...features, ...defaults, ...(isOptional ? ['optional = true'] : [])];
        const head = shares ? 'workspace = true' : from;
        const rest = [...(renamed ? [`package = "${name}"`] : []), ...more];
        const plain = /^version = ("[^"]*")$/.exec(head)?.[1];
        const line =
          short && rest.length === 0 && (plain || shares)
            ? shares
              ? `${key}.workspace = true`
              : `${key} = ${plain}`
            : `${key} = { ${[head, ...rest].join(', ')} }`;
        byTable.set(table, [...(byTable.get(table) ?? []), line]);
        found.push({ name: key, optional: isOptional, dev: !canBeOptional });
      }
      return {
        text: [...byTable].map(([table, lines]) => `[${table}]\n${lines.join('\n')}\n`).join(''),
        entries: found,
      };
    });
}

/** A `[features]` table that names optional dependencies with and without `dep:`. */
export function features(entries: readonly DependencyEntry[]): fc.Arbitrary<string> {
  const optional = entries.filter(each => each.optional);
  const enables = fc.constantFrom(
    'std',
    ...optional.flatMap(({ name }) => [name, `dep:${name}`, `${name}/std`, `${name}?/std`]),
    ...entries.filter(each => !each.optional && !each.dev).map(({ name }) => `${name}/std`),
  );
  const named = fc.constantFrom('default', 'full', 'io', ...optional.map(({ name }) => name));
  return fc
    .option(fc.dictionary(named, fc.array(enables, { maxLength: 3 }), { maxKeys: 3 }), { nil: undefined, freq: 3 })
    .map(table => {
      if (!table) return '';
      const all = { std: [], ...table };
      return `[features]\n${Object.entries(all)
        .map(([name, list]) => `${name} = ${JSON.stringify([...new Set(list)])}\n`)
        .join('')}`;
    });
}
