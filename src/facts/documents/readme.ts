/** What a README covers: the 5 parts that the standard requires, each with its line. */

import { memoWithoutRust } from '../../cache/without-rust.js';
import { type MarkdownDocument, readDocument, type Section, splitWords } from '../../formats/markdown/document.js';
import { ASIDE_DEPTH, type Piece } from '../../formats/markdown/piece.js';
import { type FileEntry, type Files, baseName, parentDirectory, readText } from '../../snapshot/files.js';
import { isAboutApi, isDocument, isRendered, linkTarget } from './readme-links.js';

export type ReadmePart = 'purpose' | 'installation' | 'usage' | 'API documentation' | 'license';

/** A part: told at a line, or missing; `near` is the line of a section that ought to tell it and does not. */
export type PartFound =
  | { readonly told: true; readonly line: number }
  | { readonly told: false; readonly near?: number };

const README = /^readme(?:\.(?:md|markdown|mdown|mkdn?|mdx|rst|txt|adoc|asciidoc|org))?$/i;

/**
 * The READMEs at the root, the one that is judged first: `README.md`, else another in Markdown, else any. Links count:
 * GitHub shows what they lead to.
 */
export const findReadmes = memoWithoutRust((files: Files): readonly FileEntry[] => {
  const rank = ({ path }: FileEntry) =>
    path === 'README.md' ? 0 : /\.(?:md|markdown|mdown|mkdn?|mdx)$/i.test(path) ? 1 : 2;
  return [...files.entries.values()]
    .filter(({ path, mode }) => parentDirectory(path) === '' && mode !== 'submodule' && README.test(path))
    .sort((a, b) => rank(a) - rank(b));
});

/** What a README is checked against, in addition to its text. */
export interface ReadmeContext {
  readonly files: Files;
  readonly readme: MarkdownDocument;
  /** The directory of the README: relative links start there. */
  readonly folder: string;
  /** The names of the module's crates; the repository's name if there is no crate. */
  readonly names: readonly string[];
  /** Whether there is a library: only then is there an API to document. */
  readonly library: boolean;
}

/** Each part, in the standard's order. */
export function readmeParts(asked: ReadmeContext): ReadonlyMap<ReadmePart, PartFound> {
  const parts: readonly (readonly [ReadmePart, Finder, RegExp, RegExp])[] = [
    ['purpose', purpose, ABOUT, /\S/],
    [
      'installation',
      installation,
      INSTALLATION,
      /install|cargo (?:add|build|run)|dependenc|getting started|set ?up|build/i,
    ],
    ['usage', usage, USAGE, /usage|use|using|example|run/i],
    ['API documentation', apiDocumentation, API, /docs\.rs|cargo doc|\bAPI\b|documentation/i],
    ['license', license, LICENCE, /licen[cs]e|copyright/i],
  ];
  return new Map(
    parts.map(([part, find, title, loose]) => [part, partOf(find(asked) ?? loosely(asked, loose), asked, title)]),
  );
}

type Finder = (asked: ReadmeContext) => number | undefined;

function partOf(line: number | undefined, { readme }: ReadmeContext, title: RegExp): PartFound {
  if (line !== undefined) return { told: true, line };
  const near = readme.sections.find((section, index) => index > 0 && title.test(section.title));
  return near ? { told: false, near: near.line } : { told: false };
}

/** A README that is not Markdown is searched for words: only parts without any are missing. */
function loosely({ readme }: ReadmeContext, words: RegExp): number | undefined {
  return readme.markdown ? undefined : readme.pieces.find(({ text }) => words.test(text))?.line;
}

const ABOUT =
  /\b(?:overview|about|introduction|intro|what|why|description|purpose|motivation|features?|highlights?|background|summary|abstract|goals?|mission|vision|concepts?|philosophy|rationale|synopsis)\b/i;
