/**
 * Puts the tree of a commit together from a tree that is kept and from what changed since. GitHub's comparison names the changed paths; the
 * query of the snapshot then also asks for these files. The hash of the result must be that of the commit's tree: if it is not, or if a text is
 * missing, the archive is read.
 */
import { z } from 'zod';
import { blobHash } from '../../snapshot/object-hash.js';
import type { FileMode } from '../../snapshot/files.js';
import { type AsideRules, decodeText } from '../repository-texts.js';
import type { GitHubClient } from '../octokit.js';
import { type Answer, part } from './answer.js';
import { type Archived, hashTree } from './archive.js';
import type { KeptTrees, Listed } from './kept-trees.js';
import { TreeTexts } from './tree-texts.js';

/** How many changed files are requested; if more changed, the archive is smaller or as large. */
export const MOST_CHANGED = 50;
/** A comparison lists at most so many files: https://docs.github.com/en/rest/commits/commits#compare-two-commits */
const MOST_COMPARED = 300;

/** What changed since a tree that is kept. */
export interface Change {
  /** The paths whose files are to be requested. */
  readonly paths: readonly string[];
  /** The files of the kept tree that are still there, by path in bytes. */
  readonly unchanged: ReadonlyMap<string, Listed>;
}

const COMPARISON = z.object({
  merge_base_commit: z.object({ sha: z.string() }),
  files: z.array(z.object({ filename: z.string(), status: z.string(), previous_filename: z.string().optional() })),
});

/** A commit, as it is requested. */
export interface Head {
  readonly owner: string;
  readonly repo: string;
  readonly ref: string | undefined;
  readonly sha: string | undefined;
}

/** What changed until a commit. Undefined if no tree is kept to start from, if too much changed, or if GitHub does not say so. */
export async function findChange(octokit: GitHubClient, head: Head, kept: KeptTrees): Promise<Change | undefined> {
  const [newest] = kept.trees;
  if (!newest) return undefined;
  const known = kept.trees.find(({ commit }) => commit === head.sha);
  const byRef = (ref: string | undefined) => kept.trees.find(each => each.ref === ref);
  const from = known ?? byRef(head.ref) ?? byRef(kept.branch) ?? newest;
  const compared = known
    ? { base: known.commit, files: [] }
    : await comparison(octokit, head, from.commit, kept.branch);
  if (!compared || compared.files.length >= MOST_COMPARED) return undefined;
  const paths = compared.files.flatMap(({ filename, status }) => (status === 'removed' ? [] : [filename]));
  if (paths.length > MOST_CHANGED) return undefined;
  const listing = await kept.listing(compared.base);
  if (!listing) return undefined;
  const unchanged = new Map(listing.map(file => [file.raw, file]));
  for (const { filename, previous_filename: previous } of compared.files)
    for (const path of [filename, previous]) if (path !== undefined) unchanged.delete(rawOf(path));
  return { paths, unchanged };
}

async function comparison(octokit: GitHubClient, { owner, repo, ref, sha }: Head, from: string, branch: string) {
  try {
    const basehead = `${from}...${sha ?? ref ?? branch}`;
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ owner, repo, basehead, per_page: 1 });
    const { merge_base_commit: base, files } = COMPARISON.parse(data);
    return { base: base.sha, files };
  } catch {
    return undefined;
  }
}

/** The bytes of a path, one for each character. */
function rawOf(path: string): string {
  return Buffer.from(path).toString('latin1');
}

const MODES: Readonly<Record<number, FileMode>> = {
  0o100644: 'file',
  0o100755: 'executable',
  0o120000: 'symlink',
  0o160000: 'submodule',
};

const ENTRY = z.object({
  mode: z.number(),
  oid: z.string(),
  object: z
    .object({ byteSize: z.number().optional(), isTruncated: z.boolean().optional(), text: z.string().nullish() })
    .nullish(),
});

/** The files of a tree, and the texts of its `.gitattributes`. */
export interface ChangedTree {
  readonly files: readonly Archived[];
  readonly attributes: ReadonlyMap<string, string>;
}

/**
 * The tree of a commit after a change. Undefined if it is not the commit's, or if a text is missing.
 * @param path the path of the commit in the answer
 */
export async function changedTree(
  { paths, unchanged }: Change,
  { answer, path }: { readonly answer: Answer; readonly path: readonly string[] },
  tree: string,
  kept: KeptTrees,
  rules?: AsideRules,
): Promise<ChangedTree | undefined> {
  const files = new Map(unchanged);
  const texts = new Map(await kept.texts());
  for (const [index, name] of paths.entries()) {
    const entry = part(answer, [...path, `changed${index}`], ENTRY);
    const mode = entry.read ? MODES[entry.value.mode] : undefined;
    if (!entry.read || !mode) return undefined;
    const { oid: blob, object } = entry.value;
    const size = mode === 'submodule' ? 0 : object?.byteSize;
    if (size === undefined) return undefined;
    const raw = rawOf(name);
    files.set(raw, { path: name, raw, mode, size, blob });
    // GitHub's text may differ from the content: it has no invalid bytes, and is cut if it is long.
    const content = Buffer.from(object?.text ?? '');
    if (blobHash(content) === blob) texts.set(blob, decodeText(content));
  }
  const sorted = [...files.values()].sort((a, b) => (a.raw < b.raw ? -1 : a.raw > b.raw ? 1 : 0));
  if (hashTree(sorted) !== tree) return undefined;
  return withTexts(sorted, texts, rules);
}

function withTexts(
  listed: readonly Listed[],
  texts: Awaited<ReturnType<KeptTrees['texts']>>,
  rules: AsideRules | undefined,
): ChangedTree | undefined {
  const tree = new TreeTexts(rules);
  let missing = false;
  const files = listed.map((file): Archived => {
    if (missing || !tree.wants(file.path, file.mode, file.size)) return file;
    const text = texts.get(file.blob);
    if (!text) missing = true;
    return text ? { ...file, text: tree.keep(file, () => text) } : file;
  });
  return missing ? undefined : { files, attributes: tree.attributes };
}
