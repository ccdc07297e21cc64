/** The types of library code by name, and the names of what they carry. */

import { memo } from '../../cache/memo.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import type { EnumItem, Field, Item, StructItem } from '../../rust/model.js';
import { isText, stringValue } from '../../rust/tokens.js';
import { documentationText } from '../code/documentation.js';
import { activeItems, isActive } from '../code/functions.js';
import { fullPath } from '../code/imports.js';
import { lastName, nameWords } from '../code/trait-impls.js';
import { namesByType, sharesRole } from './roles.js';

export interface PlacedType {
  readonly item: StructItem | EnumItem;
  readonly source: LibraryFile;
  /** It, or a module around it, is `#[doc(hidden)]`. */
  readonly hidden: boolean;
}

export type Types = ReadonlyMap<string, readonly PlacedType[]>;

/** The structs and enums of library code, by name. */
export function typesByName(library: readonly LibraryFile[], hiddenFiles: ReadonlySet<string>): Types {
  const types = new Map<string, PlacedType[]>();
  for (const source of library) {
    const items = activeItems(source.file);
    const hidden = items.filter(item => item.kind === 'mod' && item.hidden).map(({ range }) => range);
    for (const item of items) {
      if ((item.kind !== 'struct' && item.kind !== 'enum') || !isActive(source, item.range.from)) continue;
      const inside = hidden.some(({ from, to }) => from <= item.range.from && item.range.from < to);
      const isHidden = item.hidden || inside || source.file.hidden || hiddenFiles.has(source.path);
      const known = types.get(item.name);
      if (known) known.push({ item, source, hidden: isHidden });
      else types.set(item.name, [{ item, source, hidden: isHidden }]);
    }
  }
  return types;
}

/** What a name of a file means: of several types of one name that of the file itself, else that of what a `use` brings in. */
export function findTypes(types: Types, { path, file }: LibraryFile, name: string): readonly PlacedType[] {
  const all = types.get(name) ?? [];
  if (all.length < 2) return all;
  const here = all.filter(({ source }) => source.path === path);
  if (here.length > 0) return here;
  const from = fullPath(file, [name])
    .split('::')
    .slice(0, -1)
    .filter(each => !/^(crate|self|super)$/.test(each));
  const there = from.length === 0 ? [] : all.filter(({ source }) => passes(modulesOf(source.path), from));
  return there.length > 0 ? there : all;
}

