/**
 * Whether a name that vanished may be there all the same: made by a macro call, a derive or an attribute, or in a file that
 * was not understood. A macro can only use names of its call and of its own body, unless it pastes them together.
 */
import { memo, memoByKey } from '../../cache/memo.js';
import type { Module, Placed } from '../../rust/crate-model.js';
import type { Attribute, Declared, Item, RustFile } from '../../rust/model.js';
import { isWord, kindAt, wordAt } from '../../rust/tokens.js';
import { Punct, type Range, type Tokens } from '../../rust/tokens-model.js';
import { splitCommas } from '../../rust/trees.js';
import type { ApiCrate, Exported, ModuleTarget } from './model.js';

/** A macro call in the place of items. */
interface Call {
  readonly macro: string;
  readonly tokens: Tokens;
  readonly body: Range;
}

interface Definition {
  readonly tokens: Tokens;
  readonly body: Range;
}

const DEPTH = 6;
/** Macros that make no items. */
const INERT = new Set(
  'compile_error assert assert_eq const_assert const_assert_eq assert_impl_all assert_not_impl_any assert_obj_safe include_str vec format println panic write writeln matches concat stringify env option_env file line column module_path unreachable todo unimplemented debug_assert debug_assert_eq assert_ne eprintln print include_bytes cfg'.split(
    ' ',
  ),
);
const PASTES = new Set(['paste', 'concat_idents', 'pastey', 'mashup']);
/** Derives that make impls of their own trait and no names. */
const PLAIN_DERIVES = new Set(
  'Debug Clone Copy PartialEq Eq PartialOrd Ord Hash Default Serialize Deserialize Error JsonSchema Display From Into Zeroize ZeroizeOnDrop Arbitrary ToSchema FromRow Diagnostic Encode Decode Archive Pod Zeroable RefCast AsRef Deref DerefMut'.split(
    ' ',
  ),
);
/** Attributes of the language, of derives and of lints: https://doc.rust-lang.org/reference/attributes.html */
const PLAIN_ATTRIBUTES = new Set(
  'doc cfg cfg_attr derive test ignore should_panic allow expect warn deny forbid deprecated must_use diagnostic inline cold no_mangle export_name link link_name no_link repr non_exhaustive path macro_use macro_export automatically_derived track_caller target_feature type_length_limit recursion_limit global_allocator used unstable stable serde error from source backtrace default rustfmt clippy schemars arg command clap tracing instrument async_trait thiserror diagnostic feature no_std'.split(
    ' ',
  ),
);

/** The macros that a crate defines, by name. */
const definitionsOf: (api: ApiCrate) => ReadonlyMap<string, readonly Definition[]> = memo(api => {
  const found = new Map<string, Definition[]>();
  for (const module of api.crate.modules)
    for (const { item, source } of module.items)
      if (item.kind === 'macro') {
        const definition = { tokens: source.file.tokens, body: item.body };
        found.set(item.name, [...(found.get(item.name) ?? []), definition]);
      }
  return found;
});

/** Every item-level macro call of a crate, those in impls and traits too. */
const callsOf: (api: ApiCrate) => readonly Call[] = memo(api => api.crate.modules.flatMap(callsIn));

function callsIn(module: Module): Call[] {
  const calls: Call[] = [];
  for (const { item, source } of module.items) {
    const { tokens } = source.file;
    const all = item.kind === 'impl' || item.kind === 'trait' ? item.items : [item];
    for (const each of all)
      if (each.kind === 'macro-call' && !each.known && each.macro !== 'include')
        calls.push({ macro: each.macro, tokens, body: each.body });
  }
  return calls;
}

/** Whether a module may have a name that is not seen in it. */
export function mayHold({ modules, open }: Exported, name: string): boolean {
  return open || modules.some(target => mayDefine(target, name));
}

function mayDefine({ api, module }: ModuleTarget, name: string): boolean {
  const files = new Set<RustFile>([module.source.file, ...module.items.map(({ source }) => source.file)]);
  if ([...files].some(file => file.notUnderstood.length > 0)) return true;
  return callsIn(module).some(call => couldMake(api, call, name)) || module.items.some(placed => derives(placed, name));
}

