/**
 * Commands in a comment: a line of a paragraph that starts with `/cim`; not in code, in a quote or in HTML.
 *
 *     command  = "/cim" [ name { word } ]
 *     name     = letters
 */
import type { Text } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

export interface Spoken {
  /** In lower case; `help` where nothing follows `/cim`. */
  readonly name: string;
  /** The words after the name, as they were written. */
  readonly words: readonly string[];
  /** What follows the name, as it was written. */
  readonly rest: string;
  /** The whole line. */
  readonly line: string;
}

/** GitHub's longest comment. */
const LONGEST = 65_536;
/** So many commands of one comment are obeyed; a comment with more is a mistake, or mischief. */
export const MOST_COMMANDS = 10;

/** The commands of a comment, in their order. */
export function commandsIn(comment: string): readonly Spoken[] {
  if (comment.length > LONGEST || !/^\s{0,3}\/cim\b/im.test(comment)) return [];
  const tree = fromMarkdown(comment, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  return tree.children
    .flatMap(node => (node.type === 'paragraph' ? node.children : []))
    .flatMap((node, index, siblings) => (node.type === 'text' ? linesOf(comment, node, siblings[index - 1]) : []))
    .filter(line => /^\/cim(?:\s|$)/i.test(line))
    .map(spoken);
}

/** The lines of the comment that begin in a node, each to its end. */
function linesOf(comment: string, { position }: Text, before: unknown): string[] {
  const from = position?.start.offset ?? 0;
  const to = position?.end.offset ?? 0;
  const starts: number[] = [];
  if (before === undefined || comment[from - 1] === '\n') starts.push(from);
  for (let at = comment.indexOf('\n', from); at >= 0 && at < to; at = comment.indexOf('\n', at + 1))
    starts.push(at + 1);
  return starts.map(start => {
    const end = comment.indexOf('\n', start);
    return comment.slice(start, end < 0 ? undefined : end).trim();
  });
}

function spoken(line: string): Spoken {
  const [, name = 'help', rest = ''] = /^\S+(?:\s+(\S+)(?:\s+(.*))?)?$/s.exec(line) ?? [];
  return { name: name.toLowerCase(), words: rest.split(/\s+/).filter(Boolean), rest: rest.trim(), line };
}
