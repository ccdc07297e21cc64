/** A GitHub that knows the registry `acme/cim`: commits, branches, and pull requests in memory. */
import { createHash } from 'node:crypto';
import { createGzip } from 'node:zlib';
import nock from 'nock';
import { pack } from 'tar-stream';
import { hashTree } from '../../src/collect/github/archive.js';
import { blobHash } from '../../src/snapshot/object-hash.js';
import { problemsOf } from '../support/github/contract.js';
import { fakeIssues } from './issues.js';
import type { Texts } from '../support/snapshots.js';

interface Commit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly texts: Texts;
  readonly message: string;
  readonly at: string;
  /** The login of a person; null for the app. */
  readonly person: string | null;
}

interface Pull {
  readonly number: number;
  readonly head: string;
  title: string;
  body: string;
  state: 'open' | 'closed';
  readonly created_at: string;
  closed_at: string | null;
  merged_at: string | null;
}

interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly head_sha: string;
  readonly conclusion: string;
  readonly output: {
    readonly title: string;
    readonly summary: string;
    readonly annotations: readonly { readonly path: string; readonly start_line: number; readonly message: string }[];
  };
}

/** GitHub's ID of the registry. */
export const REGISTRY_ID = 900;

export class FakeRegistry {
  readonly requests: string[] = [];
  /** What GitHub's description says against a request. */
  readonly problems: string[] = [];
  readonly pulls: Pull[] = [];
  readonly checkRuns: CheckRun[] = [];
  readonly branches = new Map<string, string>();
  isPrivate = false;
  /** The policy of the organization; undefined without one. */
  policy?: string;
  readonly issues = fakeIssues();
  /** What requests for other repositories are answered with, by method and path. */
  readonly others = new Map<string, unknown>();
  /** Is called before each request. */
  before: (request: string) => void = () => undefined;
  private readonly commits = new Map<string, Commit>();
  private readonly trees = new Map<string, Texts>();

