/** Calls on a NATS client in library code: of a client crate, or of the module's own trait that wraps one. */

import { memo } from '../../cache/memo.js';
import type { Package } from '../../cargo/model.js';
import { ofLibraryFile } from '../../rust/crate-files.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import type { Item, RustFile, TraitItem } from '../../rust/model.js';
import { isText, isWord, kindAt, lineAt, wordAt } from '../../rust/tokens.js';
import { Kind, Punct, type Range } from '../../rust/tokens-model.js';
import { mentions, searchWords } from '../../rust/vocabulary.js';
import { enclosing, type FunctionFact, functionsOf, isOn, itemsOf } from '../code/functions.js';
import { fullPath, wordsAt } from '../code/imports.js';
import { lastName } from '../code/trait-impls.js';
import { boundPath } from './bindings.js';
import { ACKNOWLEDGE, clientMethods, connectCalls, METHODS, UPKEEP } from './client-calls.js';

export interface NatsCall {
  readonly kind: 'publish' | 'subscribe' | 'request' | 'connect' | Upkeep;
  readonly source: LibraryFile;
  /** The token of the method's or function's name. */
  readonly at: number;
  readonly args: Range;
  /** The token behind the closing parenthesis. */
  readonly next: number;
  readonly line: number;
  readonly name: string;
  /** On a JetStream context: what it publishes is acknowledged. */
  readonly jetStream: boolean;
  /** On the module's own trait. */
  readonly wrapped: boolean;
  readonly within: FunctionFact | undefined;
}

/** What a module does on NATS apart from messaging: it acknowledges messages, or manages streams, stores, and buffers. */
type Upkeep = 'acknowledge' | 'upkeep';

const CLIENTS = new Set(['async-nats', 'nats']);
/** What people call a message that they were sent. */
const MESSAGE_NAME = /^(m|msg|message|delivery)$|_(msg|message)$/i;
/** And a client, where its type is inferred. */
const CLIENT_NAME = /nats|client|^js$|jet_?stream|^conn(ection)?$|^nc$|^ctx$|^context$/i;

/** And what they call a subscription. */
const SUBSCRIPTION_NAME = /^(sub|subscriber|subscription)$|_(sub|subscriber|subscription)$/i;

/** Whether packages depend on a NATS client; a dev-dependency does not count. */
export function dependsOnNats(packages: readonly Package[]): boolean {
  return packages.some(({ dependencies }) =>
    dependencies.some(({ kind, package: name }) => kind === 'normal' && CLIENTS.has(name)),
  );
}

/** Every call that speaks on a NATS client, in order; none without a client among the dependencies. */
export function natsCalls(library: readonly LibraryFile[], packages: readonly Package[]): NatsCall[] {
  return allNatsCalls(library, packages).filter(({ kind }) => kind !== 'acknowledge' && kind !== 'upkeep');
}

/** Every call whose result NATS gives: those that speak, acknowledgements of messages, and the upkeep of streams and stores. */
export function allNatsCalls(library: readonly LibraryFile[], packages: readonly Package[]): readonly NatsCall[] {
  return dependsOnNats(packages) ? callsBy(library)(packages) : [];
}

const namesClient = ofLibraryFile.memo(({ file }: LibraryFile): boolean => /nats|jetstream/.test(file.tokens.text));

/** Several criteria ask the same of the same code. */
const callsBy = memo((library: readonly LibraryFile[]) =>
  memo((packages: readonly Package[]): NatsCall[] => {
    // A client is known by its crate, or by the module of it that a `use` brings.
    if (!library.some(namesClient)) return [];
    const world = worldOf(library, packages);
    return library.flatMap(source => callsIn(source, world));
  }),
);

/** Whether a file names a NATS client's crate. */
export const isNatsFile = memo(({ tokens }: RustFile): boolean => {
  if (!tokens.text.includes('nats')) return false;
  for (let at = 0; at < tokens.count; at += 1)
    if ((isText(tokens, at, 'async_nats') || isText(tokens, at, 'nats')) && isText(tokens, at + 1, '::')) return true;
  return false;
});

interface World {
  /** What is known of a name: the crate's fields and parameters of this name. */
  readonly sortsOf: (name: string) => readonly Sort[];
  readonly traits: ReadonlySet<string>;
  /** Types and traits that the crate declares. */
  readonly own: ReadonlySet<string>;
  /** Crates that are no NATS client, as code names them. */
  readonly others: ReadonlySet<string>;
}

type Sort = 'client' | 'jetstream' | 'subscription' | 'wrapper' | 'other';

