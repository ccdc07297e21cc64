/** Collects the files of a commit from GitHub with one archive. If the archive differs from the commit's tree, a listing of the tree completes it. */
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { FileEntry, FileMode, Files } from '../../snapshot/files.js';
import { type Reading, read, unread } from '../../snapshot/reading.js';
import { blobHash } from '../../snapshot/object-hash.js';
import { type AsideRules, findAside, FULL, notRead, decodeText, textKeeper } from '../repository-texts.js';
import type { GitHubClient } from '../octokit.js';
import { type Archive, type Archived, ArchiveError, LIMITS, readArchive } from './archive.js';
import type { ChangedTree } from './changed-tree.js';

/** The commit, and the hash of its tree, if it is known. */
export interface TreeRequest {
  readonly owner: string;
  readonly repo: string;
  readonly sha: string;
  readonly tree?: string;
  /** The rules on which files are left aside, if they are not the commit's own. */
  readonly rules?: AsideRules;
}

/** How long an archive can take, in milliseconds. */
const TIME_LIMIT = 120_000;
/** The most contents that are requested besides the archive, and the most bytes of all of them. */
const MORE = { count: 100, bytes: 8 * 1024 * 1024 };

/**
 * Reads the files of a commit with one request, and with one or two more if `.gitattributes` changes the archive or if there are submodules.
 * @param remember called with what was read
 */
export async function filesFrom(
  octokit: GitHubClient,
  request: TreeRequest,
  remember: (files: readonly Archived[]) => Promise<void> = async () => undefined,
): Promise<Reading<Files>> {
  try {
    const archive = await archiveFrom(octokit, request);
    const files = isWhole(archive, request) ? archive.files : await completed(octokit, request, archive);
    await remember(files);
    return read(filesOf({ files, attributes: archive.attributes }, request.rules));
  } catch (error) {
    return unread(`the archive of ${request.sha.slice(0, 7)} ${reasonOf(error)}`);
  }
}

/** Whether the archive is the commit's tree: by its hash or, if that is unknown, because nothing indicates a difference. */
function isWhole({ tree, attributes }: Archive, request: TreeRequest): boolean {
  if (request.tree !== undefined) return tree === request.tree;
  return ![...attributes.values()].some(text => /export-(?:ignore|subst)|\beol=|\bworking-tree-encoding/.test(text));
}

function reasonOf(error: unknown): string {
  if (error instanceof ArchiveError) return error.message;
  const status = error instanceof Error && 'status' in error ? ` (${String(error.status)})` : '';
  return `could not be fetched from GitHub: ${error instanceof Error ? error.message : String(error)}${status}`;
}

async function archiveFrom(octokit: GitHubClient, { owner, repo, sha, rules }: TreeRequest): Promise<Archive> {
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/tarball/{ref}', {
    owner,
    repo,
    ref: sha,
    // Otherwise, the client would keep the whole archive in memory.
    request: { parseSuccessResponseBody: false, signal: AbortSignal.timeout(TIME_LIMIT) },
  });
  if (!(data instanceof ReadableStream)) throw new ArchiveError('has an unexpected form');
  return readArchive(Readable.fromWeb(data), LIMITS, rules);
}

/** Archived files as entries. Which files are left aside is determined when all of them are known. */
export function filesOf({ files, attributes }: ChangedTree, rules: AsideRules | undefined): Files {
  const aside = findAside(
    files.map(({ path }) => path),
    rules?.attributes ?? attributes,
    rules?.vendored,
  );
  const entries = new Map<string, FileEntry>();
  for (const { path, mode, size, blob, text } of files) {
    if (entries.has(path)) continue;
    const left = aside(path);
    const file = { path, mode, size, blob, ...(left && { aside: left }) };
    entries.set(path, { ...file, text: notRead(file) ?? text ?? NOT_ASKED });
  }
  return { entries };
}

const NOT_ASKED = unread('the archive omits or changes it (export-ignore, export-subst, or eol in .gitattributes)');

const LISTING = z.object({
  truncated: z.boolean(),
  tree: z.array(
    z.object({ path: z.string(), mode: z.string(), type: z.string(), sha: z.string(), size: z.number().optional() }),
  ),
});

