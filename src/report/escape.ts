/**
 * Text of a repository made inert: in Markdown it is code or escaped, never markup, a mention, a link or HTML; in a
 * terminal its control characters are shown, not obeyed.
 */

/** Controls, bidirectional overrides, and other characters that change how their neighbours are shown. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;

/** Replaces each character that cannot be seen by its name (`␛` for escape, `U+202E`), so that one line stays one line. */
export function visible(text: string): string {
  return text.replace(UNSEEN, character => {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x20) return String.fromCodePoint(0x2400 + point);
    return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

/** A code span that holds exactly `text`, whatever backticks it has (CommonMark 6.1). In a table, `|` still divides cells. */
export function code(text: string): string {
  const seen = visible(text);
  const longest = Math.max(0, ...(seen.match(/`+/g) ?? []).map(run => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = seen === '' || /^[` ]|[` ]$/.test(seen) ? ' ' : '';
  return `${fence}${pad}${seen}${pad}${fence}`;
}

/** CommonMark's escapable punctuation that can begin markup; `@` and `#` would be mentions and references on GitHub. */
const MARKUP = /[\\`*_{}[\]<>()#+!|~&$^=-]/g;

/** Text as Markdown that shows it as it is: nothing in it is markup, a mention, a reference, a link or an emoji. */
export function plain(text: string): string {
  return (
    visible(text)
      .replace(MARKUP, '\\$&')
      // A zero-width non-joiner parts what GitHub would link: @somebody, owner/repo#1, http://…, www., a@b.c, :emoji:
      .replace(/[@:#]|www(?=\.)|GH(?=\\-)/gi, '$&\u200c')
  );
}

/** Our own sentence with passages `set as code`: those become code spans, everything else is made plain. */
export function prose(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? code(part.slice(1, -1)) : plain(part)))
    .join('');
}

/** The first `limit` characters of a text, with an ellipsis where something was cut; never half a surrogate pair. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
