/** What types derive and implement, by name: enough to ask whether a type has a trait, without resolving paths. */
import { memoMade } from '../../cache/memo.js';
import { libraryFileReaders } from '../../rust/crate-files.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import { type Attribute, type ImplItem, type Item, itemsInside, type RustFile } from '../../rust/model.js';
import { isText, isWord, kindAt, wordAt } from '../../rust/tokens.js';
import { Punct, type Range } from '../../rust/tokens-model.js';
import { splitCommas } from '../../rust/trees.js';
import { isActive } from './functions.js';
import { fullPath } from './imports.js';

/** An impl with the file that holds it. */
export interface PlacedImpl {
  readonly impl: ImplItem;
  readonly file: RustFile;
  readonly path: string;
  /** The type's last name. */
  readonly name: string;
  /** The name of the trait that is implemented, where one is. */
  readonly trait: string | undefined;
  /** How many functions an inherent impl holds; 0 for one of a trait. */
  readonly methods: number;
}

export interface TypeTraits {
  /** Impls of a type, by its last name: `Display for crate::Foo<T>` stands under `Foo`. */
  readonly impls: ReadonlyMap<string, readonly PlacedImpl[]>;
  /** The names of the traits that a type implements by hand, by the type's last name. */
  readonly byHand: ReadonlyMap<string, ReadonlySet<string>>;
  /** Item-level macro calls: all the words in each, and in the crate's own definition of the macro. */
  readonly macroCalls: readonly ReadonlySet<string>[];
}

/** The impls and item-level macro calls of library code, gathered on first use. */
export function typeTraits(library: readonly LibraryFile[]): TypeTraits {
  return new Gathered(library);
}

class Gathered implements TypeTraits {
  private known: Pick<TypeTraits, 'impls' | 'byHand'> | undefined;
  private calls: TypeTraits['macroCalls'] | undefined;

  constructor(private readonly library: readonly LibraryFile[]) {}

  get impls(): TypeTraits['impls'] {
    return this.gathered.impls;
  }

  get byHand(): TypeTraits['byHand'] {
    return this.gathered.byHand;
  }

  get macroCalls(): TypeTraits['macroCalls'] {
    this.calls ??= expanded(this.library.map(factsIn));
    return this.calls;
  }

  private get gathered(): Pick<TypeTraits, 'impls' | 'byHand'> {
    this.known ??= gather(this.library);
    return this.known;
  }
}

function gather(library: readonly LibraryFile[]): Pick<TypeTraits, 'impls' | 'byHand'> {
  const impls = new Map<string, PlacedImpl[]>();
  const byHand = new Map<string, Set<string>>();
  for (const source of library)
    for (const placed of findImpls(source)) {
      const { name, trait } = placed;
      const known = impls.get(name);
      if (known) known.push(placed);
      else impls.set(name, [placed]);
      if (trait === undefined) continue;
      const traits = byHand.get(name) ?? new Set();
      byHand.set(name, traits.add(trait));
    }
  return { impls, byHand };
}

interface Facts {
  readonly impls: readonly PlacedImpl[];
  readonly macroCalls: readonly { readonly macro: string; readonly words: ReadonlySet<string> }[];
  /** The macros that it defines. */
  readonly macros: readonly { readonly name: string; readonly body: Range; readonly file: RustFile }[];
}

/** The words of calls, with those of the macros that they call. */
function expanded(all: readonly Facts[]): TypeTraits['macroCalls'] {
  const macros = all.flatMap(facts => facts.macros);
  return all.flatMap(({ macroCalls }) =>
    macroCalls.map(({ macro, words }) => {
      const own = macros.filter(({ name }) => name === macro.slice(macro.lastIndexOf(':') + 1));
      return own.length === 0 ? words : new Set([...words, ...own.flatMap(({ file, body }) => nameWords(file, body))]);
    }),
  );
}

/** `opaque_debug::implement!(Name)`, `impl_debug!(Name)`: by its name a macro that implements Debug. */
const IMPLEMENTS_DEBUG = /debug/i;

/** The impls of a file that are library code, in order. */
export function findImpls(source: LibraryFile): readonly PlacedImpl[] {
  return factsIn(source).impls;
}

const factsIn = libraryFileReaders.memo((source: LibraryFile): Facts => {
  const impls: PlacedImpl[] = [];
  const macroCalls: Facts['macroCalls'][number][] = [];
  const macros: Facts['macros'][number][] = [];
  gatherFacts(source, source.file.items, { impls, macroCalls, macros }, 0);
  return { impls, macroCalls, macros };
});

