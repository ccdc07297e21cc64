/** Finds integration tests, and the modules of a library that they name. */

import { assessedFiles } from '../../cache/assessed-files.js';
import { memo } from '../../cache/memo.js';
import { readCargo } from '../../cargo/cargo.js';
import type { Package } from '../../cargo/model.js';
import { macroCalls } from '../../rust/calls.js';
import { holds, isTestMark } from '../../rust/cfg.js';
import { readCrate } from '../../rust/crate.js';
import type { LibraryFile, Module, RustCrate, SourceFile } from '../../rust/crate-model.js';
import { underOption, visibleExports } from '../../rust/exports.js';
import { productCrates, unreadFileReason } from '../../rust/library.js';
import type { Item } from '../../rust/model.js';
import { crateNames, type Entity, readPathSegments } from '../../rust/names.js';
import { rustFile } from '../../rust/reader.js';
import { isText, isWord, kindAt, lineAt, wordAt } from '../../rust/tokens.js';
import { Kind } from '../../rust/tokens-model.js';
import { mentions, searchWords } from '../../rust/vocabulary.js';
import type { Files } from '../../snapshot/files.js';
import { activeItems } from './functions.js';
import { unquoted } from './strings.js';

/** A test function, or a macro call that makes some. */
export interface TestFunction {
  readonly name: string;
  readonly path: string;
  readonly line: number;
}

/** The test targets of a package: their crates, files that they read by a directory's name, and files of no target. */
export interface TestTree {
  readonly crates: readonly RustCrate[];
  /** As `automod::dir!` and trybuild do. */
  readonly read: readonly SourceFile[];
  readonly orphans: readonly string[];
  /** Why a file of a test could not be read, so that its content is not known. */
  readonly unread?: string;
}

/** Everything below `tests/`, and what else the manifest names. */
export function testTree(files: Files, pkg: Package): TestTree {
  return treesOf(files)(pkg);
}

/** Packages use each other's trees. */
const treesOf = memo((files: Files) => memo((pkg: Package): TestTree => readTree(files, pkg)));

function readTree(files: Files, pkg: Package): TestTree {
  const crates = pkg.targets
    .filter(target => target.kind === 'test' && target.exists)
    .map(target => readCrate(files, pkg, target));
  const base = pkg.folder === '' ? 'tests/' : `${pkg.folder}/tests/`;
  const loose = unreached(files, base, pkg, crates);
  const texts = loose.length === 0 ? [] : [...crates, ...productCrates(files, [pkg])].flatMap(textsOf);
  const named = new Set(loose.filter(path => isRead(path.slice(base.length), texts)));
  const unread = unreadFileReason(files, crates);
  return {
    ...(unread === undefined ? {} : { unread }),
    crates,
    read: [...named].flatMap(path => {
      const file = rustFile(files, path);
      return file.read ? [file.value] : [];
    }),
    orphans: loose.filter(path => !named.has(path)),
  };
}

function textsOf({ files: sources }: RustCrate): string[] {
  return sources.flatMap(({ file }) => unquoted(file));
}

/** Members that hold tests: those in their source count too. */
const TESTS =
  /(?:^|[-_/])(?:(?:integration|acceptance|conformance|system)[-_]?)?(?:tests?|testing|e2e|acceptance|conformance)(?:[-_/]|$)/i;

/**
 * The tests of other packages of the repository that depend on this one and name its library, or name the library of an unpublished
 * package through which they use it.
 */
export function testsElsewhere(files: Files, pkg: Package, library: string): TestTree[] {
  const { packages } = readCargo(files);
  const dependents = ({ name }: Package) =>
    packages.filter(other => other !== pkg && other.dependencies.some(each => each.package === name));
  const direct = dependents(pkg);
  const shared = direct.filter(
    other => !other.publishable && productCrates(files, [other]).some(crate => names(crate, library)),
  );
  const through = shared.flatMap(between => {
    const name = between.targets.find(({ kind }) => kind === 'lib')?.name;
    return name === undefined
      ? []
      : dependents(between).flatMap(other => (direct.includes(other) ? [] : [{ other, library: name }]));
  });
  return [...direct.map(other => ({ other, library })), ...through].map(({ other, library: named }) => {
    const tree = testTree(files, other);
    const holdsTests =
      TESTS.test(other.name) || TESTS.test(other.folder) || (through.length > 0 && shared.includes(other));
    const crates = holdsTests ? [...tree.crates, ...productCrates(files, [other])] : tree.crates;
    return { ...tree, crates: crates.filter(crate => names(crate, named)) };
  });
}

/** Whether a file of a crate names the library. */
export function names({ files: sources }: RustCrate, library: string): boolean {
  return sources.some(({ file }) => {
    const { paths, globs } = pathsInto(library, file);
    return paths.length + globs.length > 0;
  });
}

/** Macros that make tests of what they hold. */
const TEST_MACROS = new Set(['proptest', 'quickcheck', 'test_case', 'rstest_reuse', 'parameterized', 'insta_test']);

/** The test functions of a test target that run: not those that are ignored. */
export function testFunctions({ crates, read }: TestTree): TestFunction[] {
  const makers = new Set(
    [...crates.flatMap(({ files: sources }) => sources), ...read].flatMap(({ file }) =>
      activeItems(file).flatMap(item =>
        item.kind === 'macro' && hasTestMark(file.tokens, item.body) ? [item.name] : [],
      ),
    ),
  );
  return [...crates.flatMap(crate => testsOfTarget(crate, makers)), ...testsIn(read, makers)];
}

