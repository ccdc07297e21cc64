/**
 * What was read of a repository's newest trees, so that the next commit is put together from it and from what changed. The parts that are
 * kept: `index`, a `tree-COMMIT` for each commit (paths and object IDs), and the texts by object ID, `texts` and, newer than those, `recent`.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import type { FileMode } from '../../snapshot/files.js';
import { type Reading, read, unread } from '../../snapshot/reading.js';
import { FULL } from '../repository-texts.js';
import type { Archived } from './archive.js';

/** Keeps parts of one repository, by name. Neither method throws: what is not kept is read from GitHub again. */
export interface TreeParts {
  get(name: string): Promise<Uint8Array | undefined>;
  /** Without bytes, the part is removed. */
  put(name: string, bytes: Uint8Array | undefined): Promise<void>;
}

/** A path of a tree, without its text. */
export type Listed = Omit<Archived, 'text'>;

/** A commit whose tree is kept. */
export interface KeptTree {
  readonly commit: string;
  /** The branch, tag, or pull request as which it was read. */
  readonly ref: string;
}

/** How many trees of one repository are kept. */
const MOST_TREES = 10;
/** The most text of one repository that is kept, in bytes: a worker holds all of it at once. Larger repositories are read as archives. */
export const MOST_TEXT = 32 * 1024 * 1024;
/** The most bytes of `recent`: then it is merged into `texts`. */
const MOST_RECENT = 1024 * 1024;

const INDEX = z.object({
  /** The default branch. */
  branch: z.string(),
  trees: z.array(z.object({ commit: z.string(), ref: z.string() })),
});
const MODES: readonly FileMode[] = ['file', 'executable', 'symlink', 'submodule'];
const TEXTS = z.array(z.tuple([z.string(), z.union([z.number(), z.string()])]));

export type Texts = ReadonlyMap<string, Reading<string>>;

type Row = readonly [raw: string, mode: number, size: number, blob: string];

/** A schema would take longer than all else for a tree of 10,000 paths, and the hash of the tree decides in the end. */
function isRow(row: unknown): row is Row {
  if (!Array.isArray(row)) return false;
  const [raw, mode, size, blob] = row as unknown[];
  const isPath = typeof raw === 'string' && typeof blob === 'string';
  return isPath && typeof mode === 'number' && MODES[mode] !== undefined && typeof size === 'number';
}

function listedFrom([raw, mode, size, blob]: Row): Listed {
  const path = ASCII.test(raw) ? raw : Buffer.from(raw, 'latin1').toString('utf8');
  return { path, raw, mode: MODES[mode] as FileMode, size, blob };
}

const ASCII = /^[\0-\x7f]*$/;

/** The kept trees of a repository. */
export class KeptTrees {
  /** The texts that were read. */
  private readonly read: Partial<Record<'texts' | 'recent', Promise<Texts>>> = {};

  private constructor(
    private readonly parts: TreeParts,
    private readonly index: z.infer<typeof INDEX>,
  ) {}

  static async open(parts: TreeParts): Promise<KeptTrees> {
    const index = INDEX.safeParse(unpackedJson(await parts.get('index')));
    return new KeptTrees(parts, index.data ?? { branch: '', trees: [] });
  }

  /** The default branch; empty if no tree is kept. */
  get branch(): string {
    return this.index.branch;
  }

  /** The newest first. */
  get trees(): readonly KeptTree[] {
    return this.index.trees;
  }

  /** The paths of a tree in Git's order; undefined if they are not kept. */
  async listing(commit: string): Promise<readonly Listed[] | undefined> {
    if (!this.trees.some(each => each.commit === commit)) return undefined;
    const rows = unpackedJson(await this.parts.get(`tree-${commit}`));
    return Array.isArray(rows) && rows.every(isRow) ? rows.map(listedFrom) : undefined;
  }

