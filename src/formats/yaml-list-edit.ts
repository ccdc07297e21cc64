/** Edits of lists of mappings in a YAML file that keep every other byte: other entries, comments, order, and line ends. */
import { isDeepStrictEqual } from 'node:util';
import { type Document, isMap, isSeq, type Node, parseDocument, stringify, type YAMLMap, type YAMLSeq } from 'yaml';
import { type Splice, spliced } from '../text/splice.js';
import { usesAliases } from './yaml-edit.js';

/** An entry of the list: plain values by key. */
export type YamlEntry = Readonly<Record<string, string>>;

export interface YamlListEdit {
  /** The key of the list, at the top level of the file. */
  readonly key: string;
  /** The entries to replace; all of them are removed, and the new entry takes the place of the first. */
  readonly isReplaced: (entry: YAMLMap) => boolean;
  /** The new entry; absent to remove only. It is added at the end if it replaces none. */
  readonly entry?: YamlEntry;
}

const OPTIONS = { version: '1.2', logLevel: 'silent', prettyErrors: false } as const;

/**
 * Applies an edit. The result is parsed again, and must differ in exactly what was intended.
 * @returns undefined if the text cannot be edited without changing something else
 */
export function editYamlList(text: string, edit: YamlListEdit): string | undefined {
  const document = parseDocument(text, OPTIONS);
  if (document.errors.length > 0 || usesAliases(document)) return undefined;
  if (document.contents !== null && !isMap(document.contents)) return undefined;
  const splices = splicesFor(text, document, edit);
  if (!splices) return undefined;
  const after = spliced(text, splices);
  const parsed = parseDocument(after, OPTIONS);
  return parsed.errors.length === 0 && isDeepStrictEqual(parsed.toJS(), expected(document, edit)) ? after : undefined;
}

function expected(document: Document.Parsed, { key, isReplaced, entry }: YamlListEdit): unknown {
  const before = (document.toJS() ?? {}) as Record<string, unknown>;
  const list: unknown = document.get(key);
  const items = isSeq(list) ? list.items : [];
  const values = (Array.isArray(before[key]) ? before[key] : []) as unknown[];
  const replaced = items.map(item => isMap(item) && isReplaced(item));
  const first = replaced.indexOf(true);
  const kept = values.flatMap((value, at) => {
    if (!replaced[at]) return [value];
    return at === first && entry ? [entry] : [];
  });
  if (entry && first < 0) kept.push(entry);
  if (kept.length > 0) return { ...before, [key]: kept };
  const { [key]: _, ...rest } = before;
  return Object.keys(rest).length > 0 ? rest : null;
}

function splicesFor(text: string, document: Document.Parsed, edit: YamlListEdit): Splice[] | undefined {
  const { key, isReplaced, entry } = edit;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const list: unknown = document.get(key);
  if (list === undefined || list === null) {
    if (!entry) return [];
    const at = document.has(key) ? valueLineEnd(text, document, key) : text.length;
    const gap = at === 0 || text.slice(0, at).endsWith('\n') ? '' : newline;
    const head = document.has(key) ? '' : `${key}:${newline}`;
    return [{ from: at, to: at, text: `${gap}${head}${blockText(entry, '  ', newline)}` }];
  }
  if (!isSeq(list)) return undefined;
  const items = list.items as (Node | null)[];
  if (items.some(item => !item?.range)) return undefined;
  const replaced = items.map(item => isMap(item) && isReplaced(item));
  const isEmptied = !entry && replaced.every(Boolean);
  if (isEmptied) return pairSplice(text, document, key);
  return list.flow ? flowSplices(list, replaced, entry) : blockSplices(text, items as Node[], replaced, entry, newline);
}

/** Where the line after an empty key starts. */
function valueLineEnd(text: string, { contents }: Document.Parsed, key: string): number {
  const pairs = isMap(contents) ? (contents as YAMLMap<Node, Node>).items : [];
  const found = pairs.find(pair => String(pair.key) === key);
  return nextLine(text, found?.key.range?.[1] ?? text.length);
}

/** Removes a key with its value: from its line to the line of the next key. */
function pairSplice(text: string, document: Document.Parsed, key: string): Splice[] | undefined {
  const pairs = isMap(document.contents) ? (document.contents as YAMLMap<Node, Node>).items : [];
  const at = pairs.findIndex(pair => String(pair.key) === key);
  const start = pairs[at]?.key.range?.[0];
  const end = pairs[at]?.value?.range?.[1];
  if (start === undefined || end === undefined) return undefined;
  const from = lineStart(text, start);
  const to = nextLine(text, Math.max(start, end - 1));
  // At the end of a file, a blank line above goes too.
  const above = lineStart(text, from - 1);
  const isBlank = to === text.length && from > 0 && text.slice(above, from).trim() === '';
  return [{ from: isBlank ? above : from, to, text: '' }];
}

function flowSplices(list: YAMLSeq, replaced: readonly boolean[], entry: YamlEntry | undefined): Splice[] | undefined {
  const ranges = list.items.map(item => (item as Node).range as [number, number, number]);
  const end = list.range?.[1];
  if (end === undefined) return undefined;
  const first = replaced.indexOf(true);
  const splices = ranges.flatMap(([from, to], at): Splice[] => {
    if (!replaced[at]) return [];
    if (at === first && entry) return [{ from, to, text: flowText(entry) }];
    const before = ranges[at - 1];
    const after = ranges[at + 1];
    if (before) return [{ from: before[1], to, text: '' }];
    return [{ from, to: after ? after[0] : to, text: '' }];
  });
  const last = ranges.at(-1);
  if (entry && first < 0)
    splices.push(
      last
        ? { from: last[1], to: last[1], text: `, ${flowText(entry)}` }
        : { from: end - 1, to: end - 1, text: flowText(entry) },
    );
  return splices;
}

/** Of a list with a line for each entry, whole lines are replaced. */
function blockSplices(
  text: string,
  items: readonly Node[],
  replaced: readonly boolean[],
  entry: YamlEntry | undefined,
  newline: string,
): Splice[] | undefined {
  const starts = items.map(item => lineStart(text, item.range?.[0] ?? 0));
  const [start = 0] = starts;
  const indent = /^[ \t]*(?=- )/.exec(text.slice(start))?.[0];
  // An entry whose dash is on another line.
  if (indent === undefined || new Set(starts).size < starts.length) return undefined;
  const ends = items.map((item, at) => starts[at + 1] ?? nextLine(text, Math.max(0, (item.range?.[1] ?? 0) - 1)));
  const first = replaced.indexOf(true);
  const splices = items.flatMap((_, at): Splice[] => {
    if (!replaced[at]) return [];
    const block = at === first && entry ? blockText(entry, indent, newline) : '';
    return [{ from: starts[at] as number, to: ends[at] as number, text: block }];
  });
  const end = ends.at(-1);
  if (entry && first < 0 && end !== undefined) {
    const gap = text.slice(0, end).endsWith('\n') ? '' : newline;
    splices.push({ from: end, to: end, text: `${gap}${blockText(entry, indent, newline)}` });
  }
  return splices;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

function blockText(entry: YamlEntry, indent: string, newline: string): string {
  const lines = stringify(entry, { lineWidth: 0, version: '1.2' }).trimEnd().split('\n');
  return lines.map((line, at) => `${indent}${at === 0 ? '- ' : '  '}${line}${newline}`).join('');
}

function flowText(entry: YamlEntry): string {
  return stringify(entry, { lineWidth: 0, version: '1.2', collectionStyle: 'flow' }).trimEnd();
}