const INSTALLATION =
  /\b(?:install(?:ation|ing|s)?|getting[ -]started|get[ -]started|quick[ -]?start|set(?:ting)?[ -]?up|running|run|usage|using|use|build(?:ing)?|depend(?:ency|encies|ing)|deploy(?:ment|ing)?|add(?:ing)?|requirements?|prerequisites|examples?|development|how to|try)\b|cargo/i;
const USAGE =
  /\b(?:usage|using|use|uses|examples?|quick[ -]?start|running|run|getting[ -]started|get[ -]started|tutorial|demo|basics?|basic usage|how to|how it works|guide|sample|walk-?through|commands?|cli|in action|hello,? world|synopsis|cook ?book|try|cheat ?sheet)\b/i;
/** Sections that are called by what they show how to do: `Publishing an event`. */
const DOING =
  /^\W*(?:creat|defin|writ|send|publish|subscrib|listen|connect|query|consum|receiv|read|load|stor|handl|implement|register|call|construct|pars|encod|decod|work)ing\b/i;
const API = /\b(?:api|reference|documentation|docs|rustdoc)\b/i;
const LICENCE = /\b(?:licen[cs](?:e|es|ed|ing)|copying|copyright|legal)\b/i;

/** How many words say what something is for. */
const PURPOSE_WORDS = 5;

function purpose({ readme }: ReadmeContext): number | undefined {
  return introduction(readme.pieces) ?? readme.sections.map(aboutLine).find(line => line !== undefined);
}

/** The prose before the first sub-heading; a heading right after the title is taken for its second line. */
function introduction(pieces: readonly Piece[]): number | undefined {
  let words = 0;
  let first: number | undefined;
  let headings = 0;
  for (const piece of pieces) {
    // `**Status: beta**` on its own line is not a subheading.
    if (isRemark(piece)) continue;
    if (piece.kind === 'heading' && !isSentence(piece)) {
      headings += 1;
      const subtitle = headings === 2 && words === 0 && !isTopic(piece.text);
      if (headings > 1 && !subtitle) return undefined;
      if (headings === 1 && words > 0) return undefined;
      if (subtitle) words += splitWords(piece.text).length;
    } else if (piece.kind === 'prose' || piece.kind === 'heading') {
      words += splitWords(piece.text).length;
      first ??= piece.line;
    }
    if (words >= PURPOSE_WORDS) return first ?? piece.line;
  }
  return undefined;
}

/** A bold paragraph that is long enough to be a sentence is not a heading. */
function isSentence(piece: Piece): boolean {
  return piece.kind === 'heading' && piece.depth === ASIDE_DEPTH && splitWords(piece.text).length >= PURPOSE_WORDS;
}

/** A few words in bold that no section would be called. */
function isRemark(piece: Piece): boolean {
  if (piece.kind !== 'heading' || piece.depth !== ASIDE_DEPTH || isSentence(piece)) return false;
  return ![INSTALLATION, USAGE, API, LICENCE].some(topic => topic.test(piece.text));
}

function isTopic(title: string): boolean {
  return [INSTALLATION, USAGE, API, LICENCE, /contents|contribut|status|architecture|test/i].some(topic =>
    topic.test(title),
  );
}

function aboutLine({ title, content }: Section): number | undefined {
  if (!ABOUT.test(title)) return undefined;
  const words = content.reduce((sum, piece) => sum + (piece.kind === 'prose' ? splitWords(piece.text).length : 0), 0);
  return words >= PURPOSE_WORDS ? content.find(({ kind }) => kind === 'prose')?.line : undefined;
}

