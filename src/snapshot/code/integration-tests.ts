/** What integration tests there are, and which of a library's modules they name. */
import type { Package } from '../cargo/model.js';
import { type Files, judged } from '../files.js';
import { attributeNamed, isTestMark } from '../rust/cfg.js';
import { crateOf } from '../rust/crate.js';
import type { LibraryFile, Module, RustCrate, SourceFile } from '../rust/crate-model.js';
import type { Item } from '../rust/model.js';
import { type Entity, namesOf, pathFrom } from '../rust/names.js';
import { rustFile } from '../rust/reader.js';
import { macroCalls } from '../rust/scan.js';
import { isText, isWord, lineAt, wordAt } from '../rust/tokens.js';
import { itemsOf } from './functions.js';
import { unquoted } from './strings.js';

/** A test function, or a macro call that makes some. */
export interface TestFunction {
  readonly name: string;
  readonly path: string;
  readonly line: number;
}

/** The test targets of a package: their crates, files that they read by a folder's name, and files of no target. */
export interface TestTree {
  readonly crates: readonly RustCrate[];
  /** As `automod::dir!` and trybuild do. */
  readonly read: readonly SourceFile[];
  readonly orphans: readonly string[];
}

/** Everything below `tests/`, and what the manifest names besides. */
export function testTree(files: Files, pkg: Package): TestTree {
  const crates = pkg.targets
    .filter(target => target.kind === 'test' && target.exists)
    .map(target => crateOf(files, pkg, target));
  const texts = crates.flatMap(({ files: sources }) => sources.flatMap(({ file }) => [...unquoted(file)]));
  const base = pkg.folder === '' ? 'tests/' : `${pkg.folder}/tests/`;
  const loose = unreached(files, base, pkg, crates);
  return {
    crates,
    read: loose.flatMap(path => {
      const file = isRead(path.slice(base.length), texts) ? rustFile(files, path) : undefined;
      return file?.read ? [file.value] : [];
    }),
    orphans: loose.filter(path => !isRead(path.slice(base.length), texts)),
  };
}

/** Macros that make tests of what they hold. */
const TEST_MACROS = new Set(['proptest', 'quickcheck', 'test_case', 'rstest_reuse', 'parameterized', 'insta_test']);

/** The test functions of a test target that run: not those that are ignored. */
export function testsOf({ crates, read }: TestTree): TestFunction[] {
  return [...crates.flatMap(testsOfTarget), ...testsIn(read)];
}

function testsIn(sources: readonly SourceFile[]): TestFunction[] {
  return sources.flatMap(({ path, file }) => [
    ...itemsOf(file).flatMap(item => (isRunTest(item) ? [{ name: item.name, path, line: item.line }] : [])),
    ...[...macroCalls(file.tokens, { from: 0, to: file.tokens.count })]
      .filter(({ name, body }) => TEST_MACROS.has(name) || hasTestMark(file.tokens, body))
      .map(({ name, at }) => ({ name, path, line: lineAt(file.tokens, at) })),
  ]);
}

function testsOfTarget({ target, files: sources }: RustCrate): TestFunction[] {
  const found = testsIn(sources);
  // Without the harness, `main` is the test.
  if (found.length > 0 || target.harness) return found;
  const main = sources.flatMap(({ path, file }) =>
    file.items.flatMap(item =>
      item.kind === 'fn' && item.name === 'main' ? [{ name: 'main', path, line: item.line }] : [],
    ),
  );
  return main.slice(0, 1);
}

function isRunTest(item: Item): boolean {
  if (item.kind !== 'fn' || !item.attributes.some(isTestMark)) return false;
  return attributeNamed(item.attributes, 'ignore') === undefined;
}

function hasTestMark(tokens: LibraryFile['file']['tokens'], { from, to }: { from: number; to: number }): boolean {
  for (let at = from; at + 3 < to; at += 1)
    if (isText(tokens, at, '#') && isText(tokens, at + 1, '[') && isText(tokens, at + 2, 'test')) return true;
  return false;
}

/** The public top-level modules of a library that define something: those that only re-export are none. */
export function topModules({ root }: RustCrate): Module[] {
  return root.children.filter(
    module => module.item?.visibility.kind === 'public' && !module.hidden && defines(module, 0),
  );
}

const DEFINES = new Set(['fn', 'struct', 'union', 'enum', 'trait', 'const', 'static', 'type', 'macro', 'impl']);

