/** Tests that rebuild state of library types from events. */
import type { Package } from '../../cargo/model.js';
import type { LibraryFile, SourceFile } from '../../rust/crate-model.js';
import { libraryCrates, productCrates, unreadOf } from '../../rust/library.js';
import type { FnItem } from '../../rust/model.js';
import { macroCalls, methodCalls, pathCalls } from '../../rust/scan.js';
import { isText } from '../../rust/tokens.js';
import type { Files } from '../../snapshot/files.js';
import { functionsOf, isOn } from '../code/functions.js';
import { pathsInto, testTree } from '../code/integration-tests.js';
import { wordsOf } from '../code/trait-impls.js';
import type { EventType } from './events.js';

export interface Replay {
  readonly test?: { readonly path: string; readonly line: number; readonly name: string };
  /** Why a file that might have one could not be read. */
  readonly unread?: string;
}

/** Says by its name that it goes through events. */
const REPLAYS =
  /replay|rehydrat|^(from|load|apply|fold|project)_(events|history|event_stream|event_history)$|_from_(events|history)$|^load_from_events$|^apply_all$/i;
/** Says so where the test speaks of events. */
const REBUILDS = /rebuild|reconstruct|reconstitut|^restore(_from)?|^hydrate$|^from_iter$|^given$/i;
const APPLIES = /^apply(_event)?$|^handle_event$|^evolve$|^when$|^mutate$|^transition$/;

/** Functions that tests may call: those of the library, and those that the test code has for itself. */
interface Names {
  readonly library: ReadonlySet<string>;
  readonly local: ReadonlyMap<string, readonly { readonly source: SourceFile; readonly fn: FnItem }[]>;
  readonly events: ReadonlySet<string>;
}

/** The first test that rebuilds state from a list of events and asserts it. */
export function replayTest(
  files: Files,
  packages: readonly Package[],
  library: readonly LibraryFile[],
  events: readonly EventType[],
): Replay {
  const trees = packages.map(pkg => ({ pkg, tree: testTree(files, pkg) }));
  const names = eventNames(events);
  const own = new Set(library.flatMap(functionsOn).map(({ fn }) => fn.name));
  for (const { pkg, tree } of trees) {
    const crate = libraryCrates(files, [pkg])[0]?.name;
    const groups = [...tree.crates.map(({ files: sources }) => sources), ...tree.read.map(source => [source])];
    for (const group of groups) {
      if (!group.some(({ file }) => crate !== undefined && uses(crate, file))) continue;
      const found = testIn(group, {
        library: own,
        local: localsOf(group.flatMap(source => factsOf(source))),
        events: names,
      });
      if (found) return { test: found };
    }
  }
  // A file that holds tests alone is reached, and no library code.
  for (const source of productCrates(files, packages).flatMap(crate => crate.files)) {
    const facts = factsOf(source).filter(({ fn }) => fn.body && !isOn(source, fn.range.from));
    if (facts.length === 0) continue;
    const found = testAmong(facts, { library: own, local: localsOf(facts), events: names });
    if (found) return { test: found };
  }
  const unread = unreadOf(
    files,
    trees.flatMap(({ tree }) => tree.crates),
  );
  return unread === undefined ? {} : { unread };
}

interface Fact {
  readonly source: SourceFile;
  readonly fn: FnItem;
}

function factsOf(source: SourceFile): Fact[] {
  return functionsOf(source.file).map(({ fn }) => ({ source, fn }));
}

function functionsOn(source: LibraryFile): Fact[] {
  return factsOf(source).filter(({ fn }) => isOn(source, fn.range.from));
}

function uses(crate: string, file: SourceFile['file']): boolean {
  const { paths, globs } = pathsInto(crate, file);
  return paths.length > 0 || globs.length > 0;
}

function localsOf(facts: readonly Fact[]): Names['local'] {
  const local = new Map<string, Fact[]>();
  for (const fact of facts)
    if (!fact.fn.attributes.some(({ marksTest }) => marksTest))
      local.set(fact.fn.name, [...(local.get(fact.fn.name) ?? []), fact]);
  return local;
}

function eventNames(events: readonly EventType[]): ReadonlySet<string> {
  return new Set(
    events.flatMap(({ name, item }) => [name, ...(item.kind === 'enum' ? item.variants.map(each => each.name) : [])]),
  );
}

function testIn(sources: readonly SourceFile[], names: Names): Replay['test'] {
  return testAmong(sources.flatMap(factsOf), names);
}

function testAmong(facts: readonly Fact[], names: Names): Replay['test'] {
  const found = facts.find(
    ({ source, fn }) => fn.attributes.some(({ marksTest }) => marksTest) && rebuilds({ source, fn }, names),
  );
  return found && { path: found.source.path, line: found.fn.line, name: found.fn.name };
}

/** Whether a test, with the functions of its own that it calls, rebuilds state and asserts something. */
function rebuilds(test: Fact, names: Names): boolean {
  const parts = [
    test,
    ...callsOf(test).flatMap(name => (names.library.has(name) ? [] : (names.local.get(name) ?? []))),
  ];
  const called = parts.flatMap(callsOf);
  if (!parts.some(asserts) && !called.some(name => /^(assert|then_expect|should|expect_that)/.test(name))) return false;
  // What the test code has for itself alone is judged by what it calls.
  const ofLibrary = called.filter(name => names.library.has(name) || !names.local.has(name));
  if (ofLibrary.some(name => REPLAYS.test(name))) return true;
  if (!parts.some(part => speaksOfEvents(part, names))) return false;
  if (ofLibrary.some(name => REBUILDS.test(name))) return true;
  const folded = parts.some(part => folds(part));
  const applied = ofLibrary.filter(name => APPLIES.test(name));
  return (
    folded || (applied.length > 0 && parts.some(loops)) || applied.filter(name => name.startsWith('apply')).length >= 2
  );
}

function callsOf({ source: { file }, fn: { body } }: Fact): string[] {
  if (!body) return [];
  // `Mock::given(method("GET"))` is what a server is asked.
  const paths = [...pathCalls(file.tokens, body)].filter(({ path }) => path.at(-2) !== 'Mock');
  return [...methodCalls(file.tokens, body), ...paths].map(({ name }) => name);
}

function asserts({ source: { file }, fn: { body } }: Fact): boolean {
  return (
    body !== undefined &&
    [...macroCalls(file.tokens, body)].some(({ name }) => /assert|matches|^check$|^ensure/.test(name))
  );
}

function speaksOfEvents({ source: { file }, fn: { range } }: Fact, { events }: Names): boolean {
  return wordsOf(file, range).some(word => /event|history/i.test(word) || events.has(word));
}

/** `events.iter().fold(Parcel::default(), Parcel::apply)`: the function may be named and not called. */
function folds({ source: { file }, fn: { body } }: Fact): boolean {
  if (!body) return false;
  return [...methodCalls(file.tokens, body)].some(
    ({ name, args }) =>
      /^(try_)?(fold|for_each|reduce)$/.test(name) && wordsOf(file, args).some(word => APPLIES.test(word)),
  );
}

function loops({ source: { file }, fn: { body } }: Fact): boolean {
  for (let at = body?.from ?? 0; at < (body?.to ?? 0); at += 1)
    if (isText(file.tokens, at, 'for') || isText(file.tokens, at, 'while')) return true;
  return false;
}
