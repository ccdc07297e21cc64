import { itemsOf } from '../code/functions.js';
import { type Files, judged, nameOf, textOf } from '../files.js';
import type { LibraryFile } from '../rust/crate-model.js';

const STRATEGY =
  /\bevents?(?:'s)? (?:schema )?(?:version(?:ing|s)?|evolution|migrations?)\b|\bschema (?:evolution|version(?:ing|s)?)\b|\bversion(?:ing|s)? (?:of|for) (?:the )?events\b|\bupcast(?:er|ers|ing)?\b|\bschema_version\b/i;

/** Where a document says how events change over time; absent where none does. */
export function versionStrategy(files: Files): { readonly path: string; readonly line: number } | undefined {
  for (const { path } of judged(files)) {
    // Folders such as `.idea` hold what tools were told.
    if (/(^|\/)\.(?!github\/)/.test(path)) continue;
    if (!/\.(md|markdown|adoc|rst|org|txt)$/i.test(path) || /^change-?log/i.test(nameOf(path))) continue;
    const text = textOf(files, path);
    const found = text.read ? STRATEGY.exec(text.value) : null;
    if (text.read && found) return { path, line: text.value.slice(0, found.index).split('\n').length };
  }
  return undefined;
}

/** Something that lifts old events to the present: an item named upcaster, or a function that upcasts or migrates events. */
export function upcasterIn(
  library: readonly LibraryFile[],
): { readonly path: string; readonly line: number } | undefined {
  for (const { path, file } of library)
    for (const item of itemsOf(file))
      if (/upcast|^migrate_event|^EventMigrat/i.test(item.name)) return { path, line: item.line };
  return undefined;
}