/** The modules that a path of a file stands for: `core` and `event` of `src/core/event.rs`. */
function modulesOf(path: string): string[] {
  return path
    .replace(/^(?:.*\/)?src\//, '')
    .replace(/\.rs$/, '')
    .split('/')
    .filter(each => !/^(mod|lib|main)$/.test(each));
}

function passes(modules: readonly string[], from: readonly string[]): boolean {
  return modules.some((_, at) => from.every((each, index) => modules[at + index] === each));
}

/** How deep the structs that fields hold are followed. */
export const DEPTH = 3;

const known = memo<Types, Map<Item, Set<string>>[]>(() => Array.from({ length: DEPTH + 1 }, () => new Map()));

/** Names of fields of a type: of an enum those that every variant has, and those of the structs that they hold. */
export function fieldNames(item: Item, source: LibraryFile, types: Types, depth = DEPTH): ReadonlySet<string> {
  const names = known(types)[depth]?.get(item) ?? readFields(item, source, types, depth);
  known(types)[depth]?.set(item, names);
  return names;
}

function readFields(item: Item, source: LibraryFile, types: Types, depth: number): Set<string> {
  if (item.kind === 'struct') return namesIn(item.fields, source, types, depth);
  if (item.kind !== 'enum') return new Set();
  const variants = item.variants.filter(variant => !isCatchAll(variant.attributes, source));
  const [first, ...rest] = variants.map(variant => namesIn(variant.fields, source, types, depth));
  const names = new Set([...(first ?? [])].filter(name => rest.every(other => sharesRole(other, name))));
  if (variants.length > 0 && variants.every(({ name }) => /V\d+$/.test(name))) names.add('schema_version');
  return names;
}

/** `#[serde(other)]`: what is read and never written. */
function isCatchAll(attributes: Item['attributes'], { file }: LibraryFile): boolean {
  return attributes.some(({ path, args }) => path === 'serde' && nameWords(file, args).includes('other'));
}

function namesIn(fields: StructItem['fields'], source: LibraryFile, types: Types, depth: number): Set<string> {
  const names = new Set<string>();
  for (const field of fields) {
    for (const name of namesOf(field, source)) names.add(name);
    if (depth === 0) continue;
    const held = findTypes(types, source, lastName(source.file, field.type));
    const words =
      held.length > 0 ? held : nameWords(source.file, field.type).flatMap(word => findTypes(types, source, word));
    for (const { item, source: at } of words.slice(0, 3))
      for (const name of fieldNames(item, at, types, depth - 1))
        if (!IDENTITY.test(name) || isMetadata(field, item.name, source)) names.add(name);
  }
  return names;
}

/** A field whose place alone says whose ID it is. */
const IDENTITY = /^(?:id|uuid|identity|cid)$/i;
const METADATA = /meta|header|envelope|identity|context|^base|^common|event/i;

/** Whether a field holds what is said of the event, and not a part of what it tells: the id of a part is not the event's. */
function isMetadata({ name, attributes }: Field, type: string, { file }: LibraryFile): boolean {
  const isFlat = attributes.some(({ path, args }) => path === 'serde' && nameWords(file, args).includes('flatten'));
  return isFlat || /^\d+$/.test(name) || METADATA.test(name) || METADATA.test(type);
}

/** What a field is called: in the code, as it is written down, and by its type. */
function namesOf(field: Field, { file }: LibraryFile): string[] {
  const documentation = /version|revision/.test(field.name) ? documentationText(file, field) : '';
  const isOthers = VERSION_OF_ANOTHER.test(documentation) && !SCHEMA.test(documentation);
  const names = [...(isOthers ? [] : [field.name]), ...namesByType(file, field.name, field.type)];
  for (const { path, args } of field.attributes) {
    if (path !== 'serde') continue;
    for (let at = args.from; at < args.to; at += 1)
      if (isText(file.tokens, at, 'rename') && isText(file.tokens, at + 1, '='))
        names.push(stringValue(file.tokens, at + 2) ?? '');
  }
  if (/^version$|^revision$/.test(field.name) && !isOthers && ofSchema(documentation, nameWords(file, field.type)))
    names.push('schema_version');
  return names;
}

/** `The version of the parcel after this event`. */
const VERSION_OF_ANOTHER =
  /\b(?:version|revision) of (?:the |this |that |an? |its |our )?(?!events?\b|payload|message|envelope|schema|format|serial|data\b|record|fact|type\b)\w/i;
const SCHEMA = /\b(?:schema|format)\b/i;

/** Whether a version is that of the event's form, and not of the aggregate. */
function ofSchema(documentation: string, type: readonly string[]): boolean {
  if (type.some(word => /^(Schema|Event|Payload|Format)Version$/.test(word))) return true;
  return (
    /\b(schema|format|payload|event|message)\b/i.test(documentation) &&
    !/aggregate|entity|stream|sequence|optimistic|concurren/i.test(documentation)
  );
}

/** Names of accessors and constants of a type's own: `fn aggregate_id(&self)`, `const SCHEMA_VERSION`. */
export function ownNames(items: readonly Item[]): string[] {
  return items.flatMap(item =>
    item.kind === 'const' || (item.kind === 'fn' && item.receiver === 'ref') ? [item.name] : [],
  );
}

/** Whether a name that items give it says which form it is of: `"parcel.ordered.v1"`. */
export function namesVersion(items: readonly Item[], { file }: Pick<LibraryFile, 'file'>): boolean {
  const bodies = items.flatMap(item =>
    item.kind === 'fn' ? (item.body ?? []) : item.kind === 'const' ? (item.value ?? []) : [],
  );
  return bodies.some(({ from, to }) => {
    for (let at = from; at < to; at += 1) if (/[.:/_-]v\d+$/i.test(stringValue(file.tokens, at) ?? '')) return true;
    return false;
  });
}
