/** The module's own traits that stand in front of NATS, with their methods that speak. */
import type { LibraryFile } from '../../rust/crate-model.js';
import type { FnItem, Item, RustFile, TraitItem } from '../../rust/model.js';
import { isWord, wordAt } from '../../rust/tokens.js';
import type { Range } from '../../rust/tokens-model.js';
import { mentions, searchWords } from '../../rust/vocabulary.js';
import { parameters } from '../code/declared-types.js';
import { activeItems, isActive } from '../code/functions.js';
import { nameWords, traitName } from '../code/trait-impls.js';
import { METHODS } from './client-calls.js';
import { isNatsFile } from './files.js';

type Speech = 'publish' | 'subscribe' | 'request';

/** The methods of a module's own traits by which it speaks on NATS, by the trait's name. */
export type OwnTraits = ReadonlyMap<string, ReadonlyMap<string, Speech>>;

const TRAIT = searchWords('trait');
/** Text that says that the module speaks NATS even if only its users depend on a client. */
const SAYS_NATS = /(?<![a-z])nats(?![a-z])|jet_?stream/i;
const SPEAKS =
  /^(?:(publish|send|emit|dispatch|broadcast|announce|notify|post)|(subscribe|queue_subscribe|listen|consume)|(request|ask|call))(?:_\w+)?$/;
/** The name of a parameter for a subject, and the types of text. */
const SUBJECT_NAME = /^(?:\w+_)?subj(?:ect)?$/;
const TEXT = searchWords('str String Cow ToString Subject ToSubject');
/** The name of a parameter for a payload, and the types of bytes. */
const PAYLOAD_NAME = /^(?:payload|message|msg|data|event|envelope|bytes)$/;
const BYTES = searchWords('u8 Bytes');

/**
 * Traits that wrap a NATS client: a file that names a client's crate implements them, or their methods take a text `subject` and, to
 * publish, a payload. Without a client among the dependencies, the module must also mention NATS.
 */
export function ownTraits(library: readonly LibraryFile[], depends: boolean): OwnTraits {
  const traits = library.flatMap(({ file, ...source }) =>
    mentions(file.tokens, TRAIT)
      ? activeItems(file).flatMap(item =>
          item.kind === 'trait' && isActive({ file, ...source }, item.range.from) ? [{ file, trait: item }] : [],
        )
      : [],
  );
  const found = new Map<string, ReadonlyMap<string, Speech>>();
  const says = depends || library.some(({ file }) => SAYS_NATS.test(file.tokens.text));
  for (const { file, trait } of says ? traits : []) {
    const methods = methodsWithSubject(file, trait);
    if (methods.size > 0) found.set(trait.name, methods);
  }
  if (depends) {
    const adapted = adaptedTraits(library);
    for (const { trait } of traits)
      if (adapted.has(trait.name)) {
        const methods = clientMethodsOf(trait);
        if (methods.size > 0) found.set(trait.name, new Map([...methods, ...(found.get(trait.name) ?? [])]));
      }
  }
  return withSubtraits(traits, found);
}

/** The traits that files which name a NATS client implement. */
function adaptedTraits(library: readonly LibraryFile[]): ReadonlySet<string> {
  return new Set(
    library.flatMap(({ file }) =>
      isNatsFile(file)
        ? activeItems(file).flatMap(item => (item.kind === 'impl' && item.trait ? [traitName(file, item.trait)] : []))
        : [],
    ),
  );
}

/** The methods with the name of a client's: `publish(&self, subject: &str, …)`. */
function clientMethodsOf({ items }: TraitItem): ReadonlyMap<string, Speech> {
  return new Map(
    items.flatMap((item: Item) => {
      const kind = item.kind === 'fn' && item.params.length > 0 ? METHODS.get(item.name) : undefined;
      return kind ? [[item.name, kind] as const] : [];
    }),
  );
}

/** The methods that take a text `subject` first and, to publish, a payload. */
function methodsWithSubject(file: RustFile, { items }: TraitItem): ReadonlyMap<string, Speech> {
  return new Map(
    items.flatMap((item: Item) => {
      const kind = item.kind === 'fn' ? speechOf(file, item) : undefined;
      return kind ? [[item.name, kind] as const] : [];
    }),
  );
}

function speechOf(file: RustFile, fn: FnItem): Speech | undefined {
  const [, publish, subscribe] = SPEAKS.exec(fn.name) ?? [];
  const [subject, ...rest] = parameters(file, fn);
  if (!SPEAKS.test(fn.name) || !subject || !SUBJECT_NAME.test(subject.name)) return undefined;
  if (!hasWord(file, subject.type, TEXT) && !isBoundToText(file, subject.type, fn)) return undefined;
  if (!publish) return subscribe ? 'subscribe' : 'request';
  const carries = rest.some(
    ({ name, type }) => hasWord(file, type, BYTES) || (publish === 'publish' && PAYLOAD_NAME.test(name)),
  );
  return carries ? 'publish' : undefined;
}

/** A generic parameter for text: `S: Into<String>`. */
function isBoundToText(file: RustFile, type: Range, { generics }: FnItem): boolean {
  return (
    nameWords(file, generics.params).includes(wordAt(file.tokens, type.to - 1)) &&
    (hasWord(file, generics.params, TEXT) || hasWord(file, generics.where, TEXT))
  );
}

function hasWord({ tokens }: RustFile, { from, to }: Range, words: ReturnType<typeof searchWords>): boolean {
  for (let at = from; at < to; at += 1) if (isWord(tokens, at) && words.has(wordAt(tokens, at))) return true;
  return false;
}

/** The traits, and those that have one of them as a supertrait. */
function withSubtraits(
  traits: readonly { readonly file: RustFile; readonly trait: TraitItem }[],
  found: ReadonlyMap<string, ReadonlyMap<string, Speech>>,
): OwnTraits {
  const all = new Map(found);
  for (const { file, trait } of traits) {
    const wider = nameWords(file, trait.supertraits).find(word => found.has(word));
    if (wider !== undefined && !all.has(trait.name)) all.set(trait.name, found.get(wider) ?? new Map());
  }
  return all;
}
