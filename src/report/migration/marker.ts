/**
 * The hidden markers that identify a migration issue. This app maintains the text between the two markers; text that people
 * write after the second one is never changed.
 *
 *     <!-- cim-readiness:issue KEY HASH STATE -->
 *     …
 *     <!-- cim-readiness:end -->
 *
 * KEY is `tracking` or the ID of a section, after `PACKAGE/` if a repository has several modules. HASH identifies the text, and STATE is JSON in base64url, or `-` without any.
 */
import type { MigrationState } from '../../fleet/migration-state.js';

/** The parts of an issue's body. */
export interface MarkedIssue {
  readonly key: string;
  readonly hash: string;
  readonly state: unknown;
  /** The present text between the markers. */
  readonly kept: string;
  /** The text that people wrote after it. */
  readonly theirs: string;
}

const BEGIN = /^<!-- cim-readiness:issue ((?:[\w.-]{1,100}\/)?[a-z-]+) ([0-9a-f]{16}) ([\w-]+) -->\r?\n/;
const END = '<!-- cim-readiness:end -->';

/** What an issue is about. */
export interface IssueTopic {
  /** The package, as in a key; absent in a repository with one module. */
  readonly module?: string;
  /** `tracking`, or the ID of a section. */
  readonly part: string;
}

/** The key of an issue. */
export function issueKey({ module, part }: IssueTopic): string {
  return module === undefined ? part : `${module}/${part}`;
}

/** What the issue with a key is about. */
export function topicOf(key: string): IssueTopic {
  const [module, part] = key.split('/');
  return module === undefined || part === undefined ? { part: key } : { module, part };
}

/** The name of a package as in a key: Cargo allows no other characters, but a manifest can contain any. */
export function moduleInKey(name: string): string {
  return name.replace(/[^\w.-]/g, '_').slice(0, LONGEST_NAME);
}

const LONGEST_NAME = 100;

/** The parts of an issue's body; undefined for an issue without the markers. */
export function readMarkedIssue(body: string): MarkedIssue | undefined {
  const [head = '', key = '', hash = '', state = ''] = BEGIN.exec(body) ?? [];
  if (!head) return undefined;
  const end = body.indexOf(END, head.length);
  const kept = body.slice(head.length, end < 0 ? undefined : end).replaceAll('\r\n', '\n');
  const theirs = end < 0 ? '' : body.slice(end + END.length);
  return { key, hash, state: decoded(state), kept: kept.trim(), theirs };
}

/** Whether a body begins as that of a migration issue does. */
export function hasIssueMarker(body: string): boolean {
  return BEGIN.test(body);
}

/** An issue's body. `hash` is of `kept`: 16 hex digits. */
export function writeMarkedIssue(key: string, hash: string, kept: string, state?: MigrationState, theirs = ''): string {
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
