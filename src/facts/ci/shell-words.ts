/** Tests of single words of a shell script. */
import type { Word, WordPart } from 'unbash';
import { UNKNOWN_TEXT } from './expression.js';

const DEEPEST = 20;

/** Each level of `$(…)` and `${…}` is parsed anew: how many there are is bounded before. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const next = text[at + 1];
    if ('$<>'.includes(character) && (next === '(' || (character === '$' && next === '{'))) depth += 1;
    else if ((character === ')' || character === '}') && depth > 0) depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

/** `"${ARRAY[@]}"` */
export function isWhole(part: WordPart | undefined): boolean {
  if (part?.type !== 'DoubleQuoted' || part.parts.length !== 1) return false;
  const [only] = part.parts;
  return only?.type === 'ParameterExpansion' && only.index !== undefined && isEach(only.index);
}

/** Whether an index means all elements of an array. */
export function isEach({ value }: Word): boolean {
  return value === '@' || value === '*';
}

/** Whether a test of two texts holds, where both are known. */
export function equality(left: string, operator: string, right: string): boolean | undefined {
  if (left.includes(UNKNOWN_TEXT) || right.includes(UNKNOWN_TEXT) || /[*?[]/.test(right)) return undefined;
  if (operator === '=' || operator === '==') return left === right;
  return operator === '!=' ? left !== right : undefined;
}

/** Whether a pattern of `case` may fit a word: a pattern without a wildcard must equal the word. */
export function mayFit(word: string, pattern: string): boolean {
  const wild = pattern.search(/[*?[]/);
  return wild < 0 ? pattern === word : word.startsWith(pattern.slice(0, wild));
}