function worldOf(library: readonly LibraryFile[], packages: readonly Package[]): World {
  const traits = wrapperTraits(library);
  const sorts = new Map<string, readonly Sort[]>();
  const sortsOf = (name: string) => {
    const asked = searchWords([name]);
    const known =
      sorts.get(name) ??
      library.flatMap(({ file }) => (mentions(file.tokens, asked) ? sortsIn(file, name, traits) : []));
    sorts.set(name, known);
    return known;
  };
  const others = packages.flatMap(({ dependencies }) =>
    dependencies.filter(({ package: of }) => !CLIENTS.has(of)).map(({ name }) => name.replaceAll('-', '_')),
  );
  const own = new Set(
    library.flatMap(({ file }) =>
      itemsOf(file)
        .filter(isType)
        .map(({ name }) => name),
    ),
  );
  return { sortsOf, traits, own, others: new Set(others.filter(name => !/^(tokio|anyhow|cim_)/.test(name))) };
}

function isType({ kind }: Item): boolean {
  return kind === 'struct' || kind === 'enum' || kind === 'union' || kind === 'trait';
}

/** The types of a file's fields and parameters, by name. */
const declaredTypes = memo((file: RustFile): ReadonlyMap<string, readonly Range[]> => {
  const types = new Map<string, Range[]>();
  const add = (name: string, type: Range) => {
    const known = types.get(name);
    if (known) known.push(type);
    else types.set(name, [type]);
  };
  for (const item of itemsOf(file))
    if (item.kind === 'struct') for (const { name, type } of item.fields) add(name, type);
  for (const { fn } of functionsOf(file))
    for (const { pattern, type } of fn.params)
      if (isWord(file.tokens, pattern.to - 1)) add(wordAt(file.tokens, pattern.to - 1), type);
  return types;
});

function sortsIn(file: RustFile, name: string, traits: ReadonlySet<string>): Sort[] {
  return (declaredTypes(file).get(name) ?? []).map(type => sortOf(file, type, traits));
}

function sortOf(file: RustFile, type: Range, traits: ReadonlySet<string>): Sort {
  for (let at = type.from; at < type.to; at += 1) {
    if (!isWord(file.tokens, at) || isText(file.tokens, at - 1, '::')) continue;
    const { words } = wordsAt(file.tokens, at, type.to);
    const full = fullPath(file, words);
    if (/^(async_)?nats(::\w+)*::(Client|Connection)$/.test(full)) return 'client';
    if (/^(async_)?nats::(\w+::)*(Context|JetStream)$/.test(full)) return 'jetstream';
    if (/^(async_)?nats::(\w+::)*(Subscriber|Subscription)$/.test(full)) return 'subscription';
    if (traits.has(words.at(-1) ?? '')) return 'wrapper';
  }
  return 'other';
}

/** Traits of the crate that publish or subscribe, and that a file which names a NATS client implements. */
function wrapperTraits(library: readonly LibraryFile[]): ReadonlySet<string> {
  const candidates = new Set<string>();
  for (const source of library)
    for (const item of itemsOf(source.file))
      if (item.kind === 'trait' && isOn(source, item.range.from) && wraps(item)) candidates.add(item.name);
  const implemented = new Set<string>();
  for (const { file } of library) {
    if (!isNatsFile(file)) continue;
    for (const item of itemsOf(file)) {
      if (item.kind !== 'impl' || !item.trait) continue;
      const name = wordsAt(file.tokens, item.trait.from, item.trait.to).words.at(-1) ?? '';
      if (candidates.has(name)) implemented.add(name);
    }
  }
  return implemented;
}

/** A method with a subject: `publish(&self, subject: &str, …)`. */
function wraps({ items }: TraitItem): boolean {
  return items.some((item: Item) => item.kind === 'fn' && METHODS.has(item.name) && item.params.length > 0);
}

function callsIn(source: LibraryFile, world: World): NatsCall[] {
  const { file } = source;
  const { tokens } = file;
  const functions = functionsOf(file);
  const natsFile = isNatsFile(file);
  const calls: NatsCall[] = [];
  const add = (kind: NatsCall['kind'], call: { at: number; args: Range; next: number }, name: string, sort: Sort) => {
    if (!isOn(source, call.at)) return;
    const { at, args, next } = call;
    const within = enclosing(functions, at);
    calls.push({
      kind,
      source,
      at,
      args,
      next,
      line: lineAt(tokens, at),
      name,
      jetStream: sort === 'jetstream',
      wrapped: sort === 'wrapper',
      within,
    });
  };
  for (const call of clientMethods(file)) {
    const kind = METHODS.get(call.name);
    if (kind) {
      const sort = receiverSort(source, call.at, world, natsFile);
      if (sort !== 'other' && sort !== 'subscription')
        add(kind, call, call.name, call.name === 'send_publish' ? 'jetstream' : sort);
    } else if (call.name === 'connect' && natsFile && isOptionsChain(source, call.at))
      add('connect', call, 'ConnectOptions::connect', 'client');
    else if (UPKEEP.test(call.name)) {
      const sort = receiverSort(source, call.at, world, natsFile);
      if (sort !== 'other' && sort !== 'wrapper') add('upkeep', call, call.name, sort);
    } else if (ACKNOWLEDGE.test(call.name) && natsFile && isMessage(source, call.at, world))
      add('acknowledge', call, call.name, 'client');
  }
  for (const [call, full] of connectCalls(file)) add('connect', call, full, 'client');
  return calls.sort((a, b) => a.at - b.at);
}

