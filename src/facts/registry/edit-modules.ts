/**
 * Edits of modules.yaml that keep every other byte: comments, order, quotes, line ends. A value is replaced where it stands, a new
 * one gets a line of its own. The result is parsed again: it must differ in exactly what was intended, else nothing is edited.
 */
import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, type Pair, parseDocument, type Scalar, visit, type YAMLMap } from 'yaml';

/** New values of a module's fields. */
export type ModuleChange = Readonly<Partial<Record<'status' | 'version' | 'last_commit', string>>>;

export type Edited =
  | { readonly text: string; readonly skipped: readonly { readonly module: string; readonly reason: string }[] }
  | { readonly refused: string };

interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const OPTIONS = { version: '1.2', uniqueKeys: false, logLevel: 'silent', prettyErrors: false } as const;

/** Changes fields of modules. A module that is not listed, or listed twice, is skipped. */
export function editModules(text: string, changes: ReadonlyMap<string, ModuleChange>): Edited {
  const document = parseDocument(text, OPTIONS);
  const [error] = document.errors;
  if (error) return { refused: `it is not valid YAML: ${error.message.split('\n')[0] ?? ''}` };
  let shared = false;
  visit(document, {
    Alias: () => {
      shared = true;
      return visit.BREAK;
    },
  });
  if (shared) return { refused: 'it uses anchors, whose values stand in several places' };
  const modules: unknown = document.get('modules', true);
  if (!isMap(modules)) return { refused: 'it has no mapping `modules`' };
  const skipped: { module: string; reason: string }[] = [];
  const splices: Splice[] = [];
  const expected = document.toJS() as { modules: Record<string, Record<string, unknown>> };
  for (const [module, change] of changes) {
    const entries = modules.items.filter(({ key }) => isScalar(key) && key.value === module);
    const entry = entries[0]?.value;
    if (entries.length !== 1 || !isMap(entry) || entry.items.length === 0) {
      const reason =
        entries.length > 1
          ? 'it is listed twice'
          : entries.length === 0
            ? 'it is not listed'
            : 'its entry is not a mapping with values';
      skipped.push({ module, reason });
      continue;
    }
    const own = splicesFor(text, entry, change);
    if ('reason' in own) {
      skipped.push({ module, reason: own.reason });
      continue;
    }
    splices.push(...own.splices);
    Object.assign(expected.modules[module] ?? {}, change);
  }
  const edited = spliced(text, splices);
  const after = parseDocument(edited, OPTIONS);
  if (after.errors.length > 0 || !isDeepStrictEqual(after.toJS(), expected))
    return { refused: 'it cannot be edited without changing something else' };
  return { text: edited, skipped };
}

function splicesFor(
  text: string,
  entry: YAMLMap,
  change: ModuleChange,
): { readonly splices: Splice[] } | { readonly reason: string } {
  const splices: Splice[] = [];
  const added: [string, string][] = [];
  for (const [field, value] of Object.entries(change)) {
    const pairs = entry.items.filter(({ key }) => isScalar(key) && key.value === field);
    const [pair] = pairs;
    if (pairs.length > 1) return { reason: `its \`${field}\` is given twice` };
    if (!pair) added.push([field, value]);
    else if (isScalar(pair.value) && String(pair.value.value) === value && typeof pair.value.value === 'string')
      continue;
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
function scalarText(value: string, old?: Scalar): string {
  if (old?.type === 'QUOTE_SINGLE' && !/['\n]/.test(value)) return `'${value}'`;
  const plain = /^[A-Za-z0-9][\w.+-]*$/.test(value) && parseDocument(value).toJS() === value;
  return plain && old?.type !== 'QUOTE_DOUBLE' ? value : JSON.stringify(value);
}

function insertionFor(text: string, entry: YAMLMap, added: readonly (readonly [string, string])[]): Splice | undefined {
  const last = entry.items.findLast(
    (pair): pair is Pair<Scalar, Scalar> => isScalar(pair.key) && isScalar(pair.value) && isInline(pair.value),
  );
  const end = last?.value?.range?.[1];
  const start = last?.key.range?.[0];
  if (end === undefined || start === undefined) return undefined;
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

function spliced(text: string, splices: readonly Splice[]): string {
  return splices
    .toSorted((a, b) => b.from - a.from)
    .reduce((whole, { from, to, text: inner }) => whole.slice(0, from) + inner + whole.slice(to), text);
}
