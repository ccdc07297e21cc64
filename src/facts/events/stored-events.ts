/** Which types library code stores, applies or publishes, by name. */

import { memo, memoMade } from '../../cache/memo.js';
import { methodCalls, pathCalls } from '../../rust/calls.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import type { RustFile } from '../../rust/model.js';
import { afterTree, isText, isWord, kindAt, wordAt } from '../../rust/tokens.js';
import { Punct, type Range } from '../../rust/tokens-model.js';
import { activeItems, enclosing, type FunctionFact, functionFacts, isActive } from '../code/functions.js';
import { lastName, nameWords } from '../code/trait-impls.js';

/** What code does with an event that counts: it stores or publishes it, */
const STORES =
  /^(append|append_events?|store|store_events?|save|save_events?|persist|persist_events?|publish|publish_(with_\w+|events?|all|domain_events?)|send_publish|append_to_stream|append_events?_with_\w+|emit|emit_events?|dispatch|record_event|write_event|raise|raise_event|commit|commit_events|send_event)$/;
/** or applies it to the state that it changes. */
const APPLIES = /^(apply|apply_events?|evolve|mutate)$/;
/** So does what receives an event and changes by it; what only answers may receive it from anywhere. */
const RECEIVES = /^(handle_event|on_event|when)$/;
/** What is only projected onwards is a read model. */
const PROJECTS = /(Projection|Projector|ReadModel|View|Denormalizer)$/;
/** Functions that take the events of others. */
const HANDLES = /(Handler|Policy|Saga|ProcessManager|Reactor|Consumer|Subscriber|Listener|Translator|Gateway)$/;

/** The names of types that functions of such a name take, or that calls of such a name are given, with the files that do so. */
export function storedTypeNames(library: readonly LibraryFile[]): ReadonlyMap<string, ReadonlySet<LibraryFile>> {
  const names = new Map<string, Set<LibraryFile>>();
  for (const source of library)
    for (const word of keptIn(source)) {
      const known = names.get(word);
      if (known) known.add(source);
      else names.set(word, new Set([source]));
    }
  return names;
}

const keptIn = memo((source: LibraryFile): ReadonlySet<string> => {
  const { file } = source;
  const kept = new Set<string>();
  const keep = (words: readonly string[]) => {
    for (const word of words) kept.add(word);
  };
  const functions = functionFacts(file);
  for (const fact of functions)
    if (isKeeping(file, fact) && isActive(source, fact.fn.range.from))
      for (const range of keptBy(fact)) keep(nameWords(file, range));
  for (const item of activeItems(file))
    if (item.kind === 'impl' && isActive(source, item.range.from))
      for (const each of item.items)
        if (each.kind === 'type' && each.name === 'Event' && each.value) keep(nameWords(file, each.value));
  // `trait Aggregate { type Event: Event; … }`
  for (const item of activeItems(file))
    if (item.kind === 'trait' && item.items.some(({ name }) => APPLIES.test(name)))
      for (const each of item.items)
        if (each.kind === 'type' && each.name === 'Event') keep(nameWords(file, each.type));
  const all = { from: 0, to: file.tokens.count };
  for (const calls of [methodCalls(file.tokens, all), pathCalls(file.tokens, all)])
    for (const { name, args, at } of calls)
      if (isKeepingCall(file, name, args) && isActive(source, at))
        keep(typesOfArguments(file, args, enclosing(functions, at)));
  return kept;
});

function isKeeping(file: RustFile, { fn, owner }: FunctionFact): boolean {
  if (STORES.test(fn.name)) return true;
  const receives = RECEIVES.test(fn.name);
  if (!receives && !APPLIES.test(fn.name)) return false;
  const names =
    owner?.kind === 'impl' ? [owner.self, ...(owner.trait ? [owner.trait] : [])].map(each => lastName(file, each)) : [];
  if (names.some(name => PROJECTS.test(name) || (receives && HANDLES.test(name)))) return false;
  const own = ['Self', ...names];
  return !receives || fn.receiver !== 'ref' || nameWords(file, fn.returns).some(word => own.includes(word));
}

/** What a function takes: the types of its arguments, and the bounds of what stands for them. */
function keptBy({ fn, owner }: FunctionFact): Range[] {
  return [
    ...fn.params.map(({ type }) => type),
    ...[fn.generics, ...(owner ? [owner.generics] : [])].flatMap(({ params, where }) => [params, where]),
  ];
}

function isKeepingCall({ tokens }: RustFile, name: string, args: Range): boolean {
  // `events.append(&mut more)` is a list's.
  if (name === 'append' && isText(tokens, args.from, '&') && isText(tokens, args.from + 1, 'mut')) return false;
  return STORES.test(name) || APPLIES.test(name);
}

/** The words of arguments, and those of what the function's parameters and locals of these names are. */
function typesOfArguments(file: RustFile, args: Range, within: FunctionFact | undefined): string[] {
  const words = nameWords(file, args);
  if (!within) return words;
  const found = new Set(words);
  const known = localsOf(file, within);
  // `let payload = to_vec(&event)?`: a local of a local is followed too.
  for (let step = 0; step < 2; step += 1)
    for (const each of [...found].flatMap(word => [...(known.get(word) ?? [])])) found.add(each);
  return [...found];
}

/** Words of the types and values of locals, by their names. */
type Locals = ReadonlyMap<string, ReadonlySet<string>>;

const locals = memoMade<Locals>();

function localsOf(file: RustFile, fact: FunctionFact): Locals {
  return locals(fact, () => readLocals(file, fact));
}

function readLocals(file: RustFile, fact: FunctionFact): Locals {
  const locals = new Map<string, Set<string>>();
  const { tokens } = file;
  const { params, body } = fact.fn;
  for (const { pattern, type } of params)
    if (isWord(tokens, pattern.to - 1)) locals.set(wordAt(tokens, pattern.to - 1), new Set(nameWords(file, type)));
  for (let at = body?.from ?? 0; at < (body?.to ?? 0); at += 1) {
    if (!isText(tokens, at, 'let')) continue;
    const name = isText(tokens, at + 1, 'mut') ? at + 2 : at + 1;
    if (!isWord(tokens, name)) continue;
    let end = name + 1;
    while (end < (body?.to ?? 0) && kindAt(tokens, end) !== Punct.Semicolon)
      end = afterTree(tokens, end, body?.to ?? 0);
    const words = locals.get(wordAt(tokens, name)) ?? new Set();
    for (const word of nameWords(file, { from: name + 1, to: Math.min(end, name + 200) })) words.add(word);
    locals.set(wordAt(tokens, name), words);
  }
  return locals;
}