/** What a method is called on, by the declared type of its last name, or by what people call it. */
function receiverSort(source: LibraryFile, at: number, world: World, natsFile: boolean): Sort {
  const { file } = source;
  const { tokens } = file;
  let before = at - 2;
  if (isText(tokens, before, '?')) before -= 1;
  if (isText(tokens, before, 'await')) before -= 2;
  const called = kindAt(tokens, before) === Punct.ParenClose;
  if (called) before = (tokens.match[before] ?? before) - 1;
  if (!isWord(tokens, before)) return 'other';
  const name = wordAt(tokens, before);
  if (called && fullPath(file, [wordAt(tokens, before - 2), name]).endsWith('jetstream::new')) return 'jetstream';
  const declared = called ? undefined : nearest(source, at, name, world);
  if (declared !== undefined) return declared;
  if (!natsFile) return 'other';
  if (SUBSCRIPTION_NAME.test(name)) return 'subscription';
  if (!CLIENT_NAME.test(name)) return 'other';
  return /^js$|jet_?stream|^ctx$|^context$/i.test(name) ? 'jetstream' : 'client';
}

/** Whether a method is called on what is called a message, and is not declared as something of the module's own. */
function isMessage(source: LibraryFile, at: number, { own }: World): boolean {
  const { file } = source;
  const name = wordAt(file.tokens, at - 2);
  if (!isWord(file.tokens, at - 2) || !MESSAGE_NAME.test(name)) return false;
  const types = (enclosing(functionsOf(file), at)?.fn.params ?? [])
    .filter(({ pattern }) => wordAt(file.tokens, pattern.to - 1) === name)
    .map(({ type }) => type);
  return types.every(type => !own.has(lastName(file, type)));
}

/**
 * What a name is declared as: by the parameters of the function, by the file, or by the crate, the nearest that knows it.
 * Names of several sorts are of the first that is a client's, in the file that says so.
 */
function nearest(source: LibraryFile, at: number, name: string, { sortsOf, traits, others }: World): Sort | undefined {
  const { file } = source;
  const own = enclosing(functionsOf(file), at)?.fn.params.filter(
    ({ pattern }) => isWord(file.tokens, pattern.to - 1) && wordAt(file.tokens, pattern.to - 1) === name,
  );
  const field = isText(file.tokens, at - 3, '.');
  if (!field && isOfAnother(source, at, name, others)) return 'other';
  const near = [field ? [] : (own ?? []).map(({ type }) => sortOf(file, type, traits)), sortsIn(file, name, traits)];
  const known = near.find(each => each.length > 0) ?? sortsOf(name);
  if (known.length === 0) return undefined;
  return (['jetstream', 'client', 'subscription', 'wrapper'] as const).find(sort => known.includes(sort)) ?? 'other';
}

/** Whether the function binds a name to what another crate makes: `let client = redis::Client::open(url)?`. */
function isOfAnother(source: LibraryFile, at: number, name: string, others: ReadonlySet<string>): boolean {
  return others.has(boundPath(source, at, name).split('::')[0] ?? '');
}

/** `ConnectOptions::new().….connect(…)`: what it is called on begins with ConnectOptions, is bound to one, or is named options. */
function isOptionsChain(source: LibraryFile, at: number): boolean {
  const { tokens } = source.file;
  if (/^(async_)?nats::(asynk::)?(Connect)?Options::/.test(boundPath(source, at, wordAt(tokens, at - 2)))) return true;
  let before = at - 2;
  while (before >= 0) {
    const kind = kindAt(tokens, before);
    if (kind === Punct.ParenClose) before = (tokens.match[before] ?? 0) - 1;
    else if (kind === Punct.Dot || kind === Kind.PathSep || kind === Punct.Question) before -= 1;
    else if (isWord(tokens, before)) {
      if (/^(ConnectOptions|options|opts|connect_options)$/.test(wordAt(tokens, before))) return true;
      before -= 1;
    } else return false;
  }
  return false;
}
