/**
 * The hidden marks by which a migration issue is found again. Between the two marks stands what this app keeps; what people
 * write after the second one stays theirs.
 *
 *     <!-- cim-readiness:issue KEY HASH STATE -->
 *     …
 *     <!-- cim-readiness:end -->
 *
 * KEY is `tracking` or a section's id, HASH tells the kept text, STATE is base64url of JSON, `-` where there is none.
 */
import type { MigrationState } from './state.js';

/** An issue's text, taken apart. */
export interface Marked {
  readonly key: string;
  readonly hash: string;
  readonly state: unknown;
  /** What stands between the marks, as it is now. */
  readonly kept: string;
  /** What people wrote after it. */
  readonly theirs: string;
}

const BEGIN = /^<!-- cim-readiness:issue ([a-z-]+) ([0-9a-f]{16}) ([\w-]+) -->\r?\n/;
const END = '<!-- cim-readiness:end -->';

/** Takes an issue's body apart; undefined for an issue that is none of the migration's. */
export function markedIn(body: string): Marked | undefined {
  const [head = '', key = '', hash = '', state = ''] = BEGIN.exec(body) ?? [];
  if (!head) return undefined;
  const end = body.indexOf(END, head.length);
  const kept = body.slice(head.length, end < 0 ? undefined : end).replaceAll('\r\n', '\n');
  const theirs = end < 0 ? '' : body.slice(end + END.length);
  return { key, hash, state: decoded(state), kept: kept.trim(), theirs };
}

/** An issue's body from what is kept in it. `hash` is of `kept`: 16 hex digits. */
export function marked(key: string, hash: string, kept: string, state?: MigrationState, theirs = ''): string {
  const coded = state === undefined ? '-' : Buffer.from(JSON.stringify(state)).toString('base64url');
  return `<!-- cim-readiness:issue ${key} ${hash} ${coded} -->\n${kept.trim()}\n\n${END}${theirs}`;
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown;
  } catch {
    return undefined;
  }
}
