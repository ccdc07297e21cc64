/** Calls on a NATS client in library code: of a client crate, or of the module's own trait that wraps one. */

import { memo } from '../../cache/memo.js';
import type { Package } from '../../cargo/model.js';
import { type MethodCall, methodCalls } from '../../rust/calls.js';
import { libraryFileReaders } from '../../rust/crate-files.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import type { Item, RustFile } from '../../rust/model.js';
import { isText, isWord, kindAt, lineAt, wordAt } from '../../rust/tokens.js';
import { Kind, Punct, type Range } from '../../rust/tokens-model.js';
import { mentions, searchWords } from '../../rust/vocabulary.js';
import { type DeclaredType, declaredTypes, parameters, returnedTypes, declaredType } from '../code/declared-types.js';
import { activeItems, enclosing, type FunctionFact, functionFacts, isActive } from '../code/functions.js';
import { fullPath, readPathWords } from '../code/imports.js';
import { lastName } from '../code/trait-impls.js';
import { boundPath } from './bindings.js';
import { ACKNOWLEDGE, clientMethods, connectCalls, METHODS, UPKEEP } from './client-calls.js';
import { CLIENTS, dependsOnNats, isNatsFile } from './files.js';
import { type OwnTraits, ownTraits } from './own-traits.js';

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

/** Usual names of a received message. */
const MESSAGE_NAME = /^(m|msg|message|delivery)$|_(msg|message)$/i;
/** Usual names of a client whose type is inferred. */
const CLIENT_NAME = /nats|client|^js$|jet_?stream|^conn(ection)?$|^nc$|^ctx$|^context$/i;

/** Usual names of a subscription. */
const SUBSCRIPTION_NAME = /^(sub|subscriber|subscription)$|_(sub|subscriber|subscription)$/i;

/** The paths of what makes a client, and a context of JetStream. */
const MAKES_CLIENT = /^(?:async_)?nats::(?:asynk::)?(?:connect(?:_with_options)?|(?:Connect)?Options::\w+)$/;
const MAKES_CONTEXT = /^(?:async_)?nats::jetstream::(?:new|with_\w+)$/;

/** Every call that speaks on a NATS client or on a trait that wraps one, in order. */
export function natsCalls(library: readonly LibraryFile[], packages: readonly Package[]): NatsCall[] {
  return allNatsCalls(library, packages).filter(({ kind }) => kind !== 'acknowledge' && kind !== 'upkeep');
}

/** Every call whose result NATS gives: those that speak, acknowledgements of messages, and the upkeep of streams and stores. */
export function allNatsCalls(library: readonly LibraryFile[], packages: readonly Package[]): readonly NatsCall[] {
  return callsBy(library)(packages);
}

const namesClient = libraryFileReaders.memo(({ file }: LibraryFile): boolean =>
  /nats|jetstream/.test(file.tokens.text),
);

/** Several criteria ask the same of the same code. */
const callsBy = memo((library: readonly LibraryFile[]) =>
  memo((packages: readonly Package[]): NatsCall[] => {
    const depends = dependsOnNats(packages);
    const traits = ownTraits(library, depends);
    // A client is known by its crate, or by the module of it that a `use` brings.
    if (traits.size === 0 && !(depends && library.some(namesClient))) return [];
    const world = worldOf(library, packages, traits);
    const calls = library.flatMap(source => callsIn(source, world));
    return depends ? calls : calls.filter(({ wrapped }) => wrapped);
  }),
);

interface World {
  /** What is known of a name: the crate's fields and parameters of this name. */
  readonly sortsOf: (name: string) => readonly Sort[];
  readonly traits: OwnTraits;
  /** The methods of these traits whose names a client does not have. */
  readonly methods: ReadonlyMap<string, 'publish' | 'subscribe' | 'request'>;
  /** Types and traits that the crate declares. */
  readonly own: ReadonlySet<string>;
  /** Crates that are not NATS clients, as code names them. */
  readonly others: ReadonlySet<string>;
}

type Sort = 'client' | 'jetstream' | 'subscription' | 'wrapper' | 'other';

function worldOf(library: readonly LibraryFile[], packages: readonly Package[], traits: OwnTraits): World {
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
      activeItems(file)
        .filter(isType)
        .map(({ name }) => name),
    ),
  );
  const methods = new Map([...traits.values()].flatMap(each => [...each].filter(([name]) => !METHODS.has(name))));
  return { sortsOf, traits, methods, own, others: new Set(others.filter(name => !/^(tokio|anyhow|cim_)/.test(name))) };
}

function isType({ kind }: Item): boolean {
  return kind === 'struct' || kind === 'enum' || kind === 'union' || kind === 'trait';
}

