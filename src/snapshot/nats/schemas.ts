/** Where the messages of a module are described: JSON Schema, schemars, AsyncAPI. */

import { isOn, itemsOf } from '../code/functions.js';
import { derivesOf } from '../code/types.js';
import { type Files, judged, nameOf, textOf } from '../files.js';
import type { LibraryFile } from '../rust/crate-model.js';

export interface SchemaPlace {
  readonly path: string;
  readonly line: number;
  readonly what: string;
}

/** The first of each: JSON Schema files, types that derive JsonSchema, an AsyncAPI document. */
export function schemasOf(files: Files, library: readonly LibraryFile[]): SchemaPlace[] {
  const found: SchemaPlace[] = [];
  for (const { path } of judged(files)) {
    const name = nameOf(path).toLowerCase();
    if (/^asyncapi\.(ya?ml|json)$/.test(name) || /\.asyncapi\.(ya?ml|json)$/.test(name))
      found.push({ path, line: 1, what: 'an AsyncAPI document' });
    else if (isJsonSchema(files, path, name)) found.push({ path, line: 1, what: 'a JSON Schema' });
  }
  for (const source of library) {
    const item = itemsOf(source.file).find(
      each => isOn(source, each.range.from) && derivesOf(source.file, each.attributes).includes('JsonSchema'),
    );
    if (item) found.push({ path: source.path, line: item.line, what: `\`${item.name}\` derives JsonSchema` });
  }
  return found;
}

function isJsonSchema(files: Files, path: string, name: string): boolean {
  if (!name.endsWith('.json') || /(^|\/)(tests?|fixtures|node_modules|\.vscode)\//.test(path)) return false;
  if (name.endsWith('.schema.json')) return true;
  const text = textOf(files, path);
  return text.read && /"\$schema"\s*:\s*"https?:\/\/json-schema\.org\//.test(text.value.slice(0, 4_000));
}

/** Types of messages, by their names: those that are serialized and called event, command, query, message and the like. */
export function messageTypes(
  library: readonly LibraryFile[],
): { readonly name: string; readonly path: string; readonly line: number }[] {
  return library.flatMap(source =>
    itemsOf(source.file).flatMap(item => {
      if ((item.kind !== 'struct' && item.kind !== 'enum') || !isOn(source, item.range.from)) return [];
      if (!/(Event|Command|Query|Message|Request|Response|Reply|Notification)$/.test(item.name)) return [];
      if (!derivesOf(source.file, item.attributes).includes('Serialize')) return [];
      return [{ name: item.name, path: source.path, line: item.line }];
    }),
  );
}
