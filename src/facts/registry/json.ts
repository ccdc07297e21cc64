/** JSON as registries have it: what programs wrote without reading it again. */

export interface LenientJson {
  /** Undefined for a text of which nothing could be read. */
  readonly value: unknown;
  /** Absent for JSON that is valid. */
  readonly problem?: { readonly line: number; readonly message: string };
}

/** Reads JSON; a value that is left empty counts as null, and a comma too many is passed over. */
export function readJson(text: string): LenientJson {
  const plain = text.replace(/^\ufeff/, '');
  try {
    return { value: JSON.parse(plain) as unknown };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const problem = { line: lineOf(plain, message), message: 'not valid JSON' };
    try {
      return { value: JSON.parse(withNulls(plain)) as unknown, problem };
    } catch {
      return { value: undefined, problem };
    }
  }
}

function withNulls(text: string): string {
  return text.replace(/("(?:[^"\\\n]|\\.){0,1000}"\s*:\s*)(?=[,}\]])/g, '$1null').replace(/,(?=\s*[}\]])/g, '');
}

/** The line that the parser stopped at, as far as its message says it. */
function lineOf(text: string, message: string): number {
  const [, position] = /\bposition (\d+)/.exec(message) ?? [];
  const [, line] = /\bline (\d+)/.exec(message) ?? [];
  if (line !== undefined) return Number(line);
  const end = position === undefined ? emptyAt(text) : Number(position);
  return text.slice(0, end).split('\n').length;
}

function emptyAt(text: string): number {
  return Math.max(0, text.search(/:\s*[,}\]]/));
}

/** A value below an object's own keys; undefined if there is none. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Readonly<Record<string, unknown>>)[key]
        : undefined,
    value,
  );
}

/** The entries of an object; none of anything else. */
export function objectEntries(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** A text that is not empty. */
export function textAtPath(value: unknown, ...path: readonly string[]): string | null {
  const found = at(value, ...path);
  return typeof found === 'string' && found !== '' ? found : null;
}

/** The texts of a list. */
export function textsAtPath(value: unknown, ...path: readonly string[]): string[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found.filter((each): each is string => typeof each === 'string') : [];
}
