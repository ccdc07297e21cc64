/** What carries events: structs with an event or payload and metadata, and the headers of messages. */

import { memo } from '../../cache/memo.js';
import { methodCalls, pathCalls } from '../../rust/calls.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import type { Item, RustFile } from '../../rust/model.js';
import { isText, isWord, stringValue, wordAt } from '../../rust/tokens.js';
import type { Range } from '../../rust/tokens-model.js';
import { activeItems, enclosing, type FunctionFact, functionFacts, isActive } from '../code/functions.js';
import { readPathWords } from '../code/imports.js';
import { nameWords } from '../code/trait-impls.js';
import { DEPTH, fieldNames, findTypes, type Types } from './fields.js';

export interface Envelope {
  readonly name: string;
  /** Names of its fields, and of those of the structs that they hold. */
  readonly names: ReadonlySet<string>;
  /** The types of this module that it carries; absent if it carries whatever it is given. */
  readonly holds?: ReadonlySet<Item>;
  readonly source: LibraryFile;
  /** What it carries is bytes, JSON, text or any type: nothing says of what. */
  readonly opaque: boolean;
  /** The names of the events that it carries, where only they are known; absent if it may be any. */
  readonly near?: ReadonlySet<string>;
}

/** A header of messages. */
export interface Header {
  readonly name: string;
  /** What the code speaks of that publishes with it; absent if it may be any message. */
  readonly of?: ReadonlySet<string>;
}

export const ENVELOPE =
  /(Envelope|StoredEvent|EventRecord|RecordedEvent|PersistedEvent|EventMessage|EventWrapper|EventContainer|CimMessage|CimEvent)$/;
const METADATA =
  /^(event_?id|message_?id|correlation\w*|causation\w*|aggregate_?id|timestamp|occurred_at|metadata|headers|identity|schema_version|event_type)$/;
const PAYLOAD = /^(event|payload|data|body|content|message|domain_event|events)$/;

/** Structs that carry an event or payload with metadata. */
export function findEnvelopes(types: Types): Envelope[] {
  const found: Envelope[] = [];
  for (const [name, places] of types) {
    for (const { item, source } of places) {
      // A snapshot carries the state, not the events.
      if (item.kind !== 'struct' || name.endsWith('Snapshot')) continue;
      const payload = item.fields.filter(field => PAYLOAD.test(field.name));
      const metadata = item.fields.filter(field => METADATA.test(field.name)).length;
      const holding = payload.length > 0;
      if (!(holding && metadata >= 2) && !(ENVELOPE.test(name) && (holding || metadata > 0))) continue;
      const holds = new Set<Item>();
      for (const { type } of payload) gather(source, type, types, holds, DEPTH);
      const parameters = new Set(nameWords(source.file, item.generics.params));
      const opaque = payload.length > 0 && payload.every(({ type }) => isOpaque(source.file, type, parameters));
      const names = fieldNames(item, source, types);
      found.push({ name, names, source, opaque, ...(holds.size > 0 ? { holds } : {}) });
    }
  }
  return found;
}

const OPAQUE =
  /^(serde_json|json|bytes|std|alloc|Value|JsonValue|RawValue|Option|Box|Arc|Vec|u8|Bytes|String|str|static)$/;

function isOpaque(file: RustFile, type: Range, parameters: ReadonlySet<string>): boolean {
  const words = nameWords(file, type);
  return words.length > 0 && words.every(word => OPAQUE.test(word) || parameters.has(word));
}

/** The types of the module that a type names, and those that these hold. */
function gather(from: LibraryFile, type: Range, types: Types, found: Set<Item>, depth: number): void {
  for (const word of nameWords(from.file, type)) {
    for (const { item, source } of findTypes(types, from, word)) {
      if (found.has(item)) continue;
      found.add(item);
      if (depth === 0) continue;
      const fields = item.kind === 'enum' ? item.variants.flatMap(variant => variant.fields) : item.fields;
      for (const field of fields) gather(source, field.type, types, found, depth - 1);
    }
  }
}

/**
 * The envelopes that library code uses. Of code that publishes by itself, one of bytes, JSON or any type carries what some file
 * speaks of together with it; one that is called an envelope, whatever the files are given that name it.
 * @param traits the names of traits whose types are events: a mention of the trait means every event
 */
