/**
 * Commands in a comment: each line of a paragraph that starts with the prefix, `/cim`, but not in code, in a quote, or in HTML.
 *
 *     command  = prefix [ name { word } ]
 *     name     = letters
 */
import { paragraphLines } from '../../formats/markdown/paragraph-lines.js';

export interface Spoken {
  /** In lower case; `help` if nothing follows `/cim`. */
  readonly name: string;
  /** The words after the name, as they were written. */
  readonly words: readonly string[];
  /** The text after the name, as it was written. */
  readonly rest: string;
  /** The whole line. */
  readonly line: string;
}

/** GitHub's limit for a comment is 65,536 characters, each of which may be two UTF-16 units. */
const LONGEST = 2 * 65_536;
/** The most commands run from one comment; a comment with more is a mistake or abuse. */
export const MOST_COMMANDS = 10;

/** The commands of a comment, in their order. @param prefix in lower case, with its slash */
export function findCommands(comment: string, prefix: string): readonly Spoken[] {
  const isCommand = (line: string) =>
    line.slice(0, prefix.length).toLowerCase() === prefix && /^(?:\s|$)/.test(line.slice(prefix.length));
  // Most comments have none, and reading Markdown takes longer.
  if (comment.length > LONGEST || !comment.split('\n').some(line => isCommand(line.trimStart()))) return [];
  return paragraphLines(comment).filter(isCommand).map(spoken);
}

function spoken(line: string): Spoken {
  const [, name = 'help', rest = ''] = /^\S+(?:\s+(\S+)(?:\s+(.*))?)?$/s.exec(line) ?? [];
  return { name: name.toLowerCase(), words: rest.split(/\s+/).filter(Boolean), rest: rest.trim(), line };
}
