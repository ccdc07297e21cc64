/** Which tests and benches use which tools. */
import { cargoOf } from '../cargo/cargo.js';
import type { Package } from '../cargo/model.js';
import type { Files } from '../files.js';
import { crateOf } from '../rust/crate.js';
import type { LibraryFile, RustCrate } from '../rust/crate-model.js';
import { isText, isWord, lineAt, wordAt } from '../rust/tokens.js';
import { isOn } from './functions.js';
import { pathsInto } from './integration-tests.js';

/** A place in a file. */
export interface Place {
  readonly path: string;
  readonly line: number;
}

const PROPERTY_MACROS = /^(proptest|prop_compose|prop_assert|prop_assert_eq|prop_assert_ne|prop_assume|bolero)$/;
const PROPERTY_NAMES = /^(quickcheck|quickcheck_macros|proptest|bolero|arbitrary|arbtest|hegel|qcheck)$/;

/** The first test that draws its input from proptest, quickcheck, bolero or arbitrary, and calls the crate. */
export function propertyTest(files: Files, pkg: Package): Place | undefined {
  for (const target of pkg.targets.filter(each => each.exists)) {
    if (target.kind !== 'test' && target.kind !== 'lib' && target.kind !== 'bin') continue;
    const crate = crateOf(files, pkg, target);
    for (const source of crate.files) {
      if (target.kind === 'test' && !callsCrate(crate, pkg)) continue;
      const line = propertyLine(source, target.kind !== 'test');
      if (line !== undefined) return { path: source.path, line };
    }
  }
  return undefined;
}

/** An integration test, or another file of its target, names the package's library. */
function callsCrate({ files }: RustCrate, { targets, name }: Package): boolean {
  const library = targets.find(({ kind }) => kind === 'lib')?.name ?? name;
  return files.some(({ file }) => {
    const { paths, globs } = pathsInto(library.replaceAll('-', '_'), file);
    return paths.length + globs.length > 0;
  });
}

/** @param inTests only what is test code counts */
function propertyLine(source: LibraryFile, inTests: boolean): number | undefined {
  const { tokens } = source.file;
  for (let at = 0; at < tokens.count; at += 1) {
    if (!isWord(tokens, at) || (inTests && isOn(source, at))) continue;
    const word = wordAt(tokens, at);
    const macro = PROPERTY_MACROS.test(word) && isText(tokens, at + 1, '!');
    const name =
      PROPERTY_NAMES.test(word) && (isText(tokens, at + 1, '::') || isMark(tokens, at) || isText(tokens, at + 1, '('));
    if (macro || name) return lineAt(tokens, at);
  }
  return undefined;
}

/** `#[quickcheck]` */
function isMark(tokens: LibraryFile['file']['tokens'], at: number): boolean {
  return isText(tokens, at - 1, '[') && isText(tokens, at - 2, '#');
}

const BENCH_WORDS =
  /^(bench_function|bench_with_input|iter|iter_batched|criterion_main|criterion_group|divan|iai|iai_callgrind|library_benchmark|library_benchmark_group|tango_benchmarks|brunch|bench|Bencher|gungraun)$/;

/** A bench target, and where its first bench function is; absent where it has none. */
export interface Bench extends Place {
  readonly name: string;
  readonly at?: number;
}

/** The bench targets of a package, and of unpublished members that depend on it. */
export function benchesOf(files: Files, pkg: Package): Bench[] {
  const others = cargoOf(files).packages.filter(
    other => other !== pkg && !other.publishable && other.dependencies.some(each => each.package === pkg.name),
  );
  return [pkg, ...others].flatMap(each =>
    each.targets
      .filter(({ kind, exists }) => kind === 'bench' && exists)
      .map(target => {
        const at = benchLine(crateOf(files, each, target));
        return { name: target.name, path: target.path, line: at ?? 1, ...(at === undefined ? {} : { at }) };
      }),
  );
}

function benchLine({ files }: RustCrate): number | undefined {
  for (const { file } of files) {
    const { tokens } = file;
    for (let at = 0; at < tokens.count; at += 1)
      if (isWord(tokens, at) && BENCH_WORDS.test(wordAt(tokens, at))) return lineAt(tokens, at);
  }
  return undefined;
}
