/** Reads `struct`, `union`, and `enum`: generics, fields, and variants. */
import { type Lead, readLead } from './attributes.js';
import { Cursor } from './cursor.js';
import type { Declared, EnumItem, Field, StructItem, Variant, Visibility } from './model.js';
import { afterTree, columnAt, isText, kindAt, lineAt } from './tokens.js';
import { Kind, Punct, type Range, type Tokens } from './tokens-model.js';
import { afterAngles, splitTypes } from './trees.js';

type Fields = Pick<StructItem, 'shape' | 'fields'>;
export type StructParts = Pick<StructItem, 'kind' | 'generics' | 'shape' | 'fields'>;
export type EnumParts = Pick<EnumItem, 'kind' | 'generics' | 'variants'>;

const UNIT: Fields = { shape: 'unit', fields: [] };

/** The properties of every declaration. @param at the token of its name or keyword */
export function declaration(
  tokens: Tokens,
  lead: Lead,
  words: { name: string; at: number; visibility: Visibility; to: number },
): Declared {
  return {
    name: words.name,
    visibility: words.visibility,
    attributes: lead.attributes,
    documented: lead.documented,
    hidden: lead.hidden,
    line: lineAt(tokens, words.at),
    column: columnAt(tokens, words.at),
    range: { from: lead.range.from, to: words.to },
    lead: lead.range,
  };
}

/** Reads from behind the name. Absent, with the cursor at the error, if this is not a struct or union. */
export function readStruct(cursor: Cursor, kind: 'struct' | 'union'): StructParts | undefined {
  const params = cursor.angles();
  if (!params) return undefined;
  const before = cursor.where(Punct.BraceOpen, Punct.Semicolon);
  if (cursor.kind === Punct.BraceOpen)
    return { kind, generics: { params, where: before }, ...namedFields(cursor.tokens, cursor.group()) };
  const fields = cursor.kind === Punct.ParenOpen ? tupleFields(cursor.tokens, cursor.group()) : UNIT;
  const where = cursor.is('where') ? cursor.where(Punct.Semicolon) : before;
  return cursor.take(';') || cursor.ended ? { kind, generics: { params, where }, ...fields } : undefined;
}

/** Reads from behind the name. */
export function readEnum(cursor: Cursor): EnumParts | undefined {
  const params = cursor.angles();
  if (!params) return undefined;
  const where = cursor.where(Punct.BraceOpen, Punct.Semicolon);
  if (cursor.kind !== Punct.BraceOpen) return undefined;
  return { kind: 'enum', generics: { params, where }, variants: readVariants(cursor.tokens, cursor.group()) };
}

function namedFields(tokens: Tokens, range: Range): Fields {
  const fields: Field[] = [];
  for (const part of splitTypes(tokens, range)) {
    const lead = readLead(tokens, part.from, part.to);
    const cursor = new Cursor(tokens, lead.range.to, part.to);
    const visibility = cursor.visibility();
    const at = cursor.at;
    const name = cursor.name();
    if (name === '' || !cursor.take(':')) continue;
    const type = cursor.type(Punct.Equals);
    fields.push({ kind: 'field', type, ...declaration(tokens, lead, { name, at, visibility, to: part.to }) });
  }
  return { shape: 'named', fields };
}

function tupleFields(tokens: Tokens, range: Range): Fields {
  const fields: Field[] = [];
  for (const part of splitTypes(tokens, range)) {
    const lead = readLead(tokens, part.from, part.to);
    const cursor = new Cursor(tokens, lead.range.to, part.to);
    const at = cursor.at;
    const visibility = cursor.visibility();
    if (cursor.ended) continue;
    const name = String(fields.length);
    const type = { from: cursor.at, to: part.to };
    fields.push({ kind: 'field', type, ...declaration(tokens, lead, { name, at, visibility, to: part.to }) });
  }
  return { shape: 'tuple', fields };
}

/** Reads variants. Their discriminants are expressions, in which `<` is a bracket only after `::`. */
function readVariants(tokens: Tokens, range: Range): Variant[] {
  const variants: Variant[] = [];
  for (let from = range.from; from < range.to; ) {
    const to = endOfVariant(tokens, from, range.to);
    const variant = readVariant(tokens, from, to);
    if (variant) variants.push(variant);
    from = to + 1;
  }
  return variants;
}

function endOfVariant(tokens: Tokens, from: number, to: number): number {
  let at = from;
  while (at < to && kindAt(tokens, at) !== Punct.Comma) {
    const turbofish = kindAt(tokens, at) === Kind.PathSep && kindAt(tokens, at + 1) === Punct.Less;
    const after = turbofish ? afterAngles(tokens, at + 1, to) : -1;
    at = after > 0 ? after : afterTree(tokens, at, to);
  }
  return at;
}

function readVariant(tokens: Tokens, from: number, to: number): Variant | undefined {
  const lead = readLead(tokens, from, to);
  const cursor = new Cursor(tokens, lead.range.to, to);
  cursor.visibility();
  const at = cursor.at;
  const name = cursor.name();
  if (name === '') return undefined;
  const { kind } = cursor;
  const fields =
    kind === Punct.BraceOpen
      ? namedFields(tokens, cursor.group())
      : kind === Punct.ParenOpen
        ? tupleFields(tokens, cursor.group())
        : UNIT;
  const visibility: Visibility = { kind: 'public' };
  return { kind: 'variant', ...fields, ...declaration(tokens, lead, { name, at, visibility, to }) };
}

/** Whether the word at `at` begins a union: `union` is a keyword only before a name and `{`, `<` or `where`. */
export function beginsUnion(tokens: Tokens, at: number): boolean {
  const after = kindAt(tokens, at + 2);
  return (
    isText(tokens, at, 'union') &&
    kindAt(tokens, at + 1) <= Kind.RawIdent &&
    (after === Punct.BraceOpen || after === Punct.Less || isText(tokens, at + 2, 'where'))
  );
}