/** Whether some code of a crate was not seen. */
const isPartial: (api: ApiCrate) => boolean = memo(
  api =>
    api.crate.files.some(({ file }) => file.notUnderstood.length > 0) ||
    api.crate.modules.some(module => api.isPartial(module)),
);

/** Whether a macro call anywhere in a crate may make a name: a method, or another macro. */
export function madeSomewhere(api: ApiCrate, name: string): boolean {
  return isPartial(api) || callsOf(api).some(call => couldMake(api, call, name));
}

function couldMake(api: ApiCrate, call: Call, name: string): boolean {
  return holdsWord(call.tokens, call.body, name) || couldName(api, call.macro, name, new Set(), 0);
}

function couldName(api: ApiCrate, macro: string, name: string, seen: Set<string>, depth: number): boolean {
  const last = macro.slice(macro.lastIndexOf(':') + 1);
  if (INERT.has(last) || seen.has(last)) return false;
  if (PASTES.has(last) || depth > DEPTH) return true;
  seen.add(last);
  const definitions = definitionsOf(api).get(last);
  if (!definitions) return true;
  return definitions.some(({ tokens, body }) => {
    const { words, calls } = wordsOf(tokens, body);
    return words.has(name) || calls.some(each => each !== last && couldName(api, each, name, seen, depth + 1));
  });
}

/** What a macro's definition holds. */
interface Words {
  readonly words: ReadonlySet<string>;
  readonly calls: readonly string[];
}

const known = memoByKey<Words>();

/** The words of a range, and the macros that it calls. */
function wordsOf(tokens: Tokens, range: Range): Words {
  return known(tokens, range.from, () => readWords(tokens, range));
}

function readWords(tokens: Tokens, { from, to }: Range): Words {
  const words = new Set<string>();
  const calls = new Set<string>();
  for (let at = from; at < to; at += 1) {
    if (!isWord(tokens, at)) continue;
    words.add(wordAt(tokens, at));
    if (kindAt(tokens, at + 1) === Punct.Not && kindAt(tokens, at + 2) !== Punct.Equals) calls.add(wordAt(tokens, at));
  }
  return { words, calls: [...calls] };
}

function holdsWord(tokens: Tokens, range: Range, name: string): boolean {
  return wordsOf(tokens, range).words.has(name);
}

/** Whether a derive or an attribute of an item may make a name that is made of the item's or of one of its variants. */
function derives({ item, source }: Placed, name: string): boolean {
  if (item.kind !== 'struct' && item.kind !== 'enum' && item.kind !== 'trait' && item.kind !== 'fn') return false;
  const near =
    name.includes(item.name) || (item.kind === 'enum' && item.variants.some(each => name.includes(each.name)));
  return near && hasOwnMacros(source.file, item);
}

/** Whether derives or attributes of a macro's kind stand on an item: they may make methods, types and more. */
export function hasOwnMacros({ tokens }: RustFile, { attributes }: Pick<Declared, 'attributes'>): boolean {
  return attributes.some(attribute =>
    attribute.path.endsWith('derive')
      ? splitCommas(tokens, attribute.args).some(({ to }) => !PLAIN_DERIVES.has(wordAt(tokens, to - 1)))
      : !isPlain(attribute),
  );
}

function isPlain({ path }: Attribute): boolean {
  const first = path.slice(0, path.includes(':') ? path.indexOf(':') : undefined);
  return PLAIN_ATTRIBUTES.has(first) || first.startsWith('rustc');
}

/** Whether attribute macros of two versions of an item are the same: they may change what it is. */
export function sameMacros(a: Item, b: Item): boolean {
  return namesOf(a) === namesOf(b);
}

function namesOf({ attributes }: Item): string {
  return attributes
    .filter(each => !isPlain(each))
    .map(({ path }) => path)
    .sort()
    .join(' ');
}