  /** @param now ISO 8601 */
  constructor(
    texts: Texts,
    private readonly now: () => string,
  ) {
    this.branches.set('main', this.commit([], texts, 'chore: begin', 'maya'));
    const scope = nock('https://api.github.com').persist();
    scope.get(/^\/repos\/acme\/(?:\.github|cim-[\w-]+)\//).reply(uri => this.answerOther(decodeURIComponent(uri)));
    for (const method of ['get', 'post', 'patch', 'delete'] as const)
      scope[method](/^\/repos\/acme\/cim(?:$|[/?])/).reply((uri, body) =>
        this.answer(method.toUpperCase(), uri, body as never),
      );
  }

  /** A person commits to a branch. A text of null removes its file. */
  push(branch: string, change: Readonly<Record<string, string | null>>, person = 'maya'): void {
    const head = this.head(branch);
    const texts = Object.entries({ ...head.texts, ...change }).filter(
      (each): each is [string, string] => each[1] !== null,
    );
    this.branches.set(branch, this.commit([head.sha], Object.fromEntries(texts), 'docs: say more', person));
  }

  /** A person squashes and merges a pull request, and its branch is deleted. */
  merge(number: number): void {
    const pull = this.pull(number);
    const merged = this.merged('main', pull.head);
    if (!merged) throw new Error('the branches conflict');
    this.branches.set('main', this.commit([this.head('main').sha], merged, pull.title, 'olga'));
    this.branches.delete(pull.head);
    Object.assign(pull, { state: 'closed', closed_at: this.now(), merged_at: this.now() });
  }

  /** A person closes a pull request. */
  close(number: number): void {
    Object.assign(this.pull(number), { state: 'closed', closed_at: this.now() });
  }

  texts(branch: string): Texts {
    return this.head(branch).texts;
  }

  head(branch: string): Commit {
    return this.at(this.branches.get(branch) ?? '');
  }

  private pull(number: number): Pull {
    const pull = this.pulls.find(each => each.number === number);
    if (!pull) throw new Error(`there is no pull request ${number}`);
    return pull;
  }

  private at(sha: string): Commit {
    const commit = this.commits.get(sha);
    if (!commit) throw new Error(`there is no commit ${sha}`);
    return commit;
  }

  private commit(parents: readonly string[], texts: Texts, message: string, person: string | null): string {
    const sha = createHash('sha1')
      .update(JSON.stringify([parents, texts, message, person, this.now()]))
      .digest('hex');
    this.commits.set(sha, { sha, parents, texts, message, at: this.now(), person });
    return sha;
  }

  /** The texts of a branch with those of another; undefined if both changed a file. */
  private merged(onto: string, from: string): Texts | undefined {
    const [ours, theirs] = [this.head(onto), this.head(from)];
    const common = this.ancestors(theirs.sha).find(sha => this.ancestors(ours.sha).includes(sha));
    const base = common === undefined ? {} : this.at(common).texts;
    const result: Record<string, string> = {};
    for (const path of new Set([...Object.keys(ours.texts), ...Object.keys(theirs.texts)])) {
      const [a, b, c] = [ours.texts[path], theirs.texts[path], base[path]];
      if (a !== b && a !== c && b !== c) return undefined;
      const text = a === c ? b : a;
      if (text !== undefined) result[path] = text;
    }
    return result;
  }

  /** A commit and everything before it, the nearest first. */
  private ancestors(sha: string): string[] {
    const found = new Set<string>();
    for (const open = [sha]; open.length > 0; ) {
      const next = open.shift() ?? '';
      if (found.has(next)) continue;
      found.add(next);
      open.push(...this.at(next).parents);
    }
    return [...found];
  }

  private tree(texts: Texts): string {
    const inGitOrder = ([a]: [string, string], [b]: [string, string]) => Buffer.compare(Buffer.from(a), Buffer.from(b));
    const sha = hashTree(
      Object.entries(texts)
        .sort(inGitOrder)
        .map(([path, text]) => ({
          path,
          raw: Buffer.from(path).toString('latin1'),
          mode: 'file',
          size: Buffer.byteLength(text),
          blob: blobHash(Buffer.from(text)),
        })),
    );
    this.trees.set(sha, texts);
    return sha;
  }

  private shown({ sha, parents, message, at, person, texts }: Commit) {
    const author = person === null ? { login: 'cim-readiness[bot]', type: 'Bot' } : { login: person, type: 'User' };
    const commit = { message, committer: { date: at }, tree: { sha: this.tree(texts) } };
    return { sha, parents: parents.map(each => ({ sha: each })), author, commit };
  }

  private answer(
    method: string,
    uri: string,
    body: Readonly<Record<string, unknown>>,
  ): [number, unknown, Record<string, string>?] {
    const decoded = decodeURIComponent(uri);
    this.problems.push(...problemsOf(method, decoded, body));
    const path = decoded.replace('/repos/acme/cim', '').replace(/^\//, '').split('?')[0] ?? '';
    const request = `${method} ${path}`;
    this.requests.push(request);
    this.before(request);
    const [kind = '', ...rest] = path.split('/');
    const which = rest.join('/');
    if (kind === '')
      return [200, { id: REGISTRY_ID, default_branch: 'main', private: this.isPrivate, archived: false }];
    if (kind === 'issues' || kind === 'labels') {
      const asked = decoded.includes('?') ? `${path}?` : path;
      return this.issues.answer(method, asked, body) ?? [404, { message: 'Not Found' }];
    }
    if (kind === 'branches') return [200, { name: which, commit: this.shown(this.head(which)) }];
    if (kind === 'tarball') return [200, this.archive(this.at(which)), { 'content-type': 'application/x-gzip' }];
    if (kind === 'compare') return [200, this.compared(which)];
    if (kind === 'merges')
      return this.mergeInto(String(body['base']), String(body['head']), String(body['commit_message']));
    if (kind === 'pulls') return this.answerPulls(method, which, body);
    if (kind === 'git') return this.answerGit(method, which, body);
    if (kind === 'commits') return [200, { total_count: 0, check_runs: [] }];
    if (kind === 'check-runs' && method === 'POST') {
      this.checkRuns.push({ id: this.checkRuns.length + 1, ...(body as unknown as Omit<CheckRun, 'id'>) });
      return [201, this.checkRuns.at(-1)];
    }
    if (kind === 'check-runs' && method === 'PATCH') {
      const run = this.checkRuns.find(({ id }) => id === Number(which));
      Object.assign(run ?? {}, body);
      return [200, run];
    }
    if (kind === 'check-runs')
      return [200, this.checkRuns.find(({ id }) => id === Number.parseInt(which, 10))?.output.annotations ?? []];
    return [404, { message: 'Not Found' }];
  }

  private answerOther(uri: string): [number, unknown] {
    this.problems.push(...problemsOf('GET', uri, undefined));
    const path = uri.split('?')[0]?.replace('/repos/acme/', '') ?? '';
    this.requests.push(`GET ${path}`);
    if (path === '.github/contents/.github/cim.yml' && this.policy !== undefined)
      return [200, { type: 'file', sha: 'c'.repeat(40), content: Buffer.from(this.policy).toString('base64') }];
    return this.others.has(path) ? [200, this.others.get(path)] : [404, { message: 'Not Found' }];
  }

  private archive({ sha, texts }: Commit): NodeJS.ReadableStream {
    const archive = pack();
    for (const [path, text] of Object.entries(texts))
      archive.entry({ name: `acme-cim-${sha.slice(0, 7)}/${path}` }, text);
    archive.finalize();
    return archive.pipe(createGzip());
  }

  private compared(basehead: string) {
    const [base = '', head = ''] = basehead.split('...');
    const [below, above] = [this.ancestors(base), this.ancestors(head)];
    const ahead = above.filter(sha => !below.includes(sha)).reverse();
    const behind = below.filter(sha => !above.includes(sha));
    return {
      ahead_by: ahead.length,
      behind_by: behind.length,
      commits: ahead.map(sha => this.shown(this.at(sha))),
    };
  }

  private mergeInto(base: string, head: string, message: string): [number, unknown] {
    const texts = this.merged(base, head);
    if (!texts) return [409, { message: 'Merge conflict' }];
    const sha = this.commit([this.head(base).sha, this.head(head).sha], texts, message, null);
    this.branches.set(base, sha);
    return [201, this.shown(this.at(sha))];
  }

  private answerPulls(method: string, which: string, body: Readonly<Record<string, unknown>>): [number, unknown] {
    const shown = (pull: Pull) => ({
      ...pull,
      user: { login: 'cim-readiness[bot]', type: 'Bot' },
      head: { ref: pull.head, sha: this.branches.get(pull.head) },
      base: { ref: 'main', sha: this.branches.get('main'), repo: { id: REGISTRY_ID } },
    });
    if (method === 'GET' && which === '') return [200, this.pulls.toReversed().map(shown)];
    if (method === 'GET') return [200, shown(this.pull(Number(which)))];
    if (method === 'POST') {
      const { head, title, body: text } = body as { head: string; title: string; body: string };
      const times = { created_at: this.now(), closed_at: null, merged_at: null };
      this.pulls.push({ number: this.pulls.length + 1, head, title, body: text, state: 'open', ...times });
      return [201, this.pulls.at(-1)];
    }
    const pull = this.pull(Number(which));
    Object.assign(pull, body, body['state'] === 'closed' ? { closed_at: this.now() } : {});
    return [200, shown(pull)];
  }

  private answerGit(method: string, which: string, body: Readonly<Record<string, unknown>>): [number, unknown] {
    const ref = /^refs?\/heads\/(.+)$/.exec(which)?.[1] ?? String(body['ref']).replace('refs/heads/', '');
    const known = this.branches.get(ref);
    if (which.startsWith('ref') && method === 'GET')
      return known === undefined ? [404, {}] : [200, { object: { sha: known } }];
    if (which.startsWith('ref') && method === 'DELETE') {
      this.branches.delete(ref);
      return [204, ''];
    }
    if (which.startsWith('commits/')) return [200, this.shown(this.at(which.slice('commits/'.length))).commit];
    const sha = String(body['sha']);
    if (which === 'refs') {
      if (known !== undefined) return [422, { message: 'Reference already exists' }];
      this.branches.set(ref, sha);
      return [201, { ref }];
    }
    if (which.startsWith('refs/')) {
      if (known !== undefined && body['force'] !== true && !this.ancestors(sha).includes(known))
        return [422, { message: 'Update is not a fast forward' }];
      this.branches.set(ref, sha);
      return [200, { ref }];
    }
    if (which === 'trees') {
      const { base_tree: below, tree } = body as {
        base_tree: string;
        tree: readonly { path: string; content: string }[];
      };
      const texts = {
        ...this.trees.get(below),
        ...Object.fromEntries(tree.map(({ path, content }) => [path, content])),
      };
      return [201, { sha: this.tree(texts) }];
    }
    if (which === 'commits') {
      const { parents, tree, message } = body as { parents: readonly string[]; tree: string; message: string };
      return [201, { sha: this.commit(parents, this.trees.get(tree) ?? {}, message, null) }];
    }
    return [404, { message: 'Not Found' }];
  }
}
