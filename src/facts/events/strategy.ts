/** Whether a document says how events change over time, and whether code lifts old ones. */

import { assessedFiles } from '../../cache/assessed-files.js';
import { type MarkdownDocument, readDocument, splitWords } from '../../formats/markdown/document.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import { lineAt, tokenText } from '../../rust/tokens.js';
import { Kind } from '../../rust/tokens-model.js';
import { type FileEntry, type Files, baseName, readText } from '../../snapshot/files.js';
import { activeItems, isActive } from '../code/functions.js';
import { nameWords } from '../code/trait-impls.js';

export interface Strategy {
  /** Where the document says it; absent if no document does. */
  readonly place?: { readonly path: string; readonly line: number };
  /** Why a document that might have it could not be read. */
  readonly unread?: string;
}

const DOCUMENT = /\.(md|markdown|mdx|adoc|asciidoc|rst|org|txt)$/i;
const EVENT = String.raw`\b(?:events?(?!\s+(?:sourc|stor|stream|bus|driven|handler|listener|processor|loop))|payloads?|envelopes?)\b`;
const CHANGE = String.raw`(?:\bversion(?:ed|ing)\b|\b(?:schema|event|payload)s?[_ -]?(?:versions?|evolution|migrations?)\b|\bevol(?:ve|ves|ved|ving|ution)\b|\bupcast|\bversions? of (?:an |the |each )?events?\b)`;
/** Words that separate a word from the verb before it: prompts are versioned *through* events. */
const APART = String.raw`(?!\b(?:through|by|with|via|using|from|in|into|as|on|when|while|after|until|because|and|but|that|which|is|are)\b)[^.!?,;]`;
/** `prompts are versioned`: of what stands before. */
const ACTIVE = String.raw`(?<!\b(?:is|are|was|were|be|been|being|gets?|stays?|remains?)\s(?:\w+\s)?)`;
/** `versioned prompts`, `evolves the state`: about the following word, which is not an event. */
const OTHERS = String.raw`(?!(?<=versioned)\s+(?!(?:and|or|so|by|with|in|through|using|via|from|on|as|explicitly|independently|separately|if|when|to|schemas?|events?|payloads?|envelopes?|messages?|records?|facts?|types?|forms?)\b)[a-z]|(?<=evolv(?:e|es|ing))\s+(?:the|an?|its|their|our|state)\b(?! (?:schema|form|shape|payload|event)))`;
const COMPATIBLE = String.raw`\b(?:back|for)wards?[ -]compatib`;
/** What speaks of both within a sentence. */
// bounded: what is between two words has at most 80 characters, and a run of blanks is looked at from few of them
const NEAR = new RegExp(
  [
    `${EVENT}[^.!?]{0,80}?${CHANGE}${OTHERS}`,
    `${ACTIVE}${CHANGE}(?:${APART}){0,80}?${EVENT}`,
    `${EVENT}[^.!?\\n]{0,60}?${COMPATIBLE}`,
    `${COMPATIBLE}[^.!?\\n]{0,60}?${EVENT}`,
    '\\bevents?[_ -]versions?\\b',
  ].join('|'),
  'i',
);
/** A heading that can hardly mean another thing; the migrations of a schema are a database's. */
const TOPIC = /\bschema[ -]?(evolution|versioning)\b|\bupcast/i;
/** A list of features names it; a strategy takes a sentence. */
const FEWEST_WORDS = 5;

/** Where a document says how events change over time: under a heading of that topic, or in a sentence. */
export function versionStrategy(files: Files, library: readonly LibraryFile[]): Strategy {
  let unread: string | undefined;
  for (const entry of assessedFiles(files)) {
    const { path } = entry;
    // Folders such as `.idea` hold what tools were told.
    if (/(^|\/)\.(?!github\/)/.test(path) || !DOCUMENT.test(path) || /^change-?log/i.test(baseName(path))) continue;
    const text = readText(files, path);
    if (!text.read) {
      unread ??= `${path}: ${text.reason}`;
      continue;
    }
    const line = lineIn(entry, text.value);
    if (line !== undefined) return { place: { path, line } };
  }
  const documented = library.map(inDocumentation).find(place => place !== undefined);
  if (documented) return { place: documented };
  return unread === undefined ? {} : { unread };
}

function lineIn(entry: FileEntry, text: string): number | undefined {
  if (!/event|upcast/i.test(text) || !/version|evol|upcast|compatib|migrat/i.test(text)) return undefined;
  const document = readDocument(entry, text);
  if (document.read && document.value.markdown) return lineOf(document.value);
  // A text that is not Markdown, or too long to parse, is read as plain text.
  const found = NEAR.exec(text);
  return found ? text.slice(0, found.index).split('\n').length : undefined;
}

function lineOf({ sections, pieces }: MarkdownDocument): number | undefined {
  const says = (text: string) => splitWords(text).length >= FEWEST_WORDS;
  const section = sections.find(({ title, content }) => {
    if (TOPIC.test(title)) return content.some(({ kind }) => kind === 'prose' || kind === 'code');
    return NEAR.test(title) && content.some(piece => piece.kind === 'prose' && says(piece.text));
  });
  const sentence = () => pieces.find(piece => piece.kind === 'prose' && says(piece.text) && NEAR.test(piece.text));
  return section?.line ?? sentence()?.line;
}

/** The `//!` documentation of a module. */
function inDocumentation({ path, file: { tokens } }: LibraryFile): { path: string; line: number } | undefined {
  const lines: string[] = [];
  let fenced = false;
  let first = 0;
  for (let at = 0; at < tokens.count; at += 1) {
    if (tokens.kind[at] !== Kind.DocInner) continue;
    if (lines.length === 0) first = lineAt(tokens, at);
    const text = tokenText(tokens, at).replace(/^\/\/!|^\/\*!|\*\/$/g, '');
    const fence = /^\s*(```|~~~)/.test(text);
    if (fence) fenced = !fenced;
    lines.push(fenced || fence ? '' : text);
  }
  const text = lines.join('\n');
  const found = NEAR.exec(text);
  return found ? { path, line: first + text.slice(0, found.index).split('\n').length - 1 } : undefined;
}

/** Something that lifts old events to the present: an item named upcaster, or a function that upcasts or migrates events. */
export function findUpcaster(
  library: readonly LibraryFile[],
): { readonly path: string; readonly line: number } | undefined {
  for (const source of library)
    for (const item of activeItems(source.file)) {
      if (!isActive(source, item.range.from)) continue;
      const { name } = item;
      const upcasts = /upcaster/i.test(name) || /^migrate_(old_)?events?|^EventMigrat/.test(name);
      // `upcast` on its own also means the conversion of a trait object to its supertrait.
      const lifts =
        item.kind === 'fn' &&
        name.startsWith('upcast') &&
        nameWords(source.file, item.signature).some(word => /event|version|payload|value|v\d$/i.test(word));
      if (upcasts || lifts) return { path: source.path, line: item.line };
    }
  return undefined;
}
