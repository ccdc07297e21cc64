/** Macros of the crate itself that declare modules by their arguments: `macro_rules! mods { ($($name:ident),*) => { $(mod $name;)* } }`. */
import { memo } from '../cache/memo.js';
import { type Item, itemsInside, type RustFile } from './model.js';
import { isText, isWord, wordAt } from './tokens.js';
import { mightMention, searchWords } from './vocabulary.js';

const DEFINES = searchWords('macro_rules');

/** The macros of a file that declare a module of a given name. */
export const moduleMacros: (file: RustFile) => readonly string[] = memo(({ tokens, items }) => {
  if (!mightMention(tokens, DEFINES)) return [];
  return allItems(items).flatMap(item => {
    if (item.kind !== 'macro') return [];
    for (let at = item.body.from; at < item.body.to; at += 1)
      if (isText(tokens, at, 'mod') && isText(tokens, at + 1, '$')) return [item.name];
    return [];
  });
});

/** The names that calls of these macros can declare as modules. */
export function modulesOfMacros({ tokens, items }: RustFile, macros: ReadonlySet<string>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const item of allItems(items)) {
    if (item.kind !== 'macro-call' || !macros.has(item.macro.slice(item.macro.lastIndexOf(':') + 1))) continue;
    for (let at = item.body.from; at < item.body.to; at += 1) if (isWord(tokens, at)) names.add(wordAt(tokens, at));
  }
  return names;
}

function allItems(items: readonly Item[]): readonly Item[] {
  return items.flatMap(item => [item, ...allItems(itemsInside(item))]);
}