  /** The texts, by object ID. */
  async texts(): Promise<Texts> {
    const [older, newer] = await Promise.all([this.textsIn('texts'), this.textsIn('recent')]);
    return new Map([...older, ...newer]);
  }

  private textsIn(name: 'texts' | 'recent'): Promise<Texts> {
    return (this.read[name] ??= this.parts.get(name).then(unpackedTexts));
  }

  /** Keeps the tree of a commit, and what was read of it. */
  async remember(
    { commit, ref, branch }: KeptTree & { readonly branch: string },
    files: readonly Archived[],
  ): Promise<void> {
    const rows = files.map(({ raw, mode, size, blob }) => [raw, MODES.indexOf(mode), size, blob]);
    await this.parts.put(`tree-${commit}`, packedJson(rows));
    const all = [{ commit, ref }, ...this.trees.filter(each => each.commit !== commit)];
    const trees = all.slice(0, MOST_TREES);
    await this.rememberTexts(trees, files);
    await this.parts.put('index', packedJson({ branch, trees }));
    for (const { commit: old } of all.slice(MOST_TREES)) await this.parts.put(`tree-${old}`, undefined);
  }

  private async rememberTexts(trees: readonly KeptTree[], files: readonly Archived[]): Promise<void> {
    const older = await this.textsIn('texts');
    const recent = new Map(await this.textsIn('recent'));
    const before = recent.size;
    for (const { blob, text } of files)
      if (text && !older.has(blob) && (text.read || text.reason !== FULL.reason)) recent.set(blob, text);
    if (recent.size === before) return;
    if (sizeOf(recent) <= MOST_RECENT) return this.parts.put('recent', packedTexts(recent));
    const wanted = new Set(files.map(({ blob }) => blob));
    for (const { commit } of trees) for (const { blob } of (await this.listing(commit)) ?? []) wanted.add(blob);
    const all = new Map([...older, ...recent].filter(([blob]) => wanted.has(blob)));
    await this.parts.put('texts', sizeOf(all) > MOST_TEXT ? undefined : packedTexts(all));
    await this.parts.put('recent', undefined);
  }
}

function sizeOf(texts: Texts): number {
  let size = 0;
  for (const text of texts.values()) size += text.read ? Buffer.byteLength(text.value) : 0;
  return size;
}

/** Fast rather than small. */
const LEVEL = { level: 1 };
/** The most bytes that a part unpacks to. */
const UNPACKED = { maxOutputLength: 4 * MOST_TEXT };

/** Not compressed: object IDs are random, and a tree is read and written for each push. */
function packedJson(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

/** Undefined if there is nothing or if it is damaged. What a tree says is checked by its hash. */
function unpackedJson(bytes: Uint8Array | undefined): unknown {
  try {
    return bytes && (JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()) as unknown);
  } catch {
    return undefined;
  }
}

/** One line of JSON with the object IDs and lengths (or why there is no text), and then the texts. */
function packedTexts(texts: Texts): Uint8Array {
  const read = [...texts.values()].flatMap(text => (text.read ? [Buffer.from(text.value)] : []));
  let next = 0;
  const rows = Array.from(texts, ([blob, text]) => [blob, text.read ? read[next++]?.length : text.reason]);
  return gzipSync(Buffer.concat([Buffer.from(`${JSON.stringify(rows)}\n`), ...read]), LEVEL);
}

function unpackedTexts(bytes: Uint8Array | undefined): Texts {
  const texts = new Map<string, Reading<string>>();
  try {
    if (!bytes) return texts;
    const content = gunzipSync(bytes, UNPACKED);
    let at = content.indexOf('\n');
    const rows = TEXTS.parse(JSON.parse(content.toString('utf8', 0, at)));
    at += 1;
    for (const [blob, length] of rows) {
      if (typeof length === 'string') texts.set(blob, unread(length));
      else texts.set(blob, read(content.toString('utf8', at, (at += length))));
    }
    return texts;
  } catch {
    return new Map();
  }
}
