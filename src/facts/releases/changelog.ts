/** Changelogs: their entries with version, date and line. */
import semver from 'semver';
import { memoByBlob } from '../../cache/memo.js';
import { memoWithoutRust } from '../../cache/without-rust.js';
import type { Package } from '../../cargo/model.js';
import { type MarkdownDocument, readDocument } from '../../formats/markdown/document.js';
import { MARKDOWN_LIMIT } from '../../formats/markdown/parse.js';
import { type FileEntry, type Files, baseName, parentDirectory, readText } from '../../snapshot/files.js';
import { type Reading, read } from '../../snapshot/reading.js';
import { linkTarget } from '../documents/readme-links.js';
import { type ChangelogHeading, changelogHeading } from './changelog-headings.js';

export interface ChangelogEntry extends ChangelogHeading {
  /** From 1. */
  readonly line: number;
}

export interface Changelog {
  readonly path: string;
  /** In the order of the file. */
  readonly entries: readonly ChangelogEntry[];
}

/** A changelog, or why it is not read; undefined if there is none. */
export type ChangelogReading = Reading<Changelog> | undefined;

const NAME = /^change[-_]?logs?(?:\.(?:md|markdown|mdx|rst|adoc|asciidoc|org|txt))?$/i;
/** Other common names, used only if there is no file with the usual name. */
const OTHER_NAME = /^(?:changes|history|releases?|release[-_]?notes|news)(?:\.(?:md|markdown|rst|adoc|txt))?$/i;
/** What an entry says right below its heading that was never released. */
const NOT_RELEASED = /^\W*(?:not (?:yet )?(?:been )?(?:released|published)|unreleased|never (?:released|published))\b/i;
/** An entry's heading is at most that deep; below are the kinds of changes. */
const DEEPEST = 4;

/** The changelog in a directory (`''`: the root); a file that only points to another is followed. */
export function directoryChangelog(files: Files, folder: string): ChangelogReading {
  const entry = byFolder(files).get(folder);
  return entry && changelogAt(files, entry);
}

/** A package's own changelog, else the root's. */
export function packageChangelog(files: Files, { folder }: Pick<Package, 'folder'>): ChangelogReading {
  return directoryChangelog(files, folder) ?? directoryChangelog(files, '');
}

/** Whether a file can be a changelog, or one that a changelog points to, judged only by its name. */
export function mayBeChangelog(path: string): boolean {
  return (
    /change|history|release|news|log/i.test(baseName(path)) &&
    /(?:^[^.]*|\.(?:md|markdown|mdx|rst|adoc|asciidoc|org|txt))$/i.test(baseName(path))
  );
}

const byFolder: (files: Files) => ReadonlyMap<string, FileEntry> = memoWithoutRust(files => {
  const found = new Map<string, FileEntry>();
  for (const entry of files.entries.values()) {
    if (entry.aside || entry.mode === 'submodule' || rank(entry) === undefined) continue;
    const folder = parentDirectory(entry.path);
    const known = found.get(folder);
    if (!known || (rank(entry) ?? 0) < (rank(known) ?? 0)) found.set(folder, entry);
  }
  return found;
});

/** Which of several files in a directory is the changelog: the lowest. */
function rank({ path }: FileEntry): number | undefined {
  const name = baseName(path);
  if (NAME.test(name)) return name === 'CHANGELOG.md' ? 0 : /\.md$/i.test(name) ? 1 : 2;
  return OTHER_NAME.test(name) ? 3 : undefined;
}

function changelogAt(files: Files, entry: FileEntry, follow = true): Reading<Changelog> {
  const text = readText(files, entry.path);
  if (!text.read) return text;
  const document = documentOf(entry, text.value);
  if (!document.read) return document;
  const { path } = entry;
  const entries = entriesOf(document.value);
  const other = follow && entries.length === 0 ? pointedTo(files, entry, document.value) : undefined;
  return other ? changelogAt(files, other, false) : read({ path, entries });
}

/** If no heading is an entry, a version in bold that is alone in its paragraph starts an entry. */
function entriesOf({ sections }: MarkdownDocument): ChangelogEntry[] {
  const entries = sections.flatMap(({ title, depth, line, content }) => {
    const heading = changelogHeading(title);
    if (!heading) return [];
    // A version in code is a piece of its own.
    const first = content.find(each => each.line > line);
    const told = first?.kind === 'prose' && NOT_RELEASED.test(first.text);
    const entry = { ...heading, line, unreleased: heading.unreleased || told };
    const { version, further } = heading;
    if (version === undefined || further.length === 0) return [{ entry, depth }];
    return [version, ...further].sort(semver.rcompare).map(each => ({ entry: { ...entry, version: each }, depth }));
  });
  const headed = entries.filter(({ depth }) => depth <= DEEPEST);
  return (headed.length > 0 ? headed : entries).map(({ entry }) => entry);
}

