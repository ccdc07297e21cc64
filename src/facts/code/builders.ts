/** How types are made: constructors with many arguments, structs with many public fields. */
import type { PublicItem } from '../../rust/crate-model.js';
import type { FnItem, ImplItem, RustFile, StructItem } from '../../rust/model.js';
import { type PublicFunction, publicItemReaders, sortByKind } from '../../rust/public-kinds.js';
import { wordAt } from '../../rust/tokens.js';
import { derivedTraits, hasTrait, lastName, nameWords, type TypeTraits } from './trait-impls.js';

/** The most arguments that a constructor can take, not counting self. */
export const MOST_ARGUMENTS = 6;
/** The most public fields that a struct may have without another way to make it. */
export const MOST_FIELDS = 6;

/** Public functions of a file that make their type from too many arguments. */
export const longConstructors = publicItemReaders.memo((items: readonly PublicItem[]): readonly PublicFunction[] =>
  sortByKind(items).functions.filter(({ item: { source, owner }, fn }) => {
    if (fn.params.length <= MOST_ARGUMENTS || isMadeByBuilder(fn)) return false;
    const type = owner?.kind === 'impl' ? lastName(source.file, owner.self) : undefined;
    const returned = nameWords(source.file, fn.returns);
    return returned.includes('Self') || (type !== undefined && returned.includes(type));
  }),
);

/** `#[builder]`, `#[bon::builder]`: an attribute makes a builder of the function, whose arguments are its setters. */
function isMadeByBuilder({ attributes }: FnItem): boolean {
  return attributes.some(({ path }) => /(?:^|::)builder$/.test(path));
}

/** A public struct with many public fields, without Default, a builder or another way to leave some of them out. */
export function wideStructs(
  items: readonly (readonly PublicItem[])[],
  traits: TypeTraits,
): { readonly item: PublicItem; readonly fields: number }[] {
  const wide = items.flatMap(wideIn);
  if (wide.length === 0) return [];
  const builders = buildersIn(items);
  return wide.filter(({ item, struct }) => !isExempt(item.source.file, struct, builders, traits));
}

interface Builders {
  /** The names of all public items. */
  readonly names: ReadonlySet<string | undefined>;
  /** The types that the `build` of another type gives. */
  readonly built: ReadonlySet<string>;
}

/** `build`, `try_build`, `finish`: the last step of a builder. */
const BUILDS = /^(?:try_)?(?:build|finish|complete|create|make)$/;

function buildersIn(items: readonly (readonly PublicItem[])[]): Builders {
  const names = new Set(items.flat().map(({ item }) => item?.name));
  const built = new Set<string>();
  for (const { item, fn } of items.flatMap(each => sortByKind(each).functions)) {
    const { file } = item.source;
    const owner = item.owner?.kind === 'impl' ? lastName(file, item.owner.self) : undefined;
    if (owner === undefined || !fn.receiver || !BUILDS.test(fn.name)) continue;
    for (const word of nameWords(file, fn.returns)) if (word !== owner) built.add(word);
  }
  return { names, built };
}

const wideIn = publicItemReaders.memo((items: readonly PublicItem[]) =>
  sortByKind(items).types.flatMap(item => {
    const struct = item.item;
    if (struct?.kind !== 'struct' || struct.shape !== 'named' || struct.fields.length <= MOST_FIELDS) return [];
    const fields = struct.fields.filter(field => field.visibility.kind === 'public').length;
    return fields > MOST_FIELDS ? [{ item, struct, fields }] : [];
  }),
);

function isExempt(file: RustFile, struct: StructItem, { names, built }: Builders, traits: TypeTraits): boolean {
  if (struct.attributes.some(attribute => attribute.path === 'non_exhaustive')) return true;
  if (hasTrait(file, struct, 'Default', traits)) return true;
  const derives = derivedTraits(file, struct.attributes);
  if (names.has(`${struct.name}Builder`) || built.has(struct.name)) return true;
  if (derives.some(name => /Builder$|^Setters$|^SmartDefault$/.test(name))) return true;
  const methods = (traits.impls.get(struct.name) ?? [])
    .filter(({ impl }) => !impl.trait)
    .flatMap(({ impl }) => functions(impl));
  if (methods.some(method => method.name === 'builder' || isMadeByBuilder(method) || isSetter(method, struct)))
    return true;
  const isMessage = derives.includes('Serialize') || derives.includes('Deserialize') || derives.includes('Message');
  return isMessage && !methods.some(method => isConstructor(struct.name, method, traits));
}

/** `with_grams(self, …)`, or a method by the name of a field, that takes the value and gives it back. */
function isSetter({ name, receiver, params }: FnItem, { fields }: StructItem): boolean {
  if (name.startsWith('with_')) return true;
  return receiver === 'value' && params.length === 1 && fields.some(field => field.name === name);
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
