/** Generated repositories with one package or a workspace, as texts by path. */
import { relative } from 'node:path';
import fc from 'fast-check';
import type { Texts } from '../../test/support/snapshots.js';
import { packageFields } from './fields.js';
import { type DependencyEntry, dependencyTables, features, sharedDependencies } from './dependencies.js';
import { targetFiles } from './target-tables.js';

/** The folders of packages below the root, each with the name of its package. */
const FOLDERS = {
  a: 'aa',
  'b-c': 'b-c',
  'crates/a': 'crate-a',
  'crates/d': 'd_e',
  'crates/.f': 'f',
  'crates/deep/g': 'gg',
  'tools/h': 'h',
} as const;

/** Globs, each with a folder that it matches: Cargo refuses a glob without a match. */
const GLOBS = [
  ['crates/*', 'crates/a'],
  ['crates/*', 'crates/.f'],
  ['crates/?', 'crates/a'],
  ['crates/[ad]', 'crates/d'],
  ['crates/[!a]', 'crates/d'],
  ['crates/*/g', 'crates/deep/g'],
  ['crates/d*', 'crates/d'],
  ['c*/a', 'crates/a'],
  ['*-c', 'b-c'],
  ['to*/*', 'tools/h'],
  ['**/g', 'crates/deep/g'],
  ['?', 'a'],
] as const;

interface Below {
  readonly folder: string;
  readonly name: string;
}

const chosen = fc.subarray(
  Object.entries(FOLDERS).map(([folder, name]): Below => ({ folder, name })),
  { maxLength: 4 },
);

/** One package, or a workspace with or without a package at its root. */
export const workspaces: fc.Arbitrary<Texts> = chosen.chain(below => {
  const root: Below = { folder: '', name: 'root' };
  const all = [root, ...below];
  return fc.oneof(
    { weight: 1, arbitrary: packageFiles(root, all, undefined) },
    {
      weight: 3,
      arbitrary: sharedDependencies(all).chain(shared =>
        fc
          .record({
            head: workspaceTable(below, shared.text),
            virtual: fc.boolean(),
            packages: fc.tuple(...all.map(each => packageFiles(each, all, shared.entries))),
            nested: fc.constantFrom(...Array<string>(9).fill(''), ...below.map(({ folder }) => folder)),
          })
          .map(({ head, virtual, packages, nested }) => {
            const [first, ...others] = packages;
            const own = first?.['Cargo.toml'] ?? '';
            const texts: Record<string, string> = Object.assign({}, virtual ? {} : first, ...others) as Record<
              string,
              string
            >;
            texts['Cargo.toml'] = virtual ? head : `${own}${head}`;
            if (nested !== '') texts[`${nested}/Cargo.toml`] += '[workspace]\n';
            return texts;
          }),
      ),
    },
  );
});

function workspaceTable(below: readonly Below[], dependencies: string): fc.Arbitrary<string> {
  const folders = below.map(({ folder }) => folder);
  const globs = GLOBS.filter(([, folder]) => folders.includes(folder)).map(([glob]) => glob);
  const path = fc.constantFrom(...folders.flatMap(each => [each, each, `./${each}`, `${each}/`]), ...globs, 'own/..');
  const excluded = fc.constantFrom('crates', 'crates/*', 'tools', './a', ...folders);
  return fc
    .record({
      members: fc.option(fc.array(path, { maxLength: 3 }), { nil: undefined }),
      exclude: fc.option(fc.array(excluded, { maxLength: 2 }), { nil: undefined }),
      defaults: fc.constantFrom(undefined, undefined, undefined, [], folders),
      resolver: fc.constantFrom('', '', 'resolver = "2"\n'),
    })
    .map(({ members, exclude, defaults, resolver }) =>
      [
        '[workspace]\n',
        list('members', members),
        list('exclude', exclude),
        list('default-members', defaults),
        resolver,
        INHERITED,
        dependencies,
      ].join(''),
    );
}

function list(key: string, values: readonly string[] | undefined): string {
  return values ? `${key} = ${JSON.stringify(values)}\n` : '';
}

/** The fields that members inherit: every one that can be. */
const INHERITED = [
  '[workspace.package]',
  'version = "3.2.1"',
  'edition = "2018"',
  'license = "MIT"',
  'license-file = "LICENSE"',
  'description = "shared"',
  'authors = ["A", "B <b@example.com>"]',
  'categories = ["science"]',
  'keywords = ["one", "two"]',
  'repository = "https://example.com/shared"',
  'homepage = "https://example.com"',
  'documentation = "https://docs.example.com"',
  'rust-version = "1.70"',
  'publish = false',
  '',
].join('\n');

function packageFiles(
  { folder, name }: Below,
  all: readonly Below[],
  shared: readonly DependencyEntry[] | undefined,
): fc.Arbitrary<Texts> {
  const root = shared && relative(`/${folder}`, '/');
  const others = all.filter(each => each.folder !== folder && each.folder !== '');
  return packageFields(name, root).chain(fields =>
    fc
      .record({
        targets: targetFiles(name, fields.edition),
        dependencies: dependencyTables(folder, others, shared, fields.edition),
      })
      .chain(({ targets, dependencies }) =>
        features(dependencies.entries).map(table => {
          const below = (path: string) => (folder === '' ? path : `${folder}/${path}`);
          const manifest = `${fields.text}${targets.flags}${targets.tables}${dependencies.text}${table}`;
          return Object.fromEntries([
            [below('Cargo.toml'), manifest],
            ...targets.files.map(path => [below(path), ''] as const),
          ]) as Texts;
        }),
      ),
  );
}

/** Texts by path, as a person reads them. */
export function showTexts(texts: Texts): string {
  return Object.entries(texts)
    .map(([path, text]) => (text === '' ? `-- ${path} (empty)` : `-- ${path}\n${text}`))
    .join('\n');
}
