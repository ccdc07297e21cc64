/** Reads `const`, `static`, and `type`. */
import type { Cursor } from './cursor.js';
import type { ValueItem } from './model.js';
import { NOTHING } from './tokens.js';
import { Punct, type Range } from './tokens-model.js';

/** The properties of a constant, static, or alias besides those of `Declared`. */
export type ValueParts = Pick<ValueItem, 'kind' | 'mutable' | 'generics' | 'type' | 'value'>;

/** Reads from behind the name. Absent, with the cursor at the error, if this is not a `const`, `static`, or `type`. */
export function readValue(cursor: Cursor, kind: ValueItem['kind'], mutable: boolean): ValueParts | undefined {
  const params = cursor.angles();
  if (!params) return undefined;
  const type = cursor.take(':') ? cursor.type(Punct.Equals, Punct.Semicolon) : NOTHING;
  let where = cursor.where(Punct.Equals, Punct.Semicolon);
  const assigned = cursor.take('=') ? { value: readAssigned(cursor, kind) } : {};
  if (cursor.is('where')) where = cursor.where(Punct.Semicolon);
  if (!(cursor.take(';') || cursor.ended)) return undefined;
  return { kind, mutable, generics: { params, where }, type, ...assigned };
}

function readAssigned(cursor: Cursor, kind: ValueItem['kind']): Range {
  return kind === 'type' ? cursor.type(Punct.Semicolon) : cursor.expression();
}
