/** The longest string of an answer, in UTF-16 units. */
const STRING_LIMIT = 600;
/** The most entries of a list, such as the places of a problem. */
const LIST_LIMIT = 25;
/** Lists that are never cut: one entry for each criterion. */
const WHOLE = new Set(['findings', 'steps', 'differences']);

/** A JSON value with long strings and long lists cut. What was cut is counted, as in `"evidenceOmitted": 118`. */
export function bounded(value: unknown): unknown {
  if (typeof value === 'string') return value.length > STRING_LIMIT ? `${value.slice(0, STRING_LIMIT)}…` : value;
  if (Array.isArray(value)) return value.map(bounded);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    if (!Array.isArray(inner) || inner.length <= LIST_LIMIT || WHOLE.has(key)) return [[key, bounded(inner)]];
    return [
      [key, inner.slice(0, LIST_LIMIT).map(bounded)],
      [`${key}Omitted`, inner.length - LIST_LIMIT],
    ];
  });
  return Object.fromEntries(entries);
}
