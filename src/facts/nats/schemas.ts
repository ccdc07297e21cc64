/** Where the messages of a module are described: JSON Schema, schemars, AsyncAPI, or a document with a section for each. */

import { assessedFiles } from '../../cache/assessed-files.js';
import { readDocument } from '../../formats/markdown/document.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import { isWord, wordAt } from '../../rust/tokens.js';
import { baseName, type FileEntry, type Files, readText } from '../../snapshot/files.js';
import { activeItems, isActive } from '../code/functions.js';
import { derivedTraits } from '../code/trait-impls.js';
import type { NatsCall } from './calls.js';

export interface SchemaPlace {
  readonly path: string;
  readonly line: number;
  readonly what: string;
}

/** A type that is sent as a message. */
export interface MessageType {
  readonly name: string;
  readonly path: string;
  readonly line: number;
}

/** JSON Schema files, types that derive JsonSchema (the first of each file), AsyncAPI documents. */
export function findSchemas(files: Files, library: readonly LibraryFile[]): SchemaPlace[] {
  const found: SchemaPlace[] = [];
  for (const entry of assessedFiles(files)) {
    const what = schemaIn(entry);
    if (what !== undefined) found.push({ path: entry.path, line: 1, what });
  }
  for (const source of library) {
    const item = activeItems(source.file).find(
      each => isActive(source, each.range.from) && derivedTraits(source.file, each.attributes).includes('JsonSchema'),
    );
    if (item) found.push({ path: source.path, line: item.line, what: `\`${item.name}\` derives JsonSchema` });
  }
  return found;
}

/** How much of a file is read: its first lines say what it is. */
const HEAD = 4_000;

function schemaIn({ path, text }: FileEntry): string | undefined {
  const name = baseName(path).toLowerCase();
  if (!/\.(json|ya?ml)$/.test(name) || /(^|\/)(tests?|fixtures)\/|(^|\/)\./.test(path)) return undefined;
  const head = text.read ? text.value.slice(0, HEAD) : '';
  if (/(^|\.|-)asyncapi\.\w+$/.test(name) || /^[ \t]*(?:\{\s*)?["']?asyncapi["']?\s*:\s*["']?\d/m.test(head))
    return 'an AsyncAPI document';
  const schema =
    /\.schema\.\w+$/.test(name) || /["']?\$schema["']?\s*:\s*["']?https?:\/\/json-schema\.org\//.test(head);
  return schema ? 'a JSON Schema' : undefined;
}

/** The document with a section for each message type, if there is one. */
export function findMessageSections(files: Files, types: readonly MessageType[]): SchemaPlace | undefined {
  if (types.length === 0) return undefined;
  for (const entry of assessedFiles(files)) {
    if (!/\.(md|markdown|adoc|rst|org)$/i.test(entry.path) || /^change-?log/i.test(baseName(entry.path))) continue;
    const text = readText(files, entry.path);
    if (!text.read || !types.every(({ name }) => text.value.includes(name))) continue;
    const document = readDocument(entry, text.value);
    if (!document.read) continue;
    const { sections } = document.value;
    const places = types.map(({ name }) =>
      sections.find(({ title, content }) => content.length > 0 && title.split(/[^\w]+/).includes(name)),
    );
    const line = places[0]?.line;
    if (line !== undefined && places.every(each => each !== undefined))
      return { path: entry.path, line, what: 'a section for each message type' };
  }
  return undefined;
}

/**
 * Types of messages: those that are serialized, are called event, command, query, message and the like, and are named in a
 * file that speaks NATS.
 */
export function messageTypes(library: readonly LibraryFile[], calls: readonly NatsCall[]): MessageType[] {
  const spoken = new Set<string>();
  for (const { tokens } of new Set(calls.map(({ source }) => source.file)))
    for (let at = 0; at < tokens.count; at += 1) if (isWord(tokens, at)) spoken.add(wordAt(tokens, at));
  return library.flatMap(source =>
    activeItems(source.file).flatMap(item => {
      if ((item.kind !== 'struct' && item.kind !== 'enum') || !isActive(source, item.range.from)) return [];
      if (!/(Event|Command|Query|Message|Request|Response|Reply|Notification)$/.test(item.name)) return [];
      if (!spoken.has(item.name) || !derivedTraits(source.file, item.attributes).includes('Serialize')) return [];
      return [{ name: item.name, path: source.path, line: item.line }];
    }),
  );
}