/** A command of a tool that installs, builds or runs. */
const COMMAND =
  /(?:^|[\s$>`;&|(])(?:sudo |\.\/)?(?:cargo|rustup|nix(?:-\w+)?|nixos-rebuild|brew|apt(?:-get)?|dnf|yum|pacman|apk|zypper|scoop|choco|winget|port|conda|pip3?|npm|npx|pnpm|yarn|docker(?:-compose)?|podman|kubectl|helm|git|make|just|curl|wget|go|cmake|direnv|install\.sh|setup\.sh|\w[\w-]*\.sh)\b/;
const SNIPPET =
  /^[ \t]*\[(?:workspace\.)?(?:(?:dev|build)-)?dependencies(?:\.[^\]\n]{1,80})?\]|^[ \t]*[\w-]+[ \t]*=[ \t]*(?:"[\^~=<>* ]*\d|\{[ \t]*(?:version|git|path|workspace)[ \t]*=)/m;
/** Wherever it stands, it says how to install. */
const INSTALLS =
  /\bcargo (?:add|install|binstall)\b|\bnix profile (?:install|add)\b|^[ \t]*\[dependencies(?:\.[^\]\n]{1,80})?\]/m;

function installation({ readme, names }: ReadmeContext): number | undefined {
  const own = new RegExp(`^[ \\t]*${anyOf(names)}[ \\t]*=`, 'm');
  const anywhere = readme.pieces.find(
    piece => isCode(piece) && (INSTALLS.test(piece.text) || (own.test(piece.text) && SNIPPET.test(piece.text))),
  );
  if (anywhere) return anywhere.line;
  return inSections(
    readme,
    INSTALLATION,
    // A command that a Rust program starts installs nothing.
    piece =>
      isCode(piece) && ((!isRust(piece) && COMMAND.test(piece.text)) || SNIPPET.test(piece.text) || isShell(piece)),
  );
}

function isShell(piece: Piece): boolean {
  return (
    piece.kind === 'code' && /^(?:sh|bash|shell|console|zsh|fish|powershell|ps1|shell-session|nix)$/.test(piece.lang)
  );
}

function isRust(piece: Piece): boolean {
  return piece.kind === 'code' && /^(?:rust|rs)\b/i.test(piece.lang);
}

function isCode(piece: Piece): boolean {
  return piece.kind === 'code' || piece.kind === 'inline';
}

function usage({ readme, names, files, folder }: ReadmeContext): number | undefined {
  const shown = (piece: Piece) => piece.kind === 'code' && piece.text.trim() !== '';
  const section =
    inSections(readme, USAGE, piece => shown(piece) && !SNIPPET.test(piece.text)) ?? inSections(readme, USAGE, shown);
  const doing = section ?? inSections(readme, DOING, piece => shown(piece) && isRust(piece));
  if (doing !== undefined) return doing;
  const crates = anyOf(names);
  const calls = new RegExp(`\\buse\\s+(?:::)?${crates}|\\b${crates}(?:::|!)|\\bfn\\s+main\\b`);
  const rust = readme.pieces.find(piece => piece.kind === 'code' && calls.test(piece.text));
  if (rust) return rust.line;
  const linked = (piece: Piece) =>
    piece.kind === 'link' &&
    !OTHER_GUIDE.test(`${piece.text} ${baseName(piece.url)}`) &&
    hasCode(files, linkTarget(piece.url, folder));
  return (
    inSections(readme, USAGE, linked) ?? readme.pieces.find(piece => GUIDE.test(piece.text) && linked(piece))?.line
  );
}

/** Guides to something else than the use of the module. */
const OTHER_GUIDE =
  /\b(?:style|contribut\w*|migrat\w*|upgrad\w*|releas\w*|security|reviews?|reviewing|code|coding|brand\w*|design|develop\w*|architecture|test\w*|benchmark\w*|maintain\w*|maintenance|naming|commits?|committing|writing|translat\w*|porting|hacking|governance|changelog|conduct|licen[cs]\w*)\b/i;

const GUIDE =
  /\b(?:usage|user(?:'s|s)? (?:guide|manual)|guide|tutorial|quick[ -]?start|getting[ -]started|cookbook|walk-?through)\b/i;

/** Whether a document of the repository shows code. */
function hasCode(files: Files, path: string | undefined): boolean {
  const entry = path === undefined ? undefined : files.entries.get(path);
  if (!entry || !/\.(?:md|markdown|mdx)$/i.test(baseName(entry.path))) return false;
  const text = readText(files, entry.path);
  const document = text.read ? readDocument(entry, text.value) : undefined;
  return document?.read === true && document.value.pieces.some(({ kind }) => kind === 'code');
}

function apiDocumentation({ readme, names, files, folder, library }: ReadmeContext): number | undefined {
  const crates = anyOf(names);
  const docsRs = new RegExp(`\\bdocs\\.rs/(?:crate/|releases/|badge/)?${crates}|/docsrs/${crates}`, 'i');
  const found = readme.pieces.find(piece => {
    if (/\bcargo\b[^\n]{0,40}\bdoc\b|\brustdoc\b/.test(piece.text) && (isCode(piece) || piece.kind === 'prose'))
      return true;
    if (docsRs.test(piece.text)) return true;
    if (piece.kind === 'inline') return !library && isDocument(files, linkTarget(piece.text.trim(), folder));
    if (piece.kind !== 'link' && piece.kind !== 'image') return false;
    if (docsRs.test(piece.url)) return true;
    const target = piece.kind === 'link' ? linkTarget(piece.url, folder) : undefined;
    if (!library && isDocument(files, target)) return true;
    return piece.kind === 'link' && (isRendered(piece, crates) || isAboutApi(files, target));
  });
  return found?.line;
}

/** What names a license: a known name, the file, or a statement that all rights are reserved. */
const NAMES_LICENCE =
  /\b(?:MIT|Apache|[AL]?GPL(?:v?\d)?|BSD|MPL|ISC|EUPL|CC0|CC[ -]BY|Unlicense|zlib|BSL|Boost|Artistic|WTFPL|0BSD|SSPL|Mozilla Public|GNU|public domain|proprietary|commercial|all rights reserved|UNLICENSED|COPYING)\b|licen[cs]e/i;

function license({ readme }: ReadmeContext): number | undefined {
  const section = readme.sections.find(
    ({ title, content }) =>
      LICENCE.test(title) &&
      content.some(piece => NAMES_LICENCE.test(piece.text) || ('url' in piece && NAMES_LICENCE.test(piece.url))),
  );
  if (section) return section.line;
  const told = readme.pieces.find(piece => {
    if (piece.kind === 'link' || piece.kind === 'image') {
      return /licen[cs]e|\/(?:crates\/)?l\/[\w-]+|copying/i.test(piece.url) || /licen[cs]e/i.test(piece.text);
    }
    return (
      piece.kind !== 'code' &&
      /licen[cs]e|copyright/i.test(piece.text) &&
      NAMES_LICENCE.test(piece.text.replace(/licen[cs]e[ds]?/gi, ' '))
    );
  });
  return told?.line;
}

/** How the module itself is worked on is another part than how it is used. */
const ELSEWHERE = /\b(?:tests?|testing|benchmarks?|benches|benchmarking|lints?|linting)\b/i;

function inSections(
  { sections }: MarkdownDocument,
  title: RegExp,
  proves: (piece: Piece) => boolean,
): number | undefined {
  for (const [index, section] of sections.entries()) {
    // The title of the whole document tells nothing of a part of it.
    if (index === 0 && section.content.some(({ kind }) => kind === 'heading')) continue;
    if (!title.test(section.title) || ELSEWHERE.test(section.title) || isOtherGuide(section.title)) continue;
    const found = section.content.find(proves);
    if (found) return found.line;
  }
  return undefined;
}

/** `Style guide`, `How to contribute`: how something else is done. */
function isOtherGuide(title: string): boolean {
  return /\bguide|\bhow to\b/i.test(title) && OTHER_GUIDE.test(title.replace(/[-_]/g, ' '));
}

/** The names of crates as a pattern: any of them, written with `-` or `_`, and nothing after it. */
function anyOf(names: readonly string[]): string {
  const patterns = names.map(name => name.replace(/[^\w-]/g, '\\$&').replace(/[-_]/g, '[-_]'));
  return `(?:${patterns.join('|') || '(?!)'})(?![\\w-])`;
}
