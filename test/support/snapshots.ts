/** Builds snapshots, which are plain data, from texts. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { assess } from '../../src/assess/assess.js';
import type { Finding } from '../../src/assess/assessment.js';
import { DEFAULT_POLICY, type Policy } from '../../src/policy/policy.js';
import type { FileEntry, Files } from '../../src/snapshot/files.js';
import { read, unread } from '../../src/snapshot/reading.js';
import { PARTS, type Parts, type Snapshot, type Subject } from '../../src/snapshot/snapshot.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';

export const NOW = '2026-06-01T12:00:00.000Z';

/** A small repository: texts by path. */
export type Texts = Readonly<Record<string, string>>;

/** A change to a small repository. */
export type Edit = (texts: Texts) => Texts;

/** The `files` part of a small repository, like that of a collector. */
export function files(texts: Texts): Files {
  const paths = Object.keys(texts).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return { entries: new Map(paths.map(path => [path, file(path, texts[path] as string)])) };
}

function file(path: string, text: string): FileEntry {
  const size = Buffer.byteLength(text);
  const blob = createHash('sha1').update(`blob ${size}\0`).update(text).digest('hex');
  return { path, mode: 'file', size, blob, text: read(text) };
}

/** A snapshot of a small repository. Other parts are unread. */
export function snapshot(texts: Texts, parts: Partial<Parts> = {}, subject: Partial<Subject> = {}): Snapshot {
  const given: Partial<Parts> = { files: files(texts), ...parts };
  return {
    subject: { owner: 'cim', repo: 'cim-parcel', ref: 'main', sha: 'a'.repeat(40), ...subject },
    takenAt: NOW,
    parts: Object.fromEntries(
      PARTS.map(part => [part, part in given ? read(given[part]) : unread('not part of this example')]),
    ) as Snapshot['parts'],
  };
}

/** Assesses only one criterion, because the others take most of the time. */
export function judge(criterion: string, of: Snapshot, policy: Partial<Policy> = {}): Finding {
  const sections = CIM_STANDARD.sections.map(section => ({
    ...section,
    criteria: section.criteria.filter(({ id }) => id === criterion),
  }));
  const [finding] = assess(of, { ...CIM_STANDARD, sections }, { ...DEFAULT_POLICY, ...policy }, NOW).findings;
  if (!finding) throw new Error(`no criterion ${criterion}`);
  return finding;
}

const READY = join(import.meta.dirname, 'ready-module');

/** The ready module, `cim-parcel`, meets every criterion that a checkout can decide. Its files are in `ready-module/`. */
export const READY_TEXTS: Texts = Object.fromEntries(
  readdirSync(READY, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .map(path => [relative(READY, path).replaceAll(sep, '/'), readFileSync(path, 'utf8')]),
);

/** Replaces a passage of a file. Throws unless the file contains the passage exactly once. */
export function edit(path: string, passage: string | RegExp, replacement: string): Edit {
  return texts => {
    const text = texts[path];
    if (text === undefined) throw new Error(`the example has no ${path}`);
    const found = typeof passage === 'string' ? text.split(passage).length - 1 : text.match(passage) ? 1 : 0;
    if (found !== 1) throw new Error(`${path} has ${found} passages like ${passage}`);
    return { ...texts, [path]: text.replace(passage, () => replacement) };
  };
}

/** Adds (or replaces) a file. */
export function add(path: string, text: string): Edit {
  return texts => ({ ...texts, [path]: text });
}

/** Removes a file, or a directory if the path ends with a slash. */
export function remove(path: string): Edit {
  return texts => {
    const kept = Object.entries(texts).filter(
      ([each]) => each !== path && !(path.endsWith('/') && each.startsWith(path)),
    );
    if (kept.length === Object.keys(texts).length) throw new Error(`the example has no ${path}`);
    return Object.fromEntries(kept);
  };
}

/** Applies several edits in order. */
export function both(...edits: readonly Edit[]): Edit {
  return texts => edits.reduce((sum, each) => each(sum), texts);
}

/** The criteria whose status an edit of the ready module changes, with their new results. */
export function changedBy(
  change: Edit,
  parts: Partial<Parts> = {},
  policy: Partial<Policy> = {},
): Record<string, string> {
  const before = readyStatuses(parts, policy);
  return Object.fromEntries(
    [...statuses(change(READY_TEXTS), parts, policy)].filter(([id, status]) => before.get(id) !== status),
  );
}

function statuses(texts: Texts, parts: Partial<Parts>, policy: Partial<Policy>): ReadonlyMap<string, string> {
  const { findings } = assess(snapshot(texts, parts), CIM_STANDARD, { ...DEFAULT_POLICY, ...policy }, NOW);
  return new Map(findings.map(({ criterion, status }) => [criterion, status]));
}

/** The statuses of the ready module with only its files, with which most edits are compared. */
let readyAlone: ReadonlyMap<string, string> | undefined;

function readyStatuses(parts: Partial<Parts>, policy: Partial<Policy>): ReadonlyMap<string, string> {
  if (Object.keys(parts).length + Object.keys(policy).length > 0) return statuses(READY_TEXTS, parts, policy);
  readyAlone ??= statuses(READY_TEXTS, {}, {});
  return readyAlone;
}

/** The snapshot with a file that is listed but whose text was not read. */
export function withoutText(of: Snapshot, path: string): Snapshot {
  const { files: part } = of.parts;
  const entry = part.read ? part.value.entries.get(path) : undefined;
  if (!part.read || !entry) throw new Error(`the example has no ${path}`);
  const cut = { ...entry, text: unread(`${path} is over the size limit`) };
  return { ...of, parts: { ...of.parts, files: read({ entries: new Map([...part.value.entries, [path, cut]]) }) } };
}

/** The snapshot with a file that is not assessed, like one that `.gitattributes` marks as generated. */
export function leftAside(of: Snapshot, path: string): Snapshot {
  const cut = withoutText(of, path);
  const entries = new Map(cut.parts.files.read ? cut.parts.files.value.entries : []);
  entries.set(path, { ...(entries.get(path) as FileEntry), aside: 'generated' });
  return { ...cut, parts: { ...cut.parts, files: read({ entries }) } };
}
