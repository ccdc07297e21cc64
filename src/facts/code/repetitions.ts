/** Functions that may take longer than their input is long: nested loops, and calls of themselves. */

import { methodCalls, pathCalls } from '../../rust/calls.js';
import type { PublicItem } from '../../rust/crate-model.js';
import type { FnItem, RustFile } from '../../rust/model.js';
import { inside, isText, kindAt, sourceText } from '../../rust/tokens.js';
import { Kind, Punct, type Range, type Tokens } from '../../rust/tokens-model.js';
import { mentions, searchWords } from '../../rust/vocabulary.js';
import { lastName } from './trait-impls.js';

const LOOPS = searchWords('for while loop');
const LOOPS_WRITTEN = new RegExp(`\\b(?:${LOOPS.words.join('|')})\\b`);

/** How a function repeats its work; undefined if it does not. */
export function describeRepetition(
  file: RustFile,
  { name }: FnItem,
  body: Range,
  owner: PublicItem['owner'],
): string | undefined {
  const { tokens } = file;
  const source = sourceText(tokens, body);
  if (mentions(tokens, LOOPS) && LOOPS_WRITTEN.test(source) && loopDepth(tokens, body) >= 2) return 'has nested loops';
  return source.includes(name) && callsItself(file, name, body, owner) ? 'calls itself' : undefined;
}

function callsItself(file: RustFile, name: string, body: Range, owner: PublicItem['owner']): boolean {
  const type = owner?.kind === 'impl' ? lastName(file, owner.self) : undefined;
  const byPath = pathCalls(file.tokens, body).some(
    call =>
      call.name === name &&
      (call.path.length === 1 ? type === undefined : call.path.at(-2) === 'Self' || call.path.at(-2) === type),
  );
  return byPath || callsOnSelf(file.tokens, body, name);
}

/** `self.name(…)` */
function callsOnSelf(tokens: Tokens, body: Range, name: string): boolean {
  return methodCalls(tokens, body).some(
    call => call.name === name && isText(tokens, call.at - 2, 'self') && !isText(tokens, call.at - 3, '.'),
  );
}

/** How deeply loops are nested. */
function loopDepth(tokens: Tokens, range: Range, depth = 0): number {
  if (depth > 5) return depth;
  let deepest = depth;
  for (let at = range.from; at < range.to; at += 1) {
    if (tokens.kind[at] !== Kind.Ident || !LOOPS.isAt(tokens, at) || isText(tokens, at + 1, '<')) continue;
    let open = at + 1;
    while (open < range.to && kindAt(tokens, open) !== Punct.BraceOpen && kindAt(tokens, open) !== Punct.Semicolon)
      open += 1;
    if (kindAt(tokens, open) !== Punct.BraceOpen) continue;
    const body = inside(tokens, open, range.to);
    deepest = Math.max(deepest, loopDepth(tokens, body, depth + 1));
    at = body.to;
  }
  return deepest;
}
