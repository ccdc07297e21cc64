/** The error types of a crate, and whether each says what it means. */
import type { LibraryFile } from '../../rust/crate-model.js';
import type { EnumItem, Item, RustFile, StructItem } from '../../rust/model.js';
import type { Range } from '../../rust/tokens-model.js';
import { activeItems, isActive } from './functions.js';
import { fullPath } from './imports.js';
import { derivedTraits, hasTrait, nameWords, type TypeTraits, traitName } from './trait-impls.js';

export interface ErrorType {
  readonly name: string;
  readonly path: string;
  readonly line: number;
  /** Variants (or the type itself) that have no message: their lines. Empty where each has one. */
  readonly silent: readonly { readonly name: string; readonly line: number }[];
}

/** Types of the crate that implement `std::error::Error`: by thiserror, a like derive, or by hand. */
export function findErrorTypes(library: readonly LibraryFile[], traits: TypeTraits): ErrorType[] {
  return library.flatMap(source =>
    activeItems(source.file).flatMap(item => {
      if ((item.kind !== 'enum' && item.kind !== 'struct') || !isActive(source, item.range.from)) return [];
      const error = isError(source.file, item, traits);
      return error
        ? [{ name: item.name, path: source.path, line: item.line, silent: silentParts(source.file, item, traits) }]
        : [];
    }),
  );
}

const DERIVES = ['Error', 'Snafu', 'Fail', 'Diagnostic'];

function isError(file: RustFile, item: Item, traits: TypeTraits): boolean {
  if (derivedTraits(file, item.attributes).some(name => DERIVES.includes(name))) return true;
  const byHand = (traits.impls.get(item.name) ?? []).some(
    ({ impl, file: of }) => impl.trait && (traitName(of, impl.trait) === 'Error' || isContext(of, impl.trait)),
  );
  return byHand || traits.macroCalls.some(words => words.has(item.name) && words.has('Error'));
}

/** error-stack's `Context`: what an error is where it travels in a `Report`. https://docs.rs/error-stack */
function isContext(file: RustFile, trait: Range): boolean {
  const path = nameWords(file, trait);
  return path.at(-1) === 'Context' && fullPath(file, path) === 'error_stack::Context';
}

/** The attributes that give a message, of thiserror, snafu, derive_more, displaydoc and strum. */
const MESSAGE = /^(error|snafu|display|fail|strum|msg|doc)$/;

function silentParts(
  file: RustFile,
  item: EnumItem | StructItem,
  traits: TypeTraits,
): { name: string; line: number }[] {
  const derives = derivedTraits(file, item.attributes);
  const own = item.attributes.some(attribute => MESSAGE.test(attribute.path) && attribute.path !== 'doc');
  const ownDisplay = (traits.impls.get(item.name) ?? []).some(
    ({ impl, file: of }) => impl.trait && traitName(of, impl.trait) === 'Display',
  );
  if (own || ownDisplay || derives.includes('Display') || derives.includes('Snafu') || derives.includes('Fail'))
    return [];
  if (hasTrait(file, item, 'Display', traits)) return [];
  const hasMessage = (attributes: Item['attributes']) =>
    attributes.some(
      attribute => MESSAGE.test(attribute.path) && (attribute.path !== 'doc' || derives.includes('Display')),
    );
  if (item.kind !== 'enum') return hasMessage(item.attributes) ? [] : [{ name: item.name, line: item.line }];
  return item.variants
    .filter(variant => !hasMessage(variant.attributes))
    .map(variant => ({ name: `${item.name}::${variant.name}`, line: variant.line }));
}