function defines({ items, children }: Module, depth: number): boolean {
  if (depth > 100) return false;
  return items.some(({ item }) => DEFINES.has(item.kind)) || children.some(child => defines(child, depth + 1));
}

/** The top-level modules that tests name: by path, or through a re-export of one of their items. */
export function namedModules(library: RustCrate, tests: TestTree): ReadonlySet<string> {
  const named = new Set<string>();
  const names = namesOf(library);
  const note = (entity: Entity) => {
    if (entity.kind !== 'external') named.add(entity.module.path.split('::')[1] ?? '');
  };
  const resolve = (path: readonly string[]) => {
    for (let length = 1; length <= path.length; length += 1)
      for (const entity of names.resolve(['crate', ...path.slice(0, length)], library.root)) note(entity);
  };
  for (const { file } of sourcesOf(tests)) {
    const { paths, globs } = pathsInto(library.name, file);
    for (const each of paths) resolve(each);
    if (globs.length === 0) continue;
    const words = wordsIn(file);
    for (const glob of globs) {
      resolve(glob);
      for (const entity of names.resolve(['crate', ...glob], library.root)) {
        if (entity.kind === 'module')
          for (const word of words) for (const each of names.lookup(word, entity.module)) note(each);
      }
    }
  }
  return named;
}

function sourcesOf({ crates, read }: TestTree): SourceFile[] {
  const sources = [...crates.flatMap(({ files }) => files), ...read];
  return [...new Map(sources.map(source => [source.path, source])).values()];
}

/** The paths into a crate that a file names, without the crate's own name; `globs` are those of `use crate_name::…::*`. */
export function pathsInto(
  name: string,
  file: LibraryFile['file'],
): { readonly paths: readonly (readonly string[])[]; readonly globs: readonly (readonly string[])[] } {
  const aliases = new Set([name]);
  const paths: (readonly string[])[] = [];
  const globs: (readonly string[])[] = [];
  for (const item of itemsOf(file)) {
    if (item.kind === 'extern-crate' && item.crate === name) aliases.add(item.name);
    if (item.kind !== 'use') continue;
    for (const leaf of item.leaves) {
      const [first, ...rest] = leaf.path.filter(Boolean);
      if (first === undefined || !aliases.has(first)) continue;
      if (rest.length === 0 && !leaf.glob) aliases.add(leaf.as);
      (leaf.glob ? globs : paths).push(rest);
    }
  }
  const { tokens } = file;
  for (let at = 0; at < tokens.count; at += 1) {
    if (!isWord(tokens, at) || !aliases.has(wordAt(tokens, at)) || !isText(tokens, at + 1, '::')) continue;
    const rest = pathFrom(tokens, at, tokens.count).slice(1);
    if (rest.length > 0) paths.push(rest);
  }
  return { paths, globs };
}

function wordsIn({ tokens }: LibraryFile['file']): Set<string> {
  const words = new Set<string>();
  for (let at = 0; at < tokens.count; at += 1) if (isWord(tokens, at)) words.add(wordAt(tokens, at));
  return words;
}

/** Rust files below a folder that no target reaches, those of crates of their own left aside. */
function unreached(files: Files, base: string, { targets }: Package, crates: readonly RustCrate[]): string[] {
  const reached = new Set([...crates.flatMap(crate => [...crate.reached]), ...targets.map(({ path }) => path)]);
  return judged(files)
    .map(({ path }) => path)
    .filter(path => path.startsWith(base) && path.endsWith('.rs') && !reached.has(path))
    .filter(path => !belongsElsewhere(files, base, path));
}

/** Tests such as trybuild's name folders of files that they compile. */
function isRead(path: string, texts: readonly string[]): boolean {
  const parts = path.split('/');
  const folders = parts.slice(0, -1);
  return texts.some(
    text => folders.some(each => text.split(/[/\\\\]/).includes(each)) || text.endsWith(parts.at(-1) ?? ''),
  );
}

/** A crate of its own, below `tests/`. */
function belongsElsewhere(files: Files, base: string, path: string): boolean {
  for (let at = path.lastIndexOf('/'); at >= base.length; at = path.lastIndexOf('/', at - 1))
    if (files.entries.has(`${path.slice(0, at)}/Cargo.toml`)) return true;
  return false;
}
