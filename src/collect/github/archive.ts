/**
 * Reads the archive of a commit (a gzipped tar, as `git archive` writes it) as a stream. Contents are hashed as they arrive, and texts are kept
 * by the rules of ../repository-texts.ts. Nothing is written to disk.
 */
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import type { FileMode } from '../../snapshot/files.js';
import type { Reading } from '../../snapshot/reading.js';
import { objectHash } from '../../snapshot/object-hash.js';
import { type AsideRules, decodeText } from '../repository-texts.js';
import { TreeTexts } from './tree-texts.js';

/** One path of the archive. */
export interface Archived {
  readonly path: string;
  /** The bytes of the path, one for each character. */
  readonly raw: string;
  readonly mode: FileMode;
  readonly size: number;
  readonly blob: string;
  /** Absent if the content was not kept. */
  readonly text?: Reading<string>;
}

export interface Archive {
  /** In Git's order. */
  readonly files: readonly Archived[];
  /** The text of each `.gitattributes`. */
  readonly attributes: ReadonlyMap<string, string>;
  /** The hash of the tree of these files: that of the commit, unless something was omitted, added, or changed. */
  readonly tree: string;
}

/** Thrown if the archive is invalid. The message completes "the archive …". */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}

/** The most bytes that are unpacked. */
export const LIMITS = { bytes: 2 * 1024 ** 3, entries: 200_000 };

/**
 * Reads an archive to its end.
 * @param rules the rules on which files are left aside, if they are not the archive's own
 * @throws ArchiveError if the archive ends early, is damaged or too large, or contains a path that a tree cannot contain
 */
