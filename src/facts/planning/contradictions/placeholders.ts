/** Placeholders that nobody filled in, in documents and in the registry's data files. */
import { withoutCode } from '../inline.js';
import type { PlanningDocument } from '../model.js';
import { at, type Contradiction, type Place } from './contradiction.js';

const MARKS = /\$\([^()\n]{1,60}\)|\$\{\{?[^{}\n]{1,60}\}?\}|(?<!\$)\{\{[^{}\n]{1,60}\}\}|\bYYYY-MM-DD\b|\bTBD\b/g;
/** In brackets, but not a link or a check box: words in capitals that say what belongs there. */
const BRACKETS = /(?<![\]\w!])\[([A-Z][A-Za-z]*(?:[ _-][A-Za-z]+){0,4})\](?![([:])/g;
const NAMES_A_GAP =
  /\b(?:date|name|your|insert|version|number|url|link|email|author|todo|tbd|here|placeholder|fill|current|percentage|description)\b/i;

/** The unfilled placeholders of a document. In a template, placeholders are intended. */
export function findPlaceholders(document: PlanningDocument): Contradiction[] {
  if (/(?:^|\/|[-_.])templates?(?:[/\-_.]|$)/i.test(document.path) || /\btemplate\b/i.test(document.title)) return [];
  return readLines(document).flatMap(({ line, text }) =>
    namesIn(withoutCode(text)).map(name =>
      at(document, 'placeholder-unfilled', line, `the placeholder ${name} is not filled in`),
    ),
  );
}

function namesIn(text: string): string[] {
  if (!/[$[{]|YYYY|TBD/.test(text)) return [];
  const plain = [...text.matchAll(MARKS)].flatMap(match => (isFormat(match[0], text, match.index) ? [] : [match[0]]));
  const bracketed = [...text.matchAll(BRACKETS)].flatMap(([whole, inner = '']) =>
    NAMES_A_GAP.test(inner) ? [whole] : [],
  );
  return [...new Set([...plain, ...bracketed])];
}

/** `as YYYY-MM-DD` names a format. */
function isFormat(mark: string, text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - 200), index);
  // bounded: 200 characters before the mark
  return mark === 'YYYY-MM-DD' && /\b(?:format|as|in|use|using|iso)\W*\w*\W*$|\bformat\b/i.test(before);
}

/** The lines that were read: those of headings, paragraphs, items and rows, as they stand. */
function readLines({ parts, lines }: PlanningDocument): { readonly line: number; readonly text: string }[] {
  return parts.flatMap(({ line, depth, blocks }) => [
    ...(depth > 0 ? [{ line, text: (lines[line - 1] ?? '').slice(0, LONGEST) }] : []),
    ...blocks.flatMap(block => {
      if (block.kind === 'drawn') return [];
      if (block.kind === 'paragraph') return block.lines.map((text, index) => ({ line: block.line + index, text }));
      const text = block.kind === 'item' ? block.text : block.cells.join(' | ');
      return [{ line: block.line, text }];
    }),
  ]);
}

const DATA_MARKS = /\$\([^()\n]{1,60}\)|\$\{\{?[^{}\n]{1,60}\}?\}|\{\{[^{}\n]{1,60}\}\}|\bYYYY-MM-DD\b|\bTBD\b/g;

/** The unfilled placeholders of a YAML or JSON file of the registry, comments included. */
export function placeholdersInData(path: string, text: string): Contradiction[] {
  const isJson = /\.json$/i.test(path);
  const lines = text.split(/\r\n?|\n/);
  return lines.flatMap((content, index): Contradiction[] => {
    const place: Place = { path, line: index + 1 };
    const marks = [...new Set(content.slice(0, LONGEST).match(DATA_MARKS) ?? [])].map(
      (name): Contradiction => ({
        kind: 'placeholder-unfilled',
        places: [place],
        message: `the placeholder ${name} is not filled in`,
      }),
    );
    const empty = isJson ? emptyInJson(content, lines[index + 1] ?? '') : emptyInYaml(lines, index);
    if (empty === undefined) return marks;
    return [
      ...marks,
      { kind: 'placeholder-unfilled', places: [place], message: `the value of \`${empty}\` is left empty` },
    ];
  });
}

const LONGEST = 2_000;

function emptyInJson(line: string, next: string): string | undefined {
  const [, key, rest = ''] = /"([^"\\]{1,80})"\s*:\s*(,|\}|\]|$)/.exec(line.slice(0, LONGEST)) ?? [];
  if (key === undefined) return undefined;
  return rest !== '' || /^\s*[,}\]]/.test(next) ? key : undefined;
}

function emptyInYaml(lines: readonly string[], index: number): string | undefined {
  const [, indent = '', dash = '', key] =
    /^([ ]*)((?:- +)*)([\w.-]{1,80}):[ \t]*(?:#.*)?$/.exec(lines[index] ?? '') ?? [];
  if (key === undefined) return undefined;
  const own = indent.length + dash.length;
  for (let at = index + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (/^\s*(?:#.*)?$/.test(line)) continue;
    const depth = /^ */.exec(line)?.[0].length ?? 0;
    return depth > own || (depth === own && line.startsWith('-', depth)) ? undefined : key;
  }
  return key;
}
