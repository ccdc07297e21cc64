/**
 * Macros of the crate itself that pass items through: `macro_rules! cfg_rt { ($($item:item)*) => { $(#[cfg(…)] $item)* } }`. The items in
 * their calls count as they are written, under the predicates that the macro adds.
 */

import { memo, memoByBlob } from '../cache/memo.js';
import type { Files } from '../snapshot/files.js';
import { readLead } from './attributes.js';
import { readCfg } from './cfg.js';
import type { Attribute, Item, RustFile } from './model.js';
import { rustFile } from './reader.js';
import { inside, isText, isWord, kindAt, lineAt } from './tokens.js';
import { Kind, Punct, type Range, type Tokens } from './tokens-model.js';

/** The attributes that a macro adds before each item, by the macro's name. */
export type PassThrough = ReadonlyMap<string, readonly Attribute[]>;

/** The macros of a file that accept `$x:item`. */
export const passThroughMacros: (file: RustFile) => PassThrough = memo(file => {
  const found = new Map<string, readonly Attribute[]>();
  collect(file.tokens, file.items, found);
  return found;
});

/** The macros that pass items through, of all Rust files below a directory. */
export function passThroughMacrosBelow(files: Files, folder: string): PassThrough {
  const all = new Map<string, readonly Attribute[]>();
  for (const path of filesOfMacros(files)) {
    if (!(folder === '' || path.startsWith(`${folder}/`))) continue;
    const found = rustFile(files, path);
    if (found.read) for (const [name, added] of passThroughMacros(found.value.file)) all.set(name, added);
  }
  return all;
}

/** The files that can define such a macro. Cached, because each target of a package needs them. */
const filesOfMacros = memo((files: Files): readonly string[] =>
  [...files.entries.values()]
    .filter(
      entry => entry.path.endsWith('.rs') && !entry.aside && entry.text.read && takesItems(entry, entry.text.value),
    )
    .map(({ path }) => path),
);

const takesItems = memoByBlob(text => text.includes(':item'));

/** The predicate that a call passes to a macro with `#[cfg($meta)]`, such as `#![feature = "rt"]` before its items. */
export function givenCfg(tokens: Tokens, body: Range, added: readonly Attribute[]): readonly Attribute[] {
  const asks = added.some(({ cfg }) => cfg?.kind === 'option' && cfg.name === '');
  const isInner = kindAt(tokens, body.from) === Punct.Pound && kindAt(tokens, body.from + 1) === Punct.Not;
  if (!asks || !isInner || kindAt(tokens, body.from + 2) !== Punct.BracketOpen) return [];
  const args = inside(tokens, body.from + 2, body.to);
  const line = lineAt(tokens, body.from);
  return [{ path: 'cfg', form: 'list', args, cfg: readCfg(tokens, args), line, marksTest: false }];
}

function collect(tokens: Tokens, items: readonly Item[], out: Map<string, readonly Attribute[]>): void {
  for (const item of items) {
    if (item.kind === 'macro') {
      const added = addedAttributes(tokens, item.body);
      if (added) out.set(item.name, added);
    } else if (item.kind === 'mod' && item.items) collect(tokens, item.items, out);
  }
}

/** The `cfg` attributes in a macro's body, if it accepts items. With several arms, no attribute is certain. */
function addedAttributes(tokens: Tokens, body: Range): readonly Attribute[] | undefined {
  let takesItems = false;
  let arms = 0;
  const added: Attribute[] = [];
  for (let at = body.from; at < body.to; at += 1) {
    const kind = kindAt(tokens, at);
    // The macro documents the items: those in its calls differ from the result.
    if (kind === Kind.DocOuter) return undefined;
    if (isText(tokens, at, '=>')) arms += 1;
    else if (kind === Punct.Colon && isText(tokens, at + 1, 'item') && isWord(tokens, at - 1)) takesItems = true;
    else if (kind === Punct.Pound && isText(tokens, at + 2, 'cfg') && kindAt(tokens, at + 3) === Punct.ParenOpen)
      added.push(...readLead(tokens, at, body.to).attributes.filter(each => each.cfg));
  }
  if (!takesItems) return undefined;
  return arms === 1 ? added.filter((each, i) => added.findIndex(other => other.line === each.line) === i) : [];
}
