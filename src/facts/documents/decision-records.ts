/** Decision records (ADRs), in Nygard's form or MADR's: where they are, and whether each has a title, a status and a decision. */

import { assessedFiles } from '../../cache/assessed-files.js';
import { memoWithoutRust } from '../../cache/without-rust.js';
import { type MarkdownDocument, readDocument, splitWords } from '../../formats/markdown/document.js';
import { type FileEntry, type Files, baseName, parentDirectory, resolve, readText } from '../../snapshot/files.js';

export type DecisionPart = 'title' | 'status' | 'decision';

export interface DecisionRecord {
  readonly path: string;
  readonly missing: readonly DecisionPart[];
}

export interface Decisions {
  /** Sorted by path; the index, templates and what was not read left aside. */
  readonly records: readonly DecisionRecord[];
  /** Files that could not be read, with the reason. */
  readonly unread: readonly { readonly path: string; readonly reason: string }[];
}

const FOLDER = /^(?:adrs?|ladrs?|decisions|architecture[-_]decisions?(?:[-_]records?)?|decision[-_]records?)$/i;
const DOCUMENT = /\.(?:md|markdown|mdx|rst|adoc|asciidoc|org|txt)$/i;
/** Other files in a directory of records. */
const NO_RECORD = /^(?:readme|index|summary|toc|log|changelog)\.|template|^0000[-_]?(?:use-?)?(?:adr-)?template/i;

/**
 * Every record: in a directory `adr`, `adrs`, `ladr` or `decisions` at the root or anywhere under `doc/` or `docs/`, in the one
 * that `.adr-dir` names, or as a file `ADR-<n>…` under `doc/` or `docs/`.
 */
export const findDecisionRecords: (files: Files) => Decisions = memoWithoutRust(files => {
  const named = readText(files, '.adr-dir');
  const own = named.read ? resolve('', named.value.trim()) : undefined;
  const records: DecisionRecord[] = [];
  const unread: { path: string; reason: string }[] = [];
  for (const entry of assessedFiles(files)) {
    if (!isRecord(entry, own)) continue;
    const text = readText(files, entry.path);
    const document = text.read ? readDocument(entry, text.value) : text;
    if (!document.read) unread.push({ path: entry.path, reason: document.reason });
    else records.push({ path: entry.path, missing: missingIn(document.value, text.read ? text.value : '') });
  }
  return { records, unread };
});

function isRecord({ path }: FileEntry, own: string | undefined): boolean {
  const name = baseName(path);
  if (!DOCUMENT.test(name) || NO_RECORD.test(name)) return false;
  if (own !== undefined && own !== '' && path.startsWith(`${own}/`)) return true;
  const folders = parentDirectory(path).split('/');
  const [first = ''] = folders;
  if (/^docs?$/i.test(first)) return /^adr[-_ ]?\d/i.test(name) || folders.slice(1).some(folder => FOLDER.test(folder));
  return FOLDER.test(first);
}

function missingIn(document: MarkdownDocument, text: string): DecisionPart[] {
  const front = frontMatter(text);
  const parts: readonly (readonly [DecisionPart, boolean])[] = [
    ['title', /^title:[ \t]*\S/im.test(front) || document.sections.some(({ title }) => splitWords(title).length > 0)],
    [
      'status',
      /^status:[ \t]*\S/im.test(front) || has(document, /^\W*(?:\d[\d.]*\s+)?(?:current |decision )?status\b/i),
    ],
    ['decision', has(document, /\bdecisions?\b|\bdecided\b|\bresolution\b|\bchosen\b|\boutcome\b/i)],
  ];
  return parts.flatMap(([part, there]) => (there ? [] : [part]));
}

/** A section of that name with words in it, or a line or a cell of a table that begins with it. */
function has({ sections, pieces }: MarkdownDocument, name: RegExp): boolean {
  // The title of the record can also say "decision", but is not a section.
  const section = sections.some(
    ({ title, content }, index) =>
      name.test(title) && (index > 0 || !content.some(({ kind }) => kind === 'heading')) && content.some(isText),
  );
  const begins = (text: string) => name.exec(text.replace(/^\W+/, ''))?.index === 0;
  return (
    section ||
    sections.some(({ title }) => /:\s*\S/.test(title) && begins(title)) ||
    pieces.some((piece, index) => {
      if (piece.kind !== 'prose') return false;
      return (
        piece.text.split('\n').some(each => begins(each) && splitWords(each).length > 1) ||
        (begins(piece.text) && pieces[index + 1]?.kind === 'prose')
      );
    })
  );
}

function isText({ kind, text }: { readonly kind: string; readonly text: string }): boolean {
  return kind !== 'heading' && splitWords(text).length > 0;
}

/** YAML between `---` lines at the start; Markdown would take it for a rule and a heading. */
function frontMatter(text: string): string {
  if (!/^---[ \t]*\r?\n/.test(text)) return '';
  const end = text.indexOf('\n---', 3);
  return end < 0 ? '' : text.slice(3, end + 1);
}