function sortsIn(file: RustFile, name: string, traits: OwnTraits): Sort[] {
  return (declaredTypes(file).get(name) ?? []).map(type => sortOf(file, type, traits));
}

function sortOf(file: RustFile, type: DeclaredType, traits: OwnTraits): Sort {
  for (const { from, to } of type)
    for (let at = from; at < to; at += 1) {
      if (!isWord(file.tokens, at) || isText(file.tokens, at - 1, '::')) continue;
      const { words } = readPathWords(file.tokens, at, to);
      const full = fullPath(file, words);
      if (/^(async_)?nats(::\w+)*::(Client|Connection)$/.test(full)) return 'client';
      if (/^(async_)?nats::(\w+::)*(Context|JetStream)$/.test(full)) return 'jetstream';
      if (/^(async_)?nats::(\w+::)*(Subscriber|Subscription)$/.test(full)) return 'subscription';
      if (traits.has(full.split('::').at(-1) ?? '')) return 'wrapper';
    }
  return 'other';
}

function callsIn(source: LibraryFile, world: World): NatsCall[] {
  const { file } = source;
  const { tokens } = file;
  const functions = functionFacts(file);
  const natsFile = isNatsFile(file);
  const calls: NatsCall[] = [];
  const add = (kind: NatsCall['kind'], call: { at: number; args: Range; next: number }, name: string, sort: Sort) => {
    if (!isActive(source, call.at)) return;
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
  for (const call of ownMethods(file, world))
    if (receiverSort(source, call.at, world, natsFile) === 'wrapper')
      add(world.methods.get(call.name) ?? 'publish', call, call.name, 'wrapper');
  for (const [call, full] of connectCalls(file)) add('connect', call, full, 'client');
  return calls.sort((a, b) => a.at - b.at);
}

/** The calls of methods that only the module's own traits have. */
function ownMethods({ tokens }: RustFile, { methods }: World): readonly MethodCall[] {
  return methods.size === 0
    ? []
    : methodCalls(tokens, { from: 0, to: tokens.count }).filter(({ name }) => methods.has(name));
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
  if (name === 'self') return isInOwnTrait(source, at, world) ? 'wrapper' : 'other';
  const declared = called ? returned(file, name, world) : nearest(source, at, name, world);
  if (declared !== undefined) return declared;
  if (!natsFile) return 'other';
  if (SUBSCRIPTION_NAME.test(name)) return 'subscription';
  if (!CLIENT_NAME.test(name)) return 'other';
  return /^js$|jet_?stream|^ctx$|^context$/i.test(name) ? 'jetstream' : 'client';
}

/** Whether code is a method that one of the module's own traits provides. */
function isInOwnTrait({ file }: LibraryFile, at: number, { traits }: World): boolean {
  const owner = enclosing(functionFacts(file), at)?.owner;
  return owner?.kind === 'trait' && traits.has(owner.name);
}

/** What a function of the file returns: `self.bus().publish(…)`. Clients are known by their names instead. */
function returned(file: RustFile, name: string, { traits }: World): Sort | undefined {
  const sorts = (returnedTypes(file).get(name) ?? []).map(type => sortOf(file, type, traits));
  return sorts.includes('wrapper') ? 'wrapper' : undefined;
}

/** Whether a method is called on what is called a message, and is not declared as something of the module's own. */
function isMessage(source: LibraryFile, at: number, { own }: World): boolean {
  const { file } = source;
  const name = wordAt(file.tokens, at - 2);
  if (!isWord(file.tokens, at - 2) || !MESSAGE_NAME.test(name)) return false;
  const types = (enclosing(functionFacts(file), at)?.fn.params ?? [])
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
  const within = enclosing(functionFacts(file), at);
  const own = within ? parameters(file, within.fn).filter(each => each.name === name) : [];
  const field = isText(file.tokens, at - 3, '.');
  const bound = field ? '' : boundPath(source, at, name);
  // What another crate makes: `let client = redis::Client::open(url)?`.
  if (others.has(bound.split('::')[0] ?? '')) return 'other';
  if (MAKES_CLIENT.test(bound)) return 'client';
  if (MAKES_CONTEXT.test(bound)) return 'jetstream';
  const types = field || !within ? [] : own.map(({ type }) => declaredType(file, type, within.fn, within.owner));
  const near = [types.map(type => sortOf(file, type, traits)), sortsIn(file, name, traits)];
  const known = near.find(each => each.length > 0) ?? sortsOf(name);
  if (known.length === 0) return undefined;
  return (['jetstream', 'client', 'subscription', 'wrapper'] as const).find(sort => known.includes(sort)) ?? 'other';
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
