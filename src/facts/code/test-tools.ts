/** Which tests and benches use which tools. */

import { assessedFiles } from '../../cache/assessed-files.js';
import type { Package, TargetKind } from '../../cargo/model.js';
import { outsideDependents } from '../../cargo/outside-dependents.js';
import { readCrate } from '../../rust/crate.js';
import type { LibraryFile, SourceFile } from '../../rust/crate-model.js';
import { unreadFileReason } from '../../rust/library.js';
import { rustFile } from '../../rust/reader.js';
import { isText, isWord, lineAt, wordAt } from '../../rust/tokens.js';
import { mentions, searchWords } from '../../rust/vocabulary.js';
import type { Files } from '../../snapshot/files.js';
import { packagesBeside } from './beside.js';
import { functionFacts, isActive } from './functions.js';
import { unquoted } from './strings.js';

/** A place in a file. */
export interface Place {
  readonly path: string;
  readonly line: number;
}

const words = (list: string) => list.split(' ');

const PROPERTY_MACROS = new Set(
  words('proptest prop_compose prop_assert prop_assert_eq prop_assert_ne prop_assume quickcheck bolero'),
);
const PROPERTY_NAMES = new Set(
  words('quickcheck quickcheck_macros proptest bolero arbitrary arbtest hegel qcheck test_strategy'),
);

/** Any of these words: few files have one. */
const PROPERTY_WORDS = searchWords(PROPERTY_MACROS, PROPERTY_NAMES);

/** What a search among tests or benches found: a place, or why a file could not be looked into. */
export interface Search {
  readonly found?: Place;
  readonly unread?: string;
}

/** The first test that draws its input from proptest, quickcheck, bolero or arbitrary, and calls the crate. */
export function propertyTest(files: Files, pkg: Package): Search {
  const { members, uses } = packagesBeside(files, pkg);
  const crates = [pkg, ...members].flatMap(each =>
    each.targets
      .filter(({ kind, exists }) => exists && (kind === 'test' || kind === 'lib' || kind === 'bin'))
      .map(target => readCrate(files, each, target))
      .filter(crate => (each === pkg && crate.target.kind !== 'test') || uses(crate)),
  );
  for (const { target, files: sources } of crates)
    for (const source of sources) {
      const line = propertyLine(source, target.kind !== 'test');
      if (line !== undefined) return { found: { path: source.path, line } };
    }
  return unreadAmong(files, pkg, ['test', 'lib', 'bin']);
}

/** Why a file of one of these targets could not be read, if one could not. */
function unreadAmong(files: Files, pkg: Package, kinds: readonly TargetKind[]): Search {
  const crates = [pkg, ...packagesBeside(files, pkg).members].flatMap(each =>
    each.targets
      .filter(({ kind, exists }) => exists && kinds.includes(kind))
      .map(target => readCrate(files, each, target)),
  );
  const unread = unreadFileReason(files, crates);
  return unread === undefined ? {} : { unread };
}

/** Whether a member is there for a package: it depends on it and is not published. */
function isCompanion({ publishable, dependencies }: Package, pkg: Package): boolean {
  return !publishable && dependencies.some(each => each.package === pkg.name);
}

/** @param inTests only what is test code counts */
function propertyLine(source: LibraryFile, inTests: boolean): number | undefined {
  const { tokens } = source.file;
  if (!mentions(tokens, PROPERTY_WORDS)) return undefined;
  for (let at = 0; at < tokens.count; at += 1) {
    if (!isWord(tokens, at) || (inTests && isActive(source, at))) continue;
    const word = wordAt(tokens, at);
    const macro = PROPERTY_MACROS.has(word) && isText(tokens, at + 1, '!');
    const name =
      PROPERTY_NAMES.has(word) && (isText(tokens, at + 1, '::') || isMark(tokens, at) || isText(tokens, at + 1, '('));
    if (macro || name) return lineAt(tokens, at);
  }
  return undefined;
}

/** `#[quickcheck]` */
function isMark(tokens: LibraryFile['file']['tokens'], at: number): boolean {
  return isText(tokens, at - 1, '[') && isText(tokens, at - 2, '#');
}

const BENCH_WORDS = new Set([
  ...words('bench_function bench_with_input bench_values benchmark_group iter_batched iter_custom'),
  ...words('criterion_main criterion_group divan iai iai_callgrind library_benchmark library_benchmark_group'),
  ...words('tango_benchmarks brunch bench Bencher gungraun'),
]);

/** Without the harness of rustc, `main` may take the time itself. */
const TIMING = new Set(['Instant']);

/** A bench target, and where its first bench function is; absent if it has none. */
export interface Bench extends Place {
  readonly name: string;
  readonly at?: number;
  /** Why it, or a file of it, could not be read. */
  readonly unread?: string;
}

/** The bench targets of a package, and those of other members that use it; else those of a workspace beside it. */
export function findBenches(files: Files, pkg: Package): Bench[] {
  const found = targetsOf(files, pkg);
  return found.some(({ at }) => at !== undefined) ? found : [...found, ...benchesBeside(files, pkg)];
}

function targetsOf(files: Files, pkg: Package): Bench[] {
  const { members, uses } = packagesBeside(files, pkg);
  return [pkg, ...members].flatMap(each =>
    each.targets
      .filter(({ kind, exists }) => kind === 'bench' && exists)
      .map(target => ({ target, crate: readCrate(files, each, target) }))
      .filter(({ crate }) => each === pkg || isCompanion(each, pkg) || uses(crate))
      .map(({ target, crate }) => {
        const at = benchLine(crate.files, BENCH_WORDS) ?? (target.harness ? undefined : benchLine(crate.files, TIMING));
        const unread = unreadFileReason(files, [crate]);
        return {
          name: target.name,
          path: target.path,
          line: at ?? 1,
          ...(at === undefined ? {} : { at }),
          ...(unread === undefined ? {} : { unread }),
        };
      }),
  );
}

const BENCHES = /(?:^|[-_/])(?:bench(?:es|marks?|ing)?|perf)(?:[-_/]|$)/i;

/** The first bench function in each folder that is a workspace of its own: it counts for a module and never against it. */
function benchesBeside(files: Files, pkg: Package): Bench[] {
  return outsideDependents(files, new Set([pkg.name]), BENCHES).flatMap((folder): Bench[] => {
    for (const { path } of assessedFiles(files)) {
      if (!path.startsWith(`${folder}/`) || !path.endsWith('.rs')) continue;
      const file = rustFile(files, path);
      const at = file.read ? benchLine([file.value], BENCH_WORDS) : undefined;
      if (at !== undefined) return [{ name: folder, path, line: at, at }];
    }
    return [];
  });
}

/** The names of benches: targets, functions, and what is written in them as text. */
export function benchNames(files: Files, pkg: Package): string[] {
  const crates = [pkg, ...packagesBeside(files, pkg).members].flatMap(each =>
    each.targets.filter(({ kind, exists }) => kind === 'bench' && exists).map(target => readCrate(files, each, target)),
  );
  return crates
    .flatMap(({ target, files: sources }) => [
      target.name,
      ...sources.flatMap(({ file }) => [...functionFacts(file).map(({ fn }) => fn.name), ...unquoted(file)]),
    ])
    .filter(name => name.length > 2 && name !== 'main');
}

function benchLine(sources: readonly SourceFile[], wanted: ReadonlySet<string>): number | undefined {
  for (const { file } of sources) {
    const { tokens } = file;
    for (let at = 0; at < tokens.count; at += 1)
      if (isWord(tokens, at) && wanted.has(wordAt(tokens, at))) return lineAt(tokens, at);
  }
  return undefined;
}
