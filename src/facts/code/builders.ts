/** How types are made: constructors with many arguments, structs with many public fields. */
import type { PublicItem } from '../../rust/crate-model.js';
import type { FnItem, ImplItem, RustFile, StructItem } from '../../rust/model.js';
import { kindsOf, ofPublicItems, type PublicFunction } from '../../rust/public-kinds.js';
import { wordAt } from '../../rust/tokens.js';
import { derivesOf, hasTrait, lastName, type TypeTraits, wordsOf } from './trait-impls.js';

/** The most arguments that a constructor may take besides self. */
export const MOST_ARGUMENTS = 6;
/** The most public fields that a struct may have without another way to make it. */
export const MOST_FIELDS = 6;

/** Public functions of a file that make their type from too many arguments. */
export const longConstructors = ofPublicItems.memo((items: readonly PublicItem[]): readonly PublicFunction[] =>
  kindsOf(items).functions.filter(({ item: { source, owner }, fn }) => {
    if (fn.params.length <= MOST_ARGUMENTS) return false;
    const type = owner?.kind === 'impl' ? lastName(source.file, owner.self) : undefined;
    const returned = wordsOf(source.file, fn.returns);
    return returned.includes('Self') || (type !== undefined && returned.includes(type));
  }),
);

/** A public struct with many public fields, without Default, a builder or another way to leave some of them out. */
export function wideStructs(
  items: readonly (readonly PublicItem[])[],
  traits: TypeTraits,
): { readonly item: PublicItem; readonly fields: number }[] {
  const wide = items.flatMap(wideIn);
  const names = wide.length === 0 ? NO_NAMES : new Set(items.flat().map(({ item }) => item?.name));
  return wide.filter(({ item, struct }) => !isExempt(item.source.file, struct, names, traits));
}

const NO_NAMES: ReadonlySet<string | undefined> = new Set();

const wideIn = ofPublicItems.memo((items: readonly PublicItem[]) =>
  kindsOf(items).types.flatMap(item => {
    const struct = item.item;
    if (struct?.kind !== 'struct' || struct.shape !== 'named' || struct.fields.length <= MOST_FIELDS) return [];
    const fields = struct.fields.filter(field => field.visibility.kind === 'public').length;
    return fields > MOST_FIELDS ? [{ item, struct, fields }] : [];
  }),
);

function isExempt(
  file: RustFile,
  struct: StructItem,
  names: ReadonlySet<string | undefined>,
  traits: TypeTraits,
): boolean {
  if (struct.attributes.some(attribute => attribute.path === 'non_exhaustive')) return true;
  if (hasTrait(file, struct, 'Default', traits)) return true;
  const derives = derivesOf(file, struct.attributes);
  if (names.has(`${struct.name}Builder`) || derives.some(name => /Builder$|^Setters$|^SmartDefault$/.test(name)))
    return true;
  const methods = (traits.impls.get(struct.name) ?? [])
    .filter(({ impl }) => !impl.trait)
    .flatMap(({ impl }) => functions(impl));
  if (methods.some(({ name }) => name === 'builder' || name.startsWith('with_'))) return true;
  const isMessage = derives.includes('Serialize') || derives.includes('Deserialize') || derives.includes('Message');
  return isMessage && !methods.some(method => isConstructor(struct.name, method, traits));
}

function functions(impl: ImplItem): FnItem[] {
  return impl.items.filter((item): item is FnItem => item.kind === 'fn' && item.visibility.kind === 'public');
}

/** An associated function that returns the type itself. */
function isConstructor(type: string, fn: FnItem, traits: TypeTraits): boolean {
  if (fn.receiver) return false;
  const owner = (traits.impls.get(type) ?? []).find(({ impl }) => impl.items.includes(fn));
  if (!owner) return false;
  for (let at = fn.returns.from; at < fn.returns.to; at += 1) {
    const word = wordAt(owner.file.tokens, at);
    if (word === 'Self' || word === type) return true;
  }
  return false;
}