export async function readArchive(source: Readable, limits = LIMITS, rules?: AsideRules): Promise<Archive> {
  const reader = new ArchiveReader(limits, rules);
  const unzipped = createGunzip();
  // Names are bytes. The types of the package lack the option.
  const options: Parameters<typeof extract>[0] & { filenameEncoding: BufferEncoding } = { filenameEncoding: 'latin1' };
  const tar = extract(options);
  source.on('error', error => unzipped.destroy(error));
  unzipped.on('error', error => tar.destroy(error));
  source.pipe(unzipped).pipe(tar);
  try {
    for await (const entry of tar) await reader.take(entry.header, entry as AsyncIterable<Buffer>);
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError(`could not be read to the end: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    source.destroy();
    unzipped.destroy();
  }
  return reader.archive();
}

class ArchiveReader {
  private readonly files = new Map<string, Archived>();
  private readonly folders = new Set<string>();
  private readonly texts: TreeTexts;
  private bytes = 0;
  private entries = 0;

  constructor(
    private readonly limits: { readonly bytes: number; readonly entries: number },
    rules: AsideRules | undefined,
  ) {
    this.texts = new TreeTexts(rules);
  }

  async take(header: Header, content: AsyncIterable<Buffer>): Promise<void> {
    this.count(header.size);
    const raw = pathOf(header);
    if (header.type === 'directory') {
      if (raw !== '') this.folders.add(raw.replace(/\/$/, ''));
    } else if (header.type === 'file' || header.type === 'symlink') {
      if (this.files.has(raw)) throw new ArchiveError('contains a path twice');
      this.files.set(raw, await this.file(raw, header, content));
      return;
    } else throw new ArchiveError(`contains an entry of type ${header.type}`);
    for await (const _ of content);
  }

  private count(size: number): void {
    this.bytes += size;
    this.entries += 1;
    if (this.entries > this.limits.entries) throw new ArchiveError(`contains more than ${this.limits.entries} entries`);
    if (this.bytes > this.limits.bytes) throw new ArchiveError(`unpacks to more than ${this.limits.bytes} bytes`);
  }

  private async file(raw: string, header: Header, content: AsyncIterable<Buffer>): Promise<Archived> {
    const path = Buffer.from(raw, 'latin1').toString('utf8');
    if (header.type === 'symlink') {
      for await (const _ of content);
      const target = bytesOf(header, 'linkpath', header.linkname);
      const blob = objectHash('blob', target.length).update(target).digest('hex');
      const link = { path, raw, mode: 'symlink', size: target.length, blob } as const;
      return { ...link, text: this.texts.keep(link, () => decodeText(target)) };
    }
    const size = header.size;
    const mode = header.mode & 0o100 ? 'executable' : 'file';
    const kept: Buffer[] = [];
    const keeps = this.texts.wants(path, mode, size);
    const hash = objectHash('blob', size);
    for await (const chunk of content) {
      hash.update(chunk);
      if (keeps) kept.push(chunk);
    }
    const blob = hash.digest('hex');
    const file = { path, raw, mode, size, blob } as const;
    return keeps ? { ...file, text: this.texts.keep(file, () => decodeText(Buffer.concat(kept))) } : file;
  }

  archive(): Archive {
    const parents = new Set<string>();
    for (const raw of [...this.files.keys(), ...this.folders]) {
      for (let slash = raw.indexOf('/'); slash >= 0; slash = raw.indexOf('/', slash + 1))
        parents.add(raw.slice(0, slash));
    }
    // Git has no empty directories: an empty one in an archive is a submodule, whose commit the archive does not contain.
    const submodules = [...this.folders]
      .filter(raw => !parents.has(raw))
      .map((raw): Archived => {
        const path = Buffer.from(raw, 'latin1').toString('utf8');
        return { path, raw, mode: 'submodule', size: 0, blob: '' };
      });
    const files = [...this.files.values(), ...submodules].sort((a, b) => (a.raw < b.raw ? -1 : a.raw > b.raw ? 1 : 0));
    return { files, attributes: this.texts.attributes, tree: submodules.length > 0 ? '' : hashTree(files) };
  }
}

/** A path without the archive's top directory, as bytes, one for each character. */
function pathOf(header: Header): string {
  const raw = bytesOf(header, 'path', header.name).toString('latin1');
  const slash = raw.indexOf('/');
  const path = slash < 0 ? '' : raw.slice(slash + 1);
  const parts = path.replace(/\/$/, '').split('/');
  const outside = raw.startsWith('/') || raw.startsWith('../') || parts.some(part => part === '..' || part === '.');
  if (outside || (path !== '' && parts.includes('')) || (path === '' && header.type !== 'directory')) {
    throw new ArchiveError(`contains the path ${JSON.stringify(raw.slice(0, 200))}, which no tree can have`);
  }
  return path;
}

/** The bytes of a name. Those of extended headers were already decoded as UTF-8, those of plain headers byte by byte. */
function bytesOf(header: Header, key: string, plain: string): Buffer {
  const extended = isRecord(header.pax) ? header.pax[key] : undefined;
  return typeof extended !== 'string' ? Buffer.from(plain, 'latin1') : Buffer.from(extended, 'utf8');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

const TREE_MODES = { file: '100644', executable: '100755', symlink: '120000', submodule: '160000' } as const;

/** Git's hash of the tree of these files, which are in Git's order: then so are the entries of each directory. */
export function hashTree(files: readonly Archived[]): string {
  return hashFolder(files, 0, 0).hash;
}

/**
 * The hash of one directory.
 * @param start the first file in it
 * @param depth the length of its path, with the slash at the end
 * @returns also the first file after it
 */
function hashFolder(
  files: readonly Archived[],
  start: number,
  depth: number,
): { readonly hash: string; readonly end: number } {
  const folder = files[start]?.raw.slice(0, depth) ?? '';
  const entries: Buffer[] = [];
  const add = (mode: string, name: string, id: string) =>
    entries.push(Buffer.from(`${mode} ${name}\0`, 'latin1'), Buffer.from(id, 'hex'));
  let at = start;
  for (;;) {
    const file = files[at];
    if (!file?.raw.startsWith(folder)) break;
    const slash = file.raw.indexOf('/', depth);
    if (slash < 0) {
      add(TREE_MODES[file.mode], file.raw.slice(depth), file.blob);
      at += 1;
    } else {
      const { hash, end } = hashFolder(files, at, slash + 1);
      add('40000', file.raw.slice(depth, slash), hash);
      at = end;
    }
  }
  const body = Buffer.concat(entries);
  return { hash: objectHash('tree', body.length).update(body).digest('hex'), end: at };
}
