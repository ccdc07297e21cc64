/** Derives that can generate more than impls of traits, such as builders, which take the types of private fields. */
import type { Attribute } from './model.js';
import { isWord, kindAt, wordAt } from './tokens.js';
import { Kind, type Tokens } from './tokens-model.js';

/** Derives that generate impls of one trait, whose items do not name the types of fields. */
const IMPLS_ONLY = new Set(
  [
    'Debug Clone Copy PartialEq Eq PartialOrd Ord Hash Default',
    'Serialize Deserialize JsonSchema Error Display Zeroize ZeroizeOnDrop Pod Zeroable FromRow FromForm',
  ].flatMap(line => line.split(' ')),
);

/** Whether one of the attributes derives something else than impls, or something that is not known. */
export function derivesMore(tokens: Tokens, attributes: readonly Attribute[]): boolean {
  return attributes.some(({ path, args }) => {
    if (path !== 'derive') return false;
    for (let at = args.from; at < args.to; at += 1)
      if (isWord(tokens, at) && kindAt(tokens, at + 1) !== Kind.PathSep && !IMPLS_ONLY.has(wordAt(tokens, at)))
        return true;
    return false;
  });
}
