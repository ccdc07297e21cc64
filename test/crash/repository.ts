/** A repository of the GitHub of the crash driver: plain data that people and the app change. */
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

export const OWNER = 'acme';
export const BOT = { login: 'cim-readiness[bot]', type: 'Bot' };
export const PERSON = { login: 'maya', type: 'User' };

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parent?: string;
  readonly message: string;
  readonly date: string;
  readonly files: Files;
  /** What GitHub sends instead of an archive of the files. */
  readonly archive?: Buffer;
}

/** Contents by path. */
export type Files = Readonly<Record<string, string | Buffer>>;

export interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly head_sha: string;
  status: string;
  conclusion?: string;
  external_id?: string;
  output?: { readonly title?: string; readonly summary?: string };
  readonly actions?: readonly object[];
  readonly app: { readonly id: number };
  readonly annotations: object[];
}

export interface Issue {
  readonly number: number;
  readonly id: number;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed';
  readonly state_reason: string | null;
  readonly labels: readonly string[];
  readonly user: typeof BOT;
  readonly under: number[];
}

export interface Comment {
  readonly id: number;
  readonly issue: number;
  readonly body: string;
  readonly user: typeof BOT;
  readonly created_at: string;
}

export interface Pull {
  readonly number: number;
  readonly title: string;
  head: string;
}

/** A pull request that the app proposes. */
export interface Proposal {
  readonly number: number;
  readonly head: string;
  readonly title: string;
  readonly body: string;
}

export interface Repository {
  readonly id: number;
  readonly name: string;
  /** The installation of the app. */
  readonly installation: number;
  readonly commits: Map<string, Commit>;
  /** The head of the default branch. */
  head: string;
  readonly tags: Map<string, string>;
  readonly pulls: Pull[];
  readonly issues: Issue[];
  readonly labels: string[];
  readonly comments: Comment[];
  readonly checkRuns: CheckRun[];
  /** The files of branches that the app makes. */
  readonly branches: Map<string, Map<string, string>>;
  readonly proposals: Proposal[];
}

/** A module with one commit. */
export function repositoryOf(index: number, installation = 1): Repository {
  const made: Repository = {
    id: 501 + index,
    name: `cim-x${index}`,
    installation,
    commits: new Map(),
    head: '',
    tags: new Map(),
    pulls: [],
    issues: [],
    labels: [],
    comments: [],
    checkRuns: [],
    branches: new Map(),
    proposals: [],
  };
  made.head = commitTo(made, undefined, 'feat: begin', 0).sha;
  return made;
}

/** Adds a commit whose files say its number, with other files, or with another archive. */
export function commitTo(
  of: Repository,
  parent: string | undefined,
  message: string,
  number: number,
  { files: more = {}, archive }: { readonly files?: Files; readonly archive?: Buffer } = {},
): Commit {
  const files: Files = {
    'Cargo.toml': `[package]\nname = "${of.name}"\nversion = "0.${number}.0"\nedition = "2021"\n`,
    'README.md': `# ${of.name}\n\nIt weighs parcels.\n`,
    'src/lib.rs': `//! Parcels.\n\n/// The number of the commit.\npub const NUMBER: u32 = ${number};\n`,
    ...more,
  };
  const date = new Date(Date.UTC(2026, 0, 1, 0, 0, of.commits.size)).toISOString();
  const tree = treeOf(Object.entries(files));
  const sha = createHash('sha1')
    .update(JSON.stringify([of.name, parent, message, date, tree]))
    .digest('hex');
  const commit = {
    sha,
    tree,
    message,
    date,
    files,
    ...(parent === undefined ? {} : { parent }),
    ...(archive ? { archive } : {}),
  };
  of.commits.set(sha, commit);
  return commit;
}

/** The next number of an issue or pull request; 1 is an issue where people talk. */
export function nextNumber({ issues, pulls, proposals }: Repository): number {
  return 2 + issues.length + pulls.length + proposals.length;
}

/** A commit and all before it. */
export function historyOf({ commits }: Repository, sha: string): Commit[] {
  const found: Commit[] = [];
  for (let at = commits.get(sha); at; at = at.parent === undefined ? undefined : commits.get(at.parent)) found.push(at);
  return found;
}

/** The commit that a name stands for. */
export function resolved({ commits, head, tags }: Repository, name: string): Commit | undefined {
  return commits.get(name === 'HEAD' || name === 'main' ? head : (tags.get(name.replace(/^refs\/tags\//, '')) ?? name));
}

/** The archive of a commit, as GitHub makes it. */
export async function archiveOf({ name }: Repository, { sha, files, archive: other }: Commit): Promise<Buffer> {
  if (other) return other;
  const archive = pack();
  for (const [path, text] of Object.entries(files))
    archive.entry({ name: `${OWNER}-${name}-${sha.slice(0, 7)}/${path}` }, text);
  archive.finalize();
  return gzipSync(await buffer(archive));
}

/** Git's hash of files, by their paths below a folder. */
function treeOf(files: readonly (readonly [path: string, content: string | Buffer])[]): string {
  const folders = new Map<string, [string, string | Buffer][]>();
  const entries: [name: string, mode: string, hash: string][] = [];
  for (const [path, content] of files) {
    const slash = path.indexOf('/');
    if (slash < 0) {
      entries.push([path, '100644', hashOf('blob', Buffer.from(content))]);
      continue;
    }
    const folder = folders.get(path.slice(0, slash)) ?? [];
    folder.push([path.slice(slash + 1), content]);
    folders.set(path.slice(0, slash), folder);
  }
  for (const [folder, inside] of folders) entries.push([folder, '40000', treeOf(inside)]);
  const key = ([name, mode]: (typeof entries)[number]) => Buffer.from(mode === '40000' ? `${name}/` : name);
  entries.sort((a, b) => Buffer.compare(key(a), key(b)));
  return hashOf(
    'tree',
    Buffer.concat(
      entries.flatMap(([name, mode, hash]) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(hash, 'hex')]),
    ),
  );
}

function hashOf(type: string, bytes: Buffer): string {
  return createHash('sha1').update(`${type} ${bytes.length}\0`).update(bytes).digest('hex');
}
