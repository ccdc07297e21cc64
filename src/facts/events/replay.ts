/** Tests that rebuild state of library types from events. */
import type { Package } from '../../cargo/model.js';
import { macroCalls, methodCalls, pathCalls } from '../../rust/calls.js';
import type { LibraryFile, SourceFile } from '../../rust/crate-model.js';
import { libraryCrates, productCrates, unreadFileReason } from '../../rust/library.js';
import type { FnItem } from '../../rust/model.js';
import { splitArguments } from '../../rust/scan.js';
import { inside, isText, isWord, sourceText, wordAt } from '../../rust/tokens.js';
import type { Range } from '../../rust/tokens-model.js';
import type { Files } from '../../snapshot/files.js';
import { functionFacts, isActive } from '../code/functions.js';
import { pathsInto, testTree } from '../code/integration-tests.js';
import { lastName, nameWords } from '../code/trait-impls.js';
import type { EventType } from './events.js';

export interface Replay {
  readonly test?: { readonly path: string; readonly line: number; readonly name: string };
  /** Why a file that might have one could not be read. */
  readonly unread?: string;
}

/** Names that say that a function goes through events. */
const REPLAYS =
  /replay|rehydrat|^(from|load|apply|fold|project|build|restore)_(from_)?(events|history|event_stream|event_history)|_from_(events|history)|^apply_all/i;
/** Says so where the test speaks of events. */
const REBUILDS = /rebuild|reconstruct|reconstitut|^restore(_from)?|^hydrate|^from_iter$|^given$/i;
/** Loads something: a replay where the function of the library applies events one by one. */
const LOADS = /^(load|get|find|fetch|read|open|state|current)(_|$)/;
const APPLIES = /^apply(_|$)|^handle_event|^evolve|^when$|^mutate|^transition/;

