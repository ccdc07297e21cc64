/** Edits of YAML that keep every other byte: comments, order, quotes, and line ends. */
import { isDeepStrictEqual } from 'node:util';
import { type Document, isMap, isScalar, type Pair, parseDocument, type Scalar, visit, type YAMLMap } from 'yaml';
import { type Splice, spliced } from '../text/splice.js';

/** A value that an edit can write. */
export type YamlScalar = string | boolean;

const OPTIONS = { version: '1.2', logLevel: 'silent', prettyErrors: false } as const;

/**
 * Sets fields of the mapping at a path. The result is parsed again, and must differ in exactly these fields.
 * @returns undefined if the text is not YAML, uses anchors, or cannot be edited without changing something else
 */
export function setYamlFields(
  text: string,
  path: readonly string[],
  fields: Readonly<Record<string, YamlScalar>>,
): string | undefined {
  const document = parseDocument(text, OPTIONS);
  if (document.errors.length > 0 || usesAliases(document)) return undefined;
  const mapping: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  if (!isMap(mapping)) return undefined;
  const found = fieldSplices(text, mapping, fields);
  if ('reason' in found) return undefined;
  const edited = spliced(text, found.splices);
  const expected: unknown = document.toJS();
  let at = expected as Record<string, unknown>;
  for (const key of path) at = at[key] as Record<string, unknown>;
  Object.assign(at, fields);
  const after = parseDocument(edited, OPTIONS);
  return after.errors.length === 0 && isDeepStrictEqual(after.toJS(), expected) ? edited : undefined;
}

/** Whether a document has aliases: an edit of an anchored value would change several places. */
export function usesAliases(document: Document.Parsed): boolean {
  let found = false;
  visit(document, {
    Alias: () => {
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}

/**
 * The splices that set fields of a mapping: a value is replaced where it stands, and a new one gets a line of its own.
 * @returns the reason if a field cannot be set without changing something else
 */
export function fieldSplices(
  text: string,
  entry: YAMLMap,
  fields: Readonly<Record<string, YamlScalar>>,
): { readonly splices: Splice[] } | { readonly reason: string } {
  const splices: Splice[] = [];
  const added: [string, YamlScalar][] = [];
  for (const [field, value] of Object.entries(fields)) {
    const pairs = entry.items.filter(({ key }) => isScalar(key) && key.value === field);
    const [pair] = pairs;
    if (pairs.length > 1) return { reason: `its \`${field}\` is given twice` };
    if (!pair) added.push([field, value]);
    else if (isScalar(pair.value) && pair.value.value === value) continue;
    else if (isScalar(pair.value) && pair.value.range && isInline(pair.value)) {
      const [from, to] = pair.value.range;
      const written = scalarText(value, pair.value);
      splices.push({ from, to, text: from === to && text.charAt(from - 1) === ':' ? ` ${written}` : written });
    } else return { reason: `its \`${field}\` is not a value of one line` };
  }
  if (added.length === 0) return { splices };
  const insertion = insertionFor(text, entry, added);
  return insertion
    ? { splices: [...splices, insertion] }
    : { reason: 'it has no value of one line after which a new one could stand' };
}

function isInline({ type }: Scalar): boolean {
  return type === 'PLAIN' || type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE' || type === undefined;
}

/** A value in the quotes that the old one has; without quotes only if YAML reads it as the same text. */
function scalarText(value: YamlScalar, old?: Scalar): string {
  if (typeof value === 'boolean') return String(value);
  if (old?.type === 'QUOTE_SINGLE' && !/['\n]/.test(value)) return `'${value}'`;
  const plain = /^[A-Za-z0-9][\w.+-]*$/.test(value) && parseDocument(value).toJS() === value;
  return plain && old?.type !== 'QUOTE_DOUBLE' ? value : JSON.stringify(value);
}

/** New fields in front of the first one, of a mapping without a value after which they could stand. */
function firstIn(
  text: string,
  { flow, items }: YAMLMap,
  added: readonly (readonly [string, YamlScalar])[],
): Splice | undefined {
  const key = items[0]?.key;
  const start = isScalar(key) ? key.range?.[0] : undefined;
  if (flow || start === undefined) return undefined;
  const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  if (indent.trim() !== '') return undefined;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = added.map(([field, value]) => `${field}: ${scalarText(value)}${newline}${indent}`);
  return { from: start, to: start, text: lines.join('') };
}

function insertionFor(
  text: string,
  entry: YAMLMap,
  added: readonly (readonly [string, YamlScalar])[],
): Splice | undefined {
  const last = entry.items.findLast(
    (pair): pair is Pair<Scalar, Scalar> => isScalar(pair.key) && isScalar(pair.value) && isInline(pair.value),
  );
  const end = last?.value?.range?.[1];
  const start = last?.key.range?.[0];
  if (end === undefined || start === undefined) return firstIn(text, entry, added);
  if (entry.flow)
    return { from: end, to: end, text: added.map(([field, value]) => `, ${field}: ${scalarText(value)}`).join('') };
  const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  if (indent.trim() !== '') return undefined;
  const lineEnd = text.slice(end).search(/\r?\n|$/) + end;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  return {
    from: lineEnd,
    to: lineEnd,
    text: added.map(([field, value]) => `${newline}${indent}${field}: ${scalarText(value)}`).join(''),
  };
}