export function usedEnvelopes(
  envelopes: readonly Envelope[],
  library: readonly LibraryFile[],
  events: ReadonlySet<string>,
  traits: ReadonlySet<string>,
): Envelope[] {
  if (envelopes.every(({ opaque }) => !opaque) || !library.some(publishes)) return [...envelopes];
  const spoken = library.map(source => ({ path: source.path, words: spokenIn(source) }));
  return envelopes.flatMap(envelope => {
    const { name, opaque, source } = envelope;
    if (!opaque) return [envelope];
    const there = spoken.filter(({ path, words }) => path === source.path || words.has(name));
    const near = new Set([...events].filter(event => event !== name && there.some(({ words }) => words.has(event))));
    if (there.some(({ words }) => [...traits].some(each => each !== name && words.has(each)))) return [envelope];
    if (ENVELOPE.test(name) && (near.size > 0 || there.length > 1)) return [envelope];
    return near.size > 0 ? [{ ...envelope, near }] : [];
  });
}

/** Whether a file calls what publishes. */
function publishes(source: LibraryFile): boolean {
  const { tokens } = source.file;
  return [...methodCalls(tokens, { from: 0, to: tokens.count })].some(
    ({ name, at }) => /^publish(_with_headers|_with_reply)?$/.test(name) && isActive(source, at),
  );
}

/** The names that library code of a file speaks of, `use` items left aside. */
const spokenIn = memo((source: LibraryFile): ReadonlySet<string> => {
  const { file } = source;
  return new Set(
    file.items
      .filter(({ kind, range }) => kind !== 'use' && isActive(source, range.from))
      .flatMap(({ range }) => nameWords(file, range)),
  );
});

const FOREIGN = /^(?!Command|Query)\w*(Envelope|EventMetadata|MessageIdentity|MessageMetadata)$/;

/** An envelope of another crate that library code names: what it carries was not read. */
export function foreignEnvelope(library: readonly LibraryFile[], types: Types): string | undefined {
  const own = new Set(['crate', 'self', 'super', 'Self']);
  for (const { file } of library)
    for (const { kind, name } of activeItems(file)) if (kind === 'trait' || kind === 'mod') own.add(name);
  const isForeign = (path: readonly string[]) => {
    const [first = '', ...rest] = path.filter(Boolean);
    const name = rest.at(-1);
    // `Shape::FlatEnvelope` is a variant.
    if (/^[A-Z]/.test(rest.at(-2) ?? first)) return false;
    return name !== undefined && FOREIGN.test(name) && !types.has(name) && !own.has(name) && !own.has(first);
  };
  for (const source of library) {
    const { tokens } = source.file;
    if (!/Envelope|EventMetadata|MessageIdentity|MessageMetadata/.test(tokens.text)) continue;
    for (const item of activeItems(source.file)) {
      if (item.kind !== 'use' || !isActive(source, item.range.from)) continue;
      // What is only imported carries nothing.
      const leaf = item.leaves.find(
        ({ path, as }) => isForeign(path) && library.some(other => spokenIn(other).has(as)),
      );
      if (leaf) return leaf.path.filter(Boolean).join('::');
    }
    for (let at = 2; at < tokens.count; at += 1) {
      if (!isWord(tokens, at) || !isText(tokens, at - 1, '::') || !FOREIGN.test(wordAt(tokens, at))) continue;
      let from = at;
      while (isText(tokens, from - 1, '::') && isWord(tokens, from - 2)) from -= 2;
      const { words } = readPathWords(tokens, from, at + 1);
      if (isForeign(words) && isActive(source, at) && !isText(tokens, from - 1, 'use')) return words.join('::');
    }
  }
  return undefined;
}

/** The headers that library code sets: literals, and constants by their value or name. */
export function findHeaders(library: readonly LibraryFile[]): Header[] {
  const consts = constsOf(library);
  const headers: Header[] = [];
  for (const source of library) {
    const { file } = source;
    for (const { name, args, at } of methodCalls(file.tokens, { from: 0, to: file.tokens.count })) {
      if ((name !== 'insert' && name !== 'append') || !isActive(source, at)) continue;
      const header = firstArgument(file, args, consts);
      if (header === undefined || !/^[\w-]+$/.test(header) || !isHeader(file, header, at)) continue;
      const of = messagesOf({ source, fact: enclosing(functionFacts(file), at) }, library);
      headers.push({ name: header, ...(of ? { of } : {}) });
    }
  }
  return headers;
}