/** @param makers macros of the tests' own that make test functions */
function testsIn(sources: readonly SourceFile[], makers: ReadonlySet<string>): TestFunction[] {
  return sources.flatMap(({ path, file }) => [
    ...activeItems(file).flatMap(item => (isRunTest(item) ? [{ name: item.name, path, line: item.line }] : [])),
    ...[...macroCalls(file.tokens, { from: 0, to: file.tokens.count })]
      .filter(({ name, args }) => TEST_MACROS.has(name) || makers.has(name) || hasTestMark(file.tokens, args))
      .map(({ name, at }) => ({ name, path, line: lineAt(file.tokens, at) })),
  ]);
}

function testsOfTarget({ target, files: sources }: RustCrate, makers: ReadonlySet<string>): TestFunction[] {
  const found = testsIn(sources, makers);
  // Without the harness, `main` is the test.
  if (found.length > 0 || target.harness) return found;
  const main = sources.flatMap(({ path, file }) =>
    file.items.flatMap(item =>
      item.kind === 'fn' && item.name === 'main' ? [{ name: 'main', path, line: item.line }] : [],
    ),
  );
  return main.slice(0, 1);
}

/** A test that is ignored on one system only runs on the others. */
function isRunTest(item: Item): boolean {
  if (item.kind !== 'fn' || !item.attributes.some(({ marksTest }) => marksTest)) return false;
  return !item.attributes.some(({ path, when }) => path === 'ignore' && (!when || holds(when) === 'yes'));
}

/** `#[test]`, `#[tokio::test]` and their like among the tokens of a macro. */
function hasTestMark(tokens: LibraryFile['file']['tokens'], { from, to }: { from: number; to: number }): boolean {
  for (let at = from; at + 3 < to; at += 1) {
    if (!isText(tokens, at, '#') || !isText(tokens, at + 1, '[') || !isWord(tokens, at + 2)) continue;
    if (isTestMark(readPathSegments(tokens, at + 2, to).join('::'))) return true;
  }
  return false;
}

/** The public top-level modules of a library that define something to use: modules that only re-export do not count. */
export function topModules(library: RustCrate): Module[] {
  const exports = visibleExports(library);
  const defines = (module: Module, depth: number): boolean =>
    depth <= 100 &&
    (module.items.some(({ item }) => exports.hasItem(item, module)) ||
      module.children.some(child => defines(child, depth + 1)));
  return library.root.children.filter(
    module => module.item?.visibility.kind === 'public' && !module.hidden && !underOption(module) && defines(module, 0),
  );
}

/** The top-level modules that tests name: by path, or through a re-export of one of their items. */
export function namedModules(library: RustCrate, tests: readonly TestTree[]): ReadonlySet<string> {
  const named = new Set<string>();
  const names = crateNames(library);
  const note = (entity: Entity) => {
    if (entity.kind !== 'external') named.add(entity.module.path.split('::')[1] ?? '');
  };
  const resolve = (path: readonly string[]) => {
    for (let length = 1; length <= path.length; length += 1)
      for (const entity of names.resolve(['crate', ...path.slice(0, length)], library.root)) note(entity);
  };
  for (const { file } of tests.flatMap(sourcesOf)) {
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

interface PathsInto {
  readonly paths: readonly (readonly string[])[];
  readonly globs: readonly (readonly string[])[];
}

const NO_PATHS: PathsInto = { paths: [], globs: [] };

/** The paths into a crate that a file names, without the crate's own name; `globs` are those of `use crate_name::…::*`. */
export function pathsInto(name: string, file: LibraryFile['file']): PathsInto {
  if (!mentions(file.tokens, searchWords([name]))) return NO_PATHS;
  const aliases = new Set([name]);
  const paths: (readonly string[])[] = [];
  const globs: (readonly string[])[] = [];
  for (const item of activeItems(file)) {
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
    if (kindAt(tokens, at + 1) !== Kind.PathSep || !isWord(tokens, at) || !aliases.has(wordAt(tokens, at))) continue;
    const rest = readPathSegments(tokens, at, tokens.count).slice(1);
    if (rest.length > 0) paths.push(rest);
  }
  return { paths, globs };
}

function wordsIn({ tokens }: LibraryFile['file']): Set<string> {
  const words = new Set<string>();
  for (let at = 0; at < tokens.count; at += 1) if (isWord(tokens, at)) words.add(wordAt(tokens, at));
  return words;
}

/** Rust files below a directory that no target reaches, except those of separate crates. */
function unreached(files: Files, base: string, { targets }: Package, crates: readonly RustCrate[]): string[] {
  const reached = new Set([...crates.flatMap(crate => [...crate.reached]), ...targets.map(({ path }) => path)]);
  return assessedFiles(files)
    .map(({ path }) => path)
    .filter(path => path.startsWith(base) && path.endsWith('.rs') && !reached.has(path))
    .filter(path => !belongsElsewhere(files, base, path));
}

/** Tests such as trybuild's name directories of files that they compile. */
function isRead(path: string, texts: readonly string[]): boolean {
  const parts = path.split('/');
  const folders = parts.slice(0, -1);
  return texts.some(
    text =>
      folders.some(each => text.includes(each) && text.split(/[/\\\\]/).includes(each)) ||
      text.endsWith(parts.at(-1) ?? ''),
  );
}

/** A crate of its own: `tests/` itself, or below. */
function belongsElsewhere(files: Files, base: string, path: string): boolean {
  for (let at = path.lastIndexOf('/'); at >= base.length - 1; at = path.lastIndexOf('/', at - 1))
    if (files.entries.has(`${path.slice(0, at)}/Cargo.toml`)) return true;
  return false;
}
