/** Reads `fn`: qualifiers, receiver, parameters, return type, and body. */
import { readLead } from './attributes.js';
import type { Cursor } from './cursor.js';
import type { FnItem, Param } from './model.js';
import { afterTree, isEmpty, isText, kindAt, NOTHING, tokenText } from './tokens.js';
import { Kind, Punct, type Range, type Tokens } from './tokens-model.js';
import { splitTypes } from './trees.js';

/** The properties of a function besides those of `Declared`. */
export type FnParts = Pick<
  FnItem,
  'kind' | 'const' | 'async' | 'unsafe' | 'abi' | 'generics' | 'receiver' | 'params' | 'returns' | 'signature' | 'body'
>;

/** The keywords before `fn`. */
export interface Qualifiers {
  readonly const: boolean;
  readonly async: boolean;
  readonly unsafe: boolean;
  readonly abi?: string;
}

/** Reads from behind the name. Absent, with the cursor at the error, if this is not a function. @param from the visibility */
export function readFn(cursor: Cursor, from: number, qualifiers: Qualifiers): FnParts | undefined {
  const params = cursor.angles();
  if (!params || !cursor.is('(')) return undefined;
  const taken = readParams(cursor.tokens, cursor.group());
  const stops = [Punct.BraceOpen, Punct.Semicolon];
  const returns = cursor.take('->') ? cursor.type(...stops) : NOTHING;
  const where = cursor.where(...stops);
  const signature = { from, to: cursor.at };
  const rest = { kind: 'fn', ...qualifiers, generics: { params, where }, ...taken, returns, signature } as const;
  if (cursor.is('{')) return { ...rest, body: cursor.group() };
  return cursor.take(';') || cursor.ended ? rest : undefined;
}

function readParams(tokens: Tokens, range: Range): Pick<FnItem, 'receiver' | 'params'> {
  const params: Param[] = [];
  let receiver: FnItem['receiver'];
  for (const part of splitTypes(tokens, range)) {
    const param = readParam(tokens, readLead(tokens, part.from, part.to).range.to, part.to);
    const taken = params.length === 0 && receiver === undefined ? receiverKind(tokens, param) : undefined;
    if (taken) receiver = taken;
    else if (!isEmpty(param.pattern) || !isEmpty(param.type)) params.push(param);
  }
  return receiver ? { receiver, params } : { params };
}

/** Reads a parameter. Without `:`, it is only a type, as in trait methods of the 2015 edition. */
function readParam(tokens: Tokens, from: number, to: number): Param {
  for (let at = from; at < to; at = afterTree(tokens, at, to))
    if (kindAt(tokens, at) === Punct.Colon) return { pattern: { from, to: at }, type: { from: at + 1, to } };
  return { pattern: NOTHING, type: { from, to } };
}

function receiverKind(tokens: Tokens, param: Param): FnItem['receiver'] {
  const typed = !isEmpty(param.pattern);
  const { from, to } = typed ? param.pattern : param.type;
  if (!isText(tokens, to - 1, 'self') || to - from > 4) return undefined;
  if (typed) return 'typed';
  if (kindAt(tokens, from) !== Punct.And)
    return to - from <= 2 && tokenText(tokens, from) !== '&&' ? 'value' : undefined;
  const lifetime = kindAt(tokens, from + 1) === Kind.Lifetime ? 1 : 0;
  return isText(tokens, from + 1 + lifetime, 'mut') ? 'mut' : 'ref';
}