interface Setting {
  readonly source: LibraryFile;
  /** The function that sets a header. */
  readonly fact: FunctionFact | undefined;
}

/** How many functions are followed from a header to the call that publishes it. */
const CALLERS = 2;

/**
 * What the functions speak of that publish with the headers which a function sets: itself, or those that call it. Absent where
 * that may be anything: nothing is seen to publish them, or what publishes takes any payload.
 */
function messagesOf(
  { source, fact }: Setting,
  library: readonly LibraryFile[],
  depth = CALLERS,
): ReadonlySet<string> | undefined {
  const body = fact?.fn.body;
  if (!fact || !body) return undefined;
  const { fn, owner } = fact;
  const { file } = source;
  const words = new Set([...nameWords(file, fn.range), ...(owner?.kind === 'impl' ? nameWords(file, owner.self) : [])]);
  if (methodCalls(file.tokens, body).some(({ name }) => SENDS.test(name))) {
    const parameters = new Set(nameWords(file, fn.generics.params));
    const isAny = fn.params.some(({ type }) => isPayload(file, type, parameters));
    if (isAny) return undefined;
    for (const caller of depth > 0 ? callersOf(fn.name, library) : [])
      for (const word of nameWords(caller.source.file, caller.fact.fn.range)) words.add(word);
    return words;
  }
  const callers = depth > 0 ? callersOf(fn.name, library) : [];
  if (callers.length === 0) return undefined;
  for (const caller of callers) {
    const of = messagesOf(caller, library, depth - 1);
    if (!of) return undefined;
    for (const word of of) words.add(word);
  }
  return words;
}

const SENDS = /^(?:publish|send|request|respond|reply|produce|emit)(?:_\w+)?$/;

/** `payload: Bytes`, `T`, `impl Serialize`: it may be of any message. */
function isPayload(file: RustFile, type: Range, parameters: ReadonlySet<string>): boolean {
  const words = nameWords(file, type);
  return words.some(word => /^(?:Bytes|Vec|u8|Value|Serialize|Message)$/.test(word) || parameters.has(word));
}

function callersOf(name: string, library: readonly LibraryFile[]): (Setting & { readonly fact: FunctionFact })[] {
  return library.flatMap(source => {
    const { file } = source;
    const all = { from: 0, to: file.tokens.count };
    if (!file.tokens.text.includes(name)) return [];
    const calls = [...methodCalls(file.tokens, all), ...pathCalls(file.tokens, all)];
    return calls.flatMap(call => {
      const fact =
        call.name === name && isActive(source, call.at) ? enclosing(functionFacts(file), call.at) : undefined;
      return fact && fact.fn.name !== name ? [{ source, fact }] : [];
    });
  });
}

function firstArgument({ tokens }: RustFile, args: Range, consts: ReadonlyMap<string, string>): string | undefined {
  const literal = stringValue(tokens, args.from);
  if (literal !== undefined) return literal;
  let at = args.from;
  while (isText(tokens, at + 1, '::') && at + 2 < args.to) at += 2;
  if (!isWord(tokens, at)) return undefined;
  const name = wordAt(tokens, at);
  if (!/^[A-Z][A-Z0-9_]*$/.test(name)) return undefined;
  return consts.get(name) ?? name.toLowerCase().replaceAll('_', '-');
}

/** Headers have hyphens; another key counts where the function speaks of headers or metadata. */
function isHeader(file: RustFile, header: string, at: number): boolean {
  if (header.includes('-')) return true;
  const fn = enclosing(functionFacts(file), at)?.fn;
  return fn !== undefined && nameWords(file, fn.range).some(word => /header|metadata/i.test(word));
}

function constsOf(library: readonly LibraryFile[]): ReadonlyMap<string, string> {
  const consts = new Map<string, string>();
  for (const { file } of library)
    for (const item of activeItems(file)) {
      if (item.kind !== 'const' || !item.value) continue;
      const value = stringValue(file.tokens, item.value.from);
      if (value !== undefined) consts.set(item.name, value);
    }
  return consts;
}
