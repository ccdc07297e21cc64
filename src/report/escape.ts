/**
 * Makes text of a repository inert. In Markdown it is code or escaped, never markup, a mention, a link, or HTML. In a
 * terminal its control characters are shown instead of taking effect.
 */

/** Control characters, bidirectional overrides, and other characters that change how their neighbors are shown. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;

/** Replaces each invisible character with its name (`␛` for escape, `U+202E`), so that one line stays one line. */
export function visible(text: string): string {
  return text.replace(UNSEEN, character => {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x20) return String.fromCodePoint(0x2400 + point);
    return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

/** A code span that contains exactly `text`, whatever backticks it has (CommonMark 6.1). In a table, `|` still divides cells. */
export function code(text: string): string {
  const seen = visible(text);
  const longest = Math.max(0, ...(seen.match(/`+/g) ?? []).map(run => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = seen === '' || /^[` ]|[` ]$/.test(seen) ? ' ' : '';
  return `${fence}${pad}${seen}${pad}${fence}`;
}

/** Punctuation that can begin markup; `@` and `#` would be mentions and references on GitHub. */
const MARKUP = /[\\`*_{}[\]<>()#+!|~&$^=-]/g;

/** What GitHub links if it is in one piece: @somebody, owner/repo#1, GH-1, http://…, www., a@b.c, :emoji:. */
const LINKED = /@(?=\\?[\w-])|#(?=\d)|:(?=\/\/|(?:\\?[\w+-]){1,64}:)|www(?=\.)|GH(?=\\-\d)/gi;

/** Text as Markdown that shows it literally, without markup, mentions, references, links, or emoji. */
export function plain(text: string): string {
  // An empty comment splits what GitHub would link, and is not rendered.
  return visible(text).replace(MARKUP, '\\$&').replace(LINKED, '$&<!-- -->');
}

/** A message with passages `in backticks`: those become code spans, everything else is made plain. */
export function prose(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? code(part.slice(1, -1)) : plain(part)))
    .join('');
}

/** The first `limit` characters of a text, with an ellipsis if it was cut; never half a surrogate pair. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