/** Functions that tests may call: those of the library, and those that the test code has for itself. */
interface Names {
  /** By name, the types and traits that have one of that name; `''` where it belongs to none. */
  readonly library: ReadonlyMap<string, ReadonlySet<string>>;
  /** Functions of the library that apply a list of events, whatever they are called. */
  readonly replaying: ReadonlySet<string>;
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
  const ofLibrary = libraryNames(library, names);
  for (const { pkg, tree } of trees) {
    const crate = libraryCrates(files, [pkg])[0]?.name;
    const groups = [...tree.crates.map(({ files: sources }) => sources), ...tree.read.map(source => [source])];
    for (const group of groups) {
      if (!group.some(({ file }) => crate !== undefined && uses(crate, file))) continue;
      const found = testIn(group, {
        ...ofLibrary,
        local: localsOf(group.flatMap(source => factsOf(source))),
        events: names,
      });
      if (found) return { test: found };
    }
  }
  // A file with only tests is reached, but is not library code.
  for (const source of productCrates(files, packages).flatMap(crate => crate.files)) {
    const facts = factsOf(source).filter(({ fn }) => fn.body && !isActive(source, fn.range.from));
    if (facts.length === 0) continue;
    const found = testAmong(facts, { ...ofLibrary, local: localsOf(facts), events: names });
    if (found) return { test: found };
  }
  const unread = unreadFileReason(
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
  return functionFacts(source.file).map(({ fn }) => ({ source, fn }));
}

/** What the library has that a test may call. */
function libraryNames(
  library: readonly LibraryFile[],
  events: ReadonlySet<string>,
): Pick<Names, 'library' | 'replaying'> {
  const owners = new Map<string, Set<string>>();
  const replaying = new Set<string>();
  for (const source of library)
    for (const { fn, owner } of functionFacts(source.file)) {
      if (!isActive(source, fn.range.from)) continue;
      const known = owners.get(fn.name) ?? new Set();
      const own = owner?.kind === 'impl' ? lastName(source.file, owner.self) : (owner?.name ?? '');
      owners.set(fn.name, known.add(own));
      if (appliesMany({ source, fn }, events)) replaying.add(fn.name);
    }
  return { library: owners, replaying };
}

/** Whether a function applies the events that it is given, or that it loads, one by one. */
function appliesMany({ source, fn }: Fact, events: ReadonlySet<string>): boolean {
  const { file } = source;
  if (!fn.body) return false;
  const isList = fn.params.some(({ type }) => {
    const words = nameWords(file, type);
    const many =
      words.some(word => /^(Vec|IntoIterator|Iterator|Stream|VecDeque)$/.test(word)) || holdsSlice(file, type);
    return many && words.some(word => /event/i.test(word) || events.has(word));
  });
  if (!isList && !LOADS.test(fn.name)) return false;
  const applies = callsOf({ source, fn }).some(name => APPLIES.test(name));
  return folds({ source, fn }, () => true) || (applies && loops({ source, fn }));
}

function holdsSlice({ tokens }: SourceFile['file'], { from, to }: Range): boolean {
  for (let at = from; at < to; at += 1) if (isText(tokens, at, '[')) return true;
  return false;
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
  // Helpers that only the tests have are judged by what they call.
  const inBodies = new Set(parts.flatMap(declaredIn));
  const words = new Set(parts.flatMap(({ source: { file }, fn: { range } }) => nameWords(file, range)));
  const isOfLibrary = (name: string) => {
    if (!inBodies.has(name) && !names.local.has(name)) return true;
    return [...(names.library.get(name) ?? [])].some(owner => owner === '' || words.has(owner));
  };
  const ofLibrary = called.filter(isOfLibrary);
  const ofMany = parts.flatMap(callsOfMany).filter(isOfLibrary);
  if (ofMany.some(name => REPLAYS.test(name))) return true;
  if (!parts.some(part => speaksOfEvents(part, names))) return false;
  if (ofMany.some(name => REBUILDS.test(name) || names.replaying.has(name))) return true;
  const folded = parts.some(part => folds(part, isOfLibrary));
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

/** As `callsOf`, without those that are given a list of one: one event is not a history. */
function callsOfMany(fact: Fact): string[] {
  const { file } = fact.source;
  const { body } = fact.fn;
  if (!body) return [];
  const lone = new Set(loneLists(file, body));
  const isLone = ({ from, to }: Range) => {
    const at = isText(file.tokens, from, '&') ? from + 1 : from;
    return isLoneList(file, at) || (at + 1 === to && lone.has(wordAt(file.tokens, at)));
  };
  const paths = pathCalls(file.tokens, body).filter(({ path }) => path.at(-2) !== 'Mock');
  return (
    [...methodCalls(file.tokens, body), ...paths]
      // The events that a framework gets are followed by a command.
      .filter(({ name, args }) => name === 'given' || !splitArguments(file.tokens, args).some(isLone))
      .map(({ name }) => name)
  );
}

/** `[a]`, `vec![a]` or an empty list. */
function isLoneList({ tokens }: SourceFile['file'], at: number): boolean {
  if (isText(tokens, at, 'Vec') && isText(tokens, at + 2, 'new')) return true;
  const open = isText(tokens, at, 'vec') && isText(tokens, at + 1, '!') ? at + 2 : at;
  if (!isText(tokens, open, '[')) return false;
  const inner = inside(tokens, open);
  const parts = splitArguments(tokens, inner);
  return parts.length < 2 && !/;|\.\./.test(sourceText(tokens, inner));
}

/** The locals that are such lists: `let events = vec![a];`. */
function loneLists(file: SourceFile['file'], { from, to }: Range): string[] {
  const { tokens } = file;
  const names: string[] = [];
  for (let at = from; at < to; at += 1) {
    if (!isText(tokens, at, 'let') || !isWord(tokens, at + 1) || isText(tokens, at + 1, 'mut')) continue;
    let equals = at + 2;
    while (equals < to && !isText(tokens, equals, '=') && !isText(tokens, equals, ';')) equals += 1;
    if (isLoneList(file, equals + 1)) names.push(wordAt(tokens, at + 1));
  }
  return names;
}

/** The functions that a body declares for itself. */
function declaredIn({ source: { file }, fn: { body } }: Fact): string[] {
  const names: string[] = [];
  for (let at = body?.from ?? 0; at < (body?.to ?? 0); at += 1)
    if (isText(file.tokens, at, 'fn') && isWord(file.tokens, at + 1)) names.push(wordAt(file.tokens, at + 1));
  return names;
}

function asserts({ source: { file }, fn: { body } }: Fact): boolean {
  return (
    body !== undefined &&
    [...macroCalls(file.tokens, body)].some(({ name }) => /assert|matches|^check$|^ensure/.test(name))
  );
}

function speaksOfEvents({ source: { file }, fn: { range } }: Fact, { events }: Names): boolean {
  return nameWords(file, range).some(word => /event|history/i.test(word) || events.has(word));
}

/** `events.iter().fold(Parcel::default(), Parcel::apply)`: the function may be named and not called. */
function folds({ source: { file }, fn: { body } }: Fact, isOfLibrary: (name: string) => boolean): boolean {
  if (!body) return false;
  return [...methodCalls(file.tokens, body)].some(
    ({ name, args }) =>
      /^(try_)?(fold|for_each|reduce)$/.test(name) &&
      nameWords(file, args).some(word => APPLIES.test(word) && isOfLibrary(word)),
  );
}

function loops({ source: { file }, fn: { body } }: Fact): boolean {
  for (let at = body?.from ?? 0; at < (body?.to ?? 0); at += 1)
    if (isText(file.tokens, at, 'for') || isText(file.tokens, at, 'while')) return true;
  return false;
}
