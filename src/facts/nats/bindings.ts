/** What locals are bound to: `let client = redis::Client::open(url)?`. */

import { memo } from '../../cache/memo.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import type { RustFile } from '../../rust/model.js';
import { isText, kindAt, tokenText } from '../../rust/tokens.js';
import { Punct } from '../../rust/tokens-model.js';
import { enclosing, functionFacts } from '../code/functions.js';
import { fullPath, readPathWords } from '../code/imports.js';

/** The path that a local is bound to by the last `let` before; empty if there is none. */
export function boundPath({ file }: LibraryFile, at: number, name: string): string {
  const from = enclosing(functionFacts(file), at)?.fn.body?.from ?? at;
  const bound = lastUpTo(at - 3, bindingsOf(file).get(name) ?? []);
  return bound === undefined || bound <= from ? '' : fullPath(file, readPathWords(file.tokens, bound + 2, at).words);
}

/** The last of sorted numbers that is not above a limit. */
function lastUpTo(limit: number, sorted: readonly number[]): number | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1];
}

/** Where names are bound, `let name =` and `let mut name =`: the tokens of each name, in order. */
const bindingsOf = memo(({ tokens }: RustFile): ReadonlyMap<string, readonly number[]> => {
  const bindings = new Map<string, number[]>();
  for (let at = 1; at < tokens.count; at += 1) {
    if (kindAt(tokens, at + 1) !== Punct.Equals) continue;
    if (!isText(tokens, at - 1, 'let') && !isText(tokens, at - 1, 'mut')) continue;
    const name = tokenText(tokens, at);
    const known = bindings.get(name);
    if (known) known.push(at);
    else bindings.set(name, [at]);
  }
  return bindings;
});
