/** A line of Markdown as plain text: what a reader sees, without emphasis, link targets and tags. */

/** Lines longer than this are clipped before patterns are tried on them. */
const LONGEST = 2_000;

/** The text that a reader sees. */
export function plainText(markdown: string): string {
  return (
    markdown
      .slice(0, LONGEST)
      .replace(/!?\[([^\][]*)\]\([^()\s]*(?:\s+"[^"]*")?\)/g, '$1')
      .replace(/!?\[([^\][]+)\]\[[^\][]*\]/g, '$1')
      .replace(/<\/?[a-zA-Z][^<>]{0,200}>/g, '')
      .replace(/`+([^`]*)`+/g, '$1')
      // bounded: the first characters, see LONGEST
      .replace(/\*+|~~|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '')
      .replace(/\\([!-/:-@[-`{-~])/g, '$1')
      .replace(/\s+/g, ' ')
      .trim()
  );
}

/** A line with its inline code blanked out, so that columns stay. */
export function withoutCode(markdown: string): string {
  return markdown.slice(0, LONGEST).replace(/`+[^`]*`+/g, code => ' '.repeat(code.length));
}

/** What two texts share that speak of the same thing: small letters and digits, without marks, numbering and figures. */
export function comparableSubject(text: string): string {
  return plainText(text)
    .toLowerCase()
    .replace(/\([^()]*\)/g, ' ')
    .replace(/(?:[~<>≥≤]\s*)?\d{1,9}(?:\.\d{1,9})?\s*%\+?/g, ' ')
    .replace(/^[\s\d.)#]+/, '')
    .replace(/\b(?:completed?|done|finished|resolved|in progress|pending|planned|not started)\b/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
