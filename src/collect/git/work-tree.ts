/**
 * Reads the working tree: tracked files as they are on disk, and untracked files that Git does not ignore. Deleted files are absent. Files
 * that a sparse checkout omits are read from the index.
 */
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import type { FileEntry, FileMode, Files } from '../../snapshot/files.js';
import { type Reading, unread } from '../../snapshot/reading.js';
import { blobHash } from '../../snapshot/object-hash.js';
import { findAside, decidesAside, FULL, notRead, TEXT_LIMIT, decodeText, textKeeper } from '../repository-texts.js';
import { output, records } from './program.js';
import type { LocalRepository } from './repository.js';
import { fileMode, toFiles, localObjects, MISSING, readTexts } from './tree.js';

export interface WorkTree {
  readonly files: Files;
  /** Whether anything differs from HEAD: changed, staged, deleted, or untracked files. */
  readonly dirty: boolean;
}

const CLOSED = unread('this user may not read it');

/** A path with one character for each byte (latin1), because file names need not be UTF-8. */
type RawPath = string;

interface Candidate {
  readonly mode: FileMode;
  /** The object in the index if the file on disk is the same, otherwise null. */
  readonly clean: string | null;
  /** Whether a sparse checkout omits the file: it is in the index but not on disk. */
  readonly sparse: boolean;
}

interface OnDisk extends Candidate {
  readonly raw: RawPath;
  readonly path: string;
  readonly size: number;
}

/** Reads the working tree of a repository that has one. */
export async function readWorkTree(repository: LocalRepository, top: string): Promise<WorkTree> {
  const [index, status] = await Promise.all([
    output(repository.git, ['ls-files', '--stage', '-t', '-z', '--full-name']),
    output(repository.git, [
      'status',
      '--porcelain=v2',
      '-z',
      '--untracked-files=all',
      '--no-renames',
      '--ignore-submodules=all',
      '--no-ahead-behind',
    ]),
  ]);
  const candidates = indexed(index);
  const dirty = change(candidates, status);
  const raws = [...candidates.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const place = (raw: RawPath) => Buffer.from(`${Buffer.from(top).toString('latin1')}/${raw}`, 'latin1');
  const found = raws.flatMap(raw => onDisk(raw, candidates.get(raw) as Candidate, place(raw)));
  const aside = findAside(
    found.map(({ path }) => path),
    attributesIn(found, place),
  );
  const sparse = found.filter(each => each.sparse && each.clean).map(each => each.clean as string);
  const stored = await readTexts(repository, await localObjects(repository, [...new Set(sparse)]));
  const keeper = textKeeper();
  const entries = found.flatMap((each): FileEntry[] => {
    const left = aside(each.path);
    const file = { path: each.path, mode: each.mode, size: each.size, ...(left && { aside: left }) };
    const refusal = notRead(file) ?? (keeper.full() && !each.sparse ? FULL : undefined);
    if (refusal) return [{ ...file, blob: each.clean ?? '', text: refusal }];
    if (each.sparse) return [fromIndex(file, each.clean, stored)];
    const content = contentOf(place(each.raw), each);
    if (content === 'gone') return [];
    if (content === 'closed') return [{ ...file, blob: each.clean ?? '', text: CLOSED }];
    const blob = each.clean ?? blobHash(content, repository.hash);
    return [{ ...file, size: content.length, blob, text: keeper.keep(blob, content) }];
  });
  return { files: toFiles(entries), dirty };
}

/** `<tag> <mode> <object> <stage>\t<path>`; the tag `S` stands for skip-worktree. */
function indexed(answer: Buffer): Map<RawPath, Candidate> {
  const candidates = new Map<RawPath, Candidate>();
  for (const record of records(answer)) {
    const tab = record.indexOf(9);
    const [tag, mode = '', id = '', stage] = record.toString('latin1', 0, tab).split(' ');
    const clean = stage === '0' ? id : null;
    candidates.set(record.toString('latin1', tab + 1), { mode: fileMode(mode), clean, sparse: tag === 'S' });
  }
  return candidates;
}

/** Applies the output of `git status` (porcelain version 2). Returns whether there is any. */
function change(candidates: Map<RawPath, Candidate>, answer: Buffer): boolean {
  const changes = records(answer).map(record => record.toString('latin1'));
  for (const line of changes) {
    if (line.startsWith('? ')) {
      // A nested repository ends with a slash, and does not belong to this one.
      if (!line.endsWith('/')) candidates.set(line.slice(2), { mode: 'file', clean: null, sparse: false });
      continue;
    }
    const ordinary = /^1 .(.) \S+ \d+ \d+ (\d+) \S+ \S+ (.+)$/s.exec(line);
    const [, state, mode = '', path = ''] = ordinary ?? [];
    const known = candidates.get(path);
    if (state === undefined || state === '.' || !known) continue;
    if (state === 'D') candidates.delete(path);
    else candidates.set(path, { mode: fileMode(mode), clean: null, sparse: false });
  }
  return changes.length > 0;
}

function onDisk(raw: RawPath, candidate: Candidate, place: Buffer): OnDisk[] {
  const known = { ...candidate, raw, path: Buffer.from(raw, 'latin1').toString('utf8') };
  if (candidate.mode === 'submodule') return [{ ...known, size: 0 }];
  const stats = lstat(place);
  if (!stats) return candidate.sparse ? [{ ...known, size: 0 }] : [];
  if (!stats.isFile() && !stats.isSymbolicLink()) return [];
  return [
    { ...known, sparse: false, size: stats.size, mode: candidate.clean ? candidate.mode : modeOf(stats, candidate) },
  ];
}

function modeOf(stats: Stats, candidate: Candidate): FileMode {
  if (stats.isSymbolicLink()) return 'symlink';
  if (candidate.mode !== 'file') return candidate.mode;
  return stats.mode & 0o100 ? 'executable' : 'file';
}

function lstat(place: Buffer): Stats | undefined {
  try {
    return lstatSync(place, { throwIfNoEntry: false });
  } catch {
    // A parent is no longer a directory, or this user cannot read it.
    return undefined;
  }
}

function attributesIn(found: readonly OnDisk[], place: (raw: RawPath) => Buffer): Map<string, string> {
  const texts = new Map<string, string>();
  for (const each of found) {
    if (!decidesAside(each.path) || each.mode === 'symlink' || each.size > TEXT_LIMIT) continue;
    const content = contentOf(place(each.raw), each);
    const text = typeof content === 'string' ? CLOSED : decodeText(content);
    if (text.read) texts.set(each.path, text.value);
  }
  return texts;
}

/** Reads a file's bytes, or a symlink's target without following it. Or reports that the file is gone or that this user cannot read it. */
function contentOf(place: Buffer, file: { readonly mode: FileMode }): Buffer | 'gone' | 'closed' {
  try {
    if (file.mode === 'symlink' && lstatSync(place).isSymbolicLink())
      return readlinkSync(place, { encoding: 'buffer' });
    const descriptor = openSync(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      return fstatSync(descriptor).isFile() ? readFileSync(descriptor) : 'closed';
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'gone' : 'closed';
  }
}

function fromIndex(
  file: Omit<FileEntry, 'text' | 'blob'>,
  clean: string | null,
  stored: ReadonlyMap<string, Reading<string>>,
): FileEntry {
  const text = (clean && stored.get(clean)) || MISSING;
  const size = text.read ? Buffer.byteLength(text.value) : file.size;
  return { ...file, size, blob: clean ?? '', text };
}
