/**
 * Reads the archive of a commit (a gzipped tar, as `git archive` writes it) as a stream. Contents are hashed as they arrive, and texts are kept
 * by the rules of ../repository-texts.ts. Nothing is written to disk.
 */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import type { FileMode } from '../../snapshot/files.js';
import { baseName } from '../../snapshot/files.js';
import type { Reading } from '../../snapshot/reading.js';
import { objectHash } from '../../snapshot/object-hash.js';
import { type AsideRules, findAside, decidesAside, notRead, decodeText, textKeeper } from '../repository-texts.js';

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

/** The most such paths that are followed while the archive arrives: for each, the files that are left aside are determined again. */
const MARKS_LIMIT = 1_000;
/** How many `.gitattributes`, of how many characters in all, are followed while the archive comes. All of them count in the end. */
const ATTRIBUTES_LIMIT = { files: 100, characters: 64 * 1024 };

class ArchiveReader {
  private readonly files = new Map<string, Archived>();
  private readonly folders = new Set<string>();
  private readonly attributes = new Map<string, string>();
  /** Those that are followed while the archive comes. */
  private readonly followed = new Map<string, string>();
  private followedCharacters = 0;
  /** Paths that decide what else is left aside. */
  private readonly marks = new Set<string>();
  private aside: ReturnType<typeof findAside>;
  private readonly keeper = textKeeper();
  private bytes = 0;
  private entries = 0;

  constructor(
    private readonly limits: { readonly bytes: number; readonly entries: number },
    private readonly rules: AsideRules | undefined,
  ) {
    this.aside = this.asideNow();
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
      return { path, raw, mode: 'symlink', size: target.length, blob, text: this.keeper.keep(blob, target) };
    }
    const size = header.size;
    const mode = header.mode & 0o100 ? 'executable' : 'file';
    this.mark(path);
    const kept: Buffer[] = [];
    const keeps = !notRead({ path, mode, size, aside: this.aside(path) }) || (decidesAside(path) && size < 1_000_000);
    const hash = objectHash('blob', size);
    for await (const chunk of content) {
      hash.update(chunk);
      if (keeps) kept.push(chunk);
    }
    const blob = hash.digest('hex');
    if (!keeps) return { path, raw, mode, size, blob };
    const bytes = Buffer.concat(kept);
    if (decidesAside(path)) this.attribute(path, decodeText(bytes));
    return { path, raw, mode, size, blob, text: this.keeper.keep(blob, bytes) };
  }

  /**
   * Follows a path that changes which files are left aside from here on: a checksum file, or a directory `target`, which is kept until the
   * whole tree shows whether it is a crate.
   */
  private mark(path: string): void {
    if (this.rules) return;
    const left = this.aside(path);
    const [target] = /^(?:.*\/)?target(?=\/)/s.exec(path) ?? [];
    const mark = baseName(path) === '.cargo-checksum.json' ? !left && path : left && target && `${target}/Cargo.toml`;
    if (!mark || this.marks.has(mark) || this.marks.size === MARKS_LIMIT) return;
    this.marks.add(mark);
    this.aside = this.asideNow();
  }

  private attribute(path: string, text: Reading<string>): void {
    if (!text.read) return;
    this.attributes.set(path, text.value);
    this.followedCharacters += text.value.length;
    const isFull =
      this.followed.size === ATTRIBUTES_LIMIT.files || this.followedCharacters > ATTRIBUTES_LIMIT.characters;
    if (this.rules || isFull) return;
    this.followed.set(path, text.value);
    this.aside = this.asideNow();
  }

  /** The files that are left aside, as far as this is known. */
  private asideNow(): ReturnType<typeof findAside> {
    return findAside(this.marks, this.rules?.attributes ?? this.followed, this.rules?.vendored);
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
    return { files, attributes: this.attributes, tree: submodules.length > 0 ? '' : hashTree(files) };
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

interface Node {
  readonly folders: Map<string, Node>;
  readonly files: Archived[];
}

/** Git's hash of the tree of these files. Each directory hashes its entries, sorted as if the names of directories ended with `/`. */
export function hashTree(files: readonly Archived[]): string {
  const root: Node = { folders: new Map(), files: [] };
  for (const file of files) {
    let at = root;
    for (const part of file.raw.split('/').slice(0, -1)) {
      let next = at.folders.get(part);
      if (!next) at.folders.set(part, (next = { folders: new Map(), files: [] }));
      at = next;
    }
    at.files.push(file);
  }
  return hashOf(root);
}

function hashOf(node: Node): string {
  const entries = [
    ...node.files.map(({ raw, mode, blob }) => ({
      key: baseName(raw),
      name: baseName(raw),
      mode: TREE_MODES[mode],
      id: blob,
    })),
    ...[...node.folders].map(([name, folder]) => ({ key: `${name}/`, name, mode: '40000', id: hashOf(folder) })),
  ].sort((a, b) => (a.key < b.key ? -1 : 1));
  const body = Buffer.concat(
    entries.flatMap(({ name, mode, id }) => [Buffer.from(`${mode} ${name}\0`, 'latin1'), Buffer.from(id, 'hex')]),
  );
  return createHash('sha1').update(`tree ${body.length}\0`).update(body).digest('hex');
}