/** The file of the repository that a changelog without entries links, or names as code or in plain words. */
function pointedTo(files: Files, { path }: FileEntry, { pieces }: MarkdownDocument): FileEntry | undefined {
  const folder = parentDirectory(path);
  for (const piece of pieces.slice(0, 100)) {
    const named =
      piece.kind === 'link'
        ? [piece.url]
        : (piece.text.match(/(?<![\w./-])[\w./-]+\.(?:md|markdown|rst|adoc|txt)\b/gi) ?? []);
    for (const each of named.slice(0, 20)) {
      const target = linkTarget(each, folder);
      const found = target === undefined || target === path ? undefined : files.entries.get(target);
      if (found && found.mode !== 'submodule') return found;
    }
  }
  return undefined;
}

const condensedOf = memoByBlob((text: string) => condensed(text), 50);

/** The headings of a changelog. Of a long changelog, only the headings are read, because the rest costs time and is not needed. */
function documentOf(entry: FileEntry, text: string): Reading<MarkdownDocument> {
  if (text.length <= MARKDOWN_LIMIT / 2) {
    const whole = readDocument(entry, text);
    if (whole.read) return whole;
  }
  const short = condensedOf(entry, text);
  const document = readDocument({ ...entry, blob: `${entry.blob} condensed` }, short.text);
  if (!document.read) return document;
  const { sections, ...rest } = document.value;
  return read({
    ...rest,
    sections: sections.map(each => ({ ...each, line: short.lines[each.line - 1] ?? each.line })),
  });
}

/**
 * A text without the lines that neither are a heading nor decide whether one is (fences, comments, underlines), and the line
 * (from 1) that each line of it was.
 */
function condensed(text: string): { readonly text: string; readonly lines: readonly number[] } {
  const lines = text.split(/\r\n?|\n/);
  const underline = (line = '') => /^ {0,3}(?:=+|-+)[ \t]*$/.test(line);
  const kept: { readonly line: string; readonly at: number }[] = [];
  for (const [index, line] of lines.entries()) {
    const title = line.trim() !== '' && underline(lines[index + 1]) && (lines[index - 1] ?? '').trim() === '';
    const tells = /^ {0,3}#{1,6}(?:[ \t]|$)|^ {0,3}(?:`{3,}|~{3,})|<!--|-->|<\/?h[1-6]|<\/?pre/i.test(line);
    if (title || tells || underline(line)) kept.push({ line: line.slice(0, 300), at: index + 1 });
    else if (kept.at(-1)?.line !== '') kept.push({ line: '', at: index + 1 });
  }
  return { text: kept.map(({ line }) => line).join('\n'), lines: kept.map(({ at }) => at) };
}

/**
 * The entry of a version; build metadata does not count. A pre-release is told by an entry of its own, or by that of the
 * release that it led to.
 */
export function findEntry<E extends { readonly version: string | undefined }>(
  entries: readonly E[],
  version: string,
): E | undefined {
  const about = (wanted: string) =>
    entries.find(entry => entry.version !== undefined && semver.eq(entry.version, wanted));
  const { major, minor, patch, prerelease } = new semver.SemVer(version);
  return about(version) ?? (prerelease.length > 0 ? about(`${major}.${minor}.${patch}`) : undefined);
}

/** Entries that stand below an older one though they are newer, by version and, where both are dated, by date. */
export function outOfOrder(entries: readonly ChangelogEntry[]): ChangelogEntry[] {
  const above = new Map<string, ChangelogEntry>();
  const found: ChangelogEntry[] = [];
  for (const entry of entries) {
    if (entry.version === undefined) continue;
    const crate = entry.crate ?? '';
    const before = above.get(crate);
    above.set(crate, entry);
    if (before?.version === undefined || semver.lte(entry.version, before.version)) continue;
    // A backport may stand above the release that it is younger than.
    const dated = entry.date !== undefined && before.date !== undefined;
    if (!dated || (entry.date ?? '') > (before.date ?? '')) found.push(entry);
  }
  return found;
}