/** The words of a macro call hold those of the calls inside: it gives where the last one ends. */
function gatherFacts(
  source: LibraryFile,
  items: readonly Item[],
  out: { [K in keyof Facts]: Facts[K][number][] },
  called: number,
): number {
  let end = called;
  for (const item of items) {
    if (item.kind === 'impl' && isActive(source, item.range.from)) out.impls.push(placedImpl(source, item));
    else if (item.kind === 'macro-call' && item.body.to > end && isActive(source, item.range.from)) {
      const debug = IMPLEMENTS_DEBUG.test(item.macro) ? ['Debug'] : [];
      out.macroCalls.push({
        macro: item.macro,
        words: new Set([item.macro, ...debug, ...nameWords(source.file, item.body)]),
      });
      end = item.body.to;
    } else if (item.kind === 'macro') out.macros.push({ name: item.name, body: item.body, file: source.file });
    const inside = itemsInside(item);
    if (inside.length > 0) end = gatherFacts(source, inside, out, end);
  }
  return end;
}

function placedImpl({ file, path }: LibraryFile, impl: ImplItem): PlacedImpl {
  const trait = impl.trait && !impl.negative ? traitName(file, impl.trait) : undefined;
  let methods = 0;
  if (!impl.trait) for (const { kind } of impl.items) if (kind === 'fn') methods += 1;
  return { impl, file, path, name: lastName(file, impl.self), trait, methods };
}

const NO_NAMES = new Set(['dyn', 'mut', 'impl', 'const', 'for']);

/** The last identifier of a type's path, before its arguments: `Foo` of `&mut crate::a::Foo<T>`. */
export function lastName(file: RustFile, range: Range): string {
  let name = '';
  for (let at = range.from; at < range.to; at += 1) {
    const kind = kindAt(file.tokens, at);
    if (kind === Punct.Less && name !== '') return name;
    if (!isWord(file.tokens, at)) continue;
    const word = wordAt(file.tokens, at);
    if (!NO_NAMES.has(word)) name = word;
  }
  return name;
}

/** The name of a trait as it was declared, whatever a `use … as` of the file calls it. */
export function traitName(file: RustFile, range: Range): string {
  const name = lastName(file, range);
  return fullPath(file, [name]).split('::').at(-1) ?? name;
}

/** The identifiers of a range. */
export function nameWords(file: RustFile, range: Range): string[] {
  const words: string[] = [];
  for (let at = range.from; at < range.to; at += 1) if (isWord(file.tokens, at)) words.push(wordAt(file.tokens, at));
  return words;
}

/** The last names in a type's derives: `Error` of `#[derive(thiserror::Error)]`; those of a `cfg_attr` too. */
export function derivedTraits(file: RustFile, attributes: readonly Attribute[]): readonly string[] {
  if (attributes.length === 0) return [];
  return derives(attributes, () =>
    attributes
      .filter(attribute => attribute.path === 'derive' || attribute.path.endsWith('::derive'))
      .flatMap(attribute => splitCommas(file.tokens, attribute.args).map(range => lastName(file, range))),
  );
}

const derives = memoMade<readonly string[]>();

/** Attributes that implement Debug for a type: of aliri_braid, bitfield-struct and cosmwasm-schema. */
const DEBUGGED = /(?:^|::)(?:braid|bitfield|cw_serde)$/;

/** Derives that write a Debug of their own: of custom_debug, debug_stub_derive and their like. */
const OTHER_DEBUG = /^(?:\w+Debug|DebugStub)$/;

/** Whether an attribute names a trait: `#[derive(Debug)]`, `#[derivative(Debug)]`, `#[derive_where(Debug)]` and their like. */
export function derivesTrait({ tokens }: RustFile, { attributes }: Item, trait: string): boolean {
  for (const { form, args, path } of attributes) {
    if (trait === 'Debug' && DEBUGGED.test(path)) return true;
    if (form !== 'list') continue;
    for (let at = args.from; at < args.to; at += 1)
      if (isText(tokens, at, trait) || (trait === 'Debug' && OTHER_DEBUG.test(wordAt(tokens, at)))) return true;
  }
  return false;
}

/** Whether a type derives a trait, implements it by hand, or an item-level macro call names both. */
export function hasTrait(file: RustFile, item: Item, trait: string, traits: TypeTraits): boolean {
  return (
    derivesTrait(file, item, trait) ||
    traits.byHand.get(item.name)?.has(trait) ||
    traits.macroCalls.some(words => words.has(item.name) && words.has(trait))
  );
}