const MODES: Readonly<Record<string, FileMode>> = {
  '120000': 'symlink',
  '160000': 'submodule',
  '100755': 'executable',
};

/** The files of the commit: those of the archive if they are the same. The missing and changed ones are requested. */
async function completed(octokit: GitHubClient, request: TreeRequest, archive: Archive): Promise<Archived[]> {
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
    owner: request.owner,
    repo: request.repo,
    tree_sha: request.tree ?? request.sha,
    recursive: '1',
  });
  const listing = LISTING.parse(data);
  if (listing.truncated) throw new ArchiveError('is not the whole tree, and the tree is too large to list');
  const byPath = new Map(archive.files.map(file => [file.path, file]));
  const files = listing.tree
    .filter(({ type }) => type !== 'tree')
    .map(({ path, mode, sha, size = 0 }): Archived => {
      const raw = Buffer.from(path).toString('latin1');
      const listed = { path, raw, mode: MODES[mode] ?? 'file', size, blob: sha };
      const text = sameText(byPath.get(path), sha);
      return text ? { ...listed, text } : listed;
    })
    .sort((a, b) => (a.raw < b.raw ? -1 : a.raw > b.raw ? 1 : 0));
  return withMore(octokit, request, files, request.rules?.attributes ?? archive.attributes);
}

/** The archived text if it is that of the blob, even if the archive has CRLF line endings (`eol=crlf`). */
function sameText(archived: Archived | undefined, sha: string): Reading<string> | undefined {
  if (!archived?.text) return undefined;
  if (archived.blob === sha) return archived.text;
  if (!archived.text.read) return undefined;
  const text = archived.text.value.replaceAll('\r\n', '\n');
  return blobHash(Buffer.from(text)) === sha ? read(text) : undefined;
}

async function withMore(
  octokit: GitHubClient,
  request: TreeRequest,
  files: readonly Archived[],
  attributes: ReadonlyMap<string, string>,
): Promise<Archived[]> {
  const aside = findAside(
    files.map(({ path }) => path),
    attributes,
    request.rules?.vendored,
  );
  const asked: string[] = [];
  let bytes = 0;
  for (const file of files) {
    if (file.text || notRead({ ...file, aside: aside(file.path) }) || asked.includes(file.blob)) continue;
    bytes += file.size;
    if (asked.length === MORE.count || bytes > MORE.bytes) break;
    asked.push(file.blob);
  }
  const texts = await textsOf(octokit, request, asked);
  const keeper = textKeeper();
  return files.map(file => {
    const text = file.text ?? texts.get(file.blob);
    if (!text?.read) return text ? { ...file, text } : file;
    return { ...file, text: keeper.full() ? FULL : keeper.keep(file.blob, Buffer.from(text.value)) };
  });
}

const BLOB = z.object({ text: z.string().nullable(), isBinary: z.boolean().nullable(), isTruncated: z.boolean() });

async function textsOf(
  octokit: GitHubClient,
  { owner, repo }: TreeRequest,
  ids: readonly string[],
): Promise<Map<string, Reading<string>>> {
  const texts = new Map<string, Reading<string>>();
  if (ids.length === 0) return texts;
  const fields = ids.map(
    (id, index) => `b${index}: object(oid: "${hex(id)}") { ... on Blob { text isBinary isTruncated } }`,
  );
  const query = `query ($owner: String!, $repo: String!) { repository(owner: $owner, name: $repo) { ${fields.join(' ')} } }`;
  const { repository } = await octokit.graphql<{ repository: Record<string, unknown> }>(query, { owner, repo });
  ids.forEach((id, index) => {
    const blob = BLOB.safeParse(repository[`b${index}`]);
    if (!blob.success) return;
    if (blob.data.isBinary) texts.set(id, decodeText(Buffer.alloc(1)));
    else if (blob.data.text !== null && !blob.data.isTruncated) texts.set(id, read(blob.data.text));
  });
  return texts;
}

/** The hash, checked to contain only hexadecimal digits, because it becomes part of a query. */
function hex(id: string): string {
  return id.replace(/[^0-9a-f]/g, '');
}
