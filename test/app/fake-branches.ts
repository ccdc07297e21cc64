/** The branches for fixes, and their pull requests: real branches of the repository on this machine. */
import { execFileSync } from 'node:child_process';
import { GraphQLError } from 'graphql';
import { git } from '../collect/support/repositories.js';

type Answer = [number, unknown];
type Body = Readonly<Record<string, unknown>>;

interface FixesPull {
  readonly number: number;
  readonly head: string;
  title: string;
  body: string;
  state: 'open' | 'closed';
  readonly created_at: string;
  closed_at: string | null;
  merged_at: string | null;
}

export interface FakeBranches {
  readonly pulls: FixesPull[];
  /** The reviews of pull request 7. */
  readonly reviews: { readonly body: string; readonly comments: readonly Readonly<Record<string, unknown>>[] }[];
  /** The comparison with the head of a branch for fixes; undefined for another commit. */
  compared(base: string, head: string): object | undefined;
  /** Is called before each commit of the app. */
  beforeCommit: () => void;
  /** The text of a file on a branch; undefined if there is none. */
  text(branch: string, path: string): string | undefined;
  /** The paths that a branch changes. */
  changed(branch: string): readonly string[];
  /** The subjects of the commits that a branch has and `main` lacks, the newest first. */
  subjects(branch: string): readonly string[];
  /** A person closes a pull request, or squashes and merges it. */
  end(number: number, how: 'close' | 'merge'): void;
  /** A person commits a file to a branch. */
  commits(branch: string, path: string, text: string): void;
  /** The answer to a request; undefined for one that is about something else. */
  answer(method: string, path: string, body: Body): Answer | undefined;
  /** The mutation of GitHub's schema. */
  createCommitOnBranch(args: { readonly input: CommitInput }): unknown;
}

interface CommitInput {
  readonly branch: { readonly branchName: string };
  readonly message: { readonly headline: string; readonly body: string };
  readonly expectedHeadOid: string;
  readonly fileChanges: { readonly additions: readonly { readonly path: string; readonly contents: string }[] };
}

const APP = 'cim-readiness[bot]';
const AT = '2026-06-01T00:00:00Z';

export function fakeBranches(dir: string): FakeBranches {
  const pulls: FixesPull[] = [];
  const reviews: FakeBranches['reviews'] = [];
  const attempt = (...args: readonly string[]) => {
    try {
      return git(dir, ...args);
    } catch {
      return undefined;
    }
  };
  const tip = (branch: string) => attempt('rev-parse', '--verify', '--quiet', `refs/heads/${branch}`);
  const withIndex = (base: string, change: (run: (args: readonly string[], input?: string) => string) => void) => {
    const env = { ...process.env, GIT_INDEX_FILE: `${dir}/.git/index-of-github` };
    const run = (args: readonly string[], input = '') =>
      execFileSync('git', [...args], { cwd: dir, env, input, encoding: 'utf8' }).trim();
    run(['read-tree', base]);
    change(run);
    return run(['write-tree']);
  };
  const commit = (tree: string, parents: readonly string[], message: string, author: string) =>
    git(dir, '-c', `user.name=${author}`, 'commit-tree', tree, ...parents.flatMap(each => ['-p', each]), '-m', message);
  // The identity of the tests stands in the environment, which wins: the message says who it was.
  const authored = (author: string, message: string) => (author === APP ? message : `${message}\n\nBy: ${author}`);
  const shown = (sha: string) => {
    const [tree = '', parents = '', ...message] = git(dir, 'show', '-s', '--format=%T%n%P%n%B', sha).split('\n');
    const text = message.join('\n').trim();
    const isPerson = /^By: /m.test(text);
    return {
      sha,
      parents: parents
        .split(' ')
        .filter(Boolean)
        .map(each => ({ sha: each })),
      author: isPerson ? { login: 'maya', type: 'User' } : { login: APP, type: 'Bot' },
      commit: { message: text, tree: { sha: tree }, committer: { date: AT } },
    };
  };
  const lines = (text: string | undefined) => (text ?? '').split('\n').filter(Boolean);
  const put = (branch: string, files: readonly (readonly [string, string])[], message: string) => {
    const head = tip(branch) ?? '';
    const tree = withIndex(head, run => {
      for (const [path, text] of files) {
        const blob = run(['hash-object', '-w', '--stdin'], text);
        run(['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`]);
      }
    });
    const made = commit(tree, [head], message, APP);
    git(dir, 'update-ref', `refs/heads/${branch}`, made);
    return made;
  };

  const fake: FakeBranches = {
    pulls,
    reviews,
    beforeCommit: () => undefined,
    text: (branch, path) => attempt('show', `${branch}:${path}`),
    changed: branch => lines(git(dir, 'diff', '--name-only', `main...${branch}`)),
    subjects: branch => lines(git(dir, 'log', '--format=%s', `main..${branch}`)),
    end(number, how) {
      const pull = pulls.find(each => each.number === number);
      if (!pull) throw new Error(`there is no pull request ${number}`);
      if (how === 'merge') {
        git(dir, 'merge', '--squash', '-q', pull.head);
        git(dir, 'commit', '-q', '-m', pull.title);
        git(dir, 'update-ref', '-d', `refs/heads/${pull.head}`);
      }
      Object.assign(pull, { state: 'closed', closed_at: AT, merged_at: how === 'merge' ? AT : null });
    },
    commits(branch, path, text) {
      put(branch, [[path, text]], authored('maya', 'docs: say more'));
    },
    createCommitOnBranch({ input }) {
      fake.beforeCommit();
      const { branch, message, expectedHeadOid, fileChanges } = input;
      if (tip(branch.branchName) !== expectedHeadOid)
        throw new GraphQLError('Expected branch to point to another oid', { extensions: {} });
      const files = fileChanges.additions.map(
        ({ path, contents }) => [path, Buffer.from(contents, 'base64').toString()] as const,
      );
      return { commit: { oid: put(branch.branchName, files, `${message.headline}\n\n${message.body}`) } };
    },
    compared,
    answer(method, uri, body) {
      const [path = '', query = ''] = decodeURIComponent(uri).split('?');
      const asked = new URLSearchParams(query);
      if (method === 'GET' && path === 'pulls' && asked.get('head')?.startsWith('acme:cim-readiness/fixes'))
        return [200, pulls.filter(({ head }) => `acme:${head}` === asked.get('head')).toReversed()];
      const { head = '' } = body as { readonly head?: string };
      if (method === 'POST' && path === 'pulls' && head.startsWith('cim-readiness/fixes')) {
        const { title, body: text } = body as { readonly title: string; readonly body: string };
        const times = { created_at: AT, closed_at: null, merged_at: null };
        pulls.push({ number: 60 + pulls.length, head, title, body: text, state: 'open', ...times });
        return [201, { number: 59 + pulls.length }];
      }
      const [, number] = /^pulls\/(\d+)$/.exec(path) ?? [];
      const pull = pulls.find(each => String(each.number) === number);
      if (pull && method === 'PATCH') return [200, Object.assign(pull, body)];
      if (method === 'GET' && path === 'pulls/7/files')
        return [200, lines(git(dir, 'diff', '--name-only', 'main...topic')).map(file => listed(dir, file))];
      if (method === 'POST' && path === 'pulls/7/reviews') {
        reviews.push(body as never);
        return [200, {}];
      }
      return answerGit(method, path, body);
    },
  };
  return fake;

  function compared(base: string, head: string) {
    if (!git(dir, 'branch', '--points-at', head).includes('cim-readiness/fixes')) return undefined;
    const files = lines(git(dir, 'diff', '--raw', '--no-abbrev', '--no-renames', `${base}...${head}`)).map(line => {
      const [, , , blob = '', status = '', filename = ''] = line.split(/[ \t]/);
      return { filename, sha: blob, status: status === 'D' ? 'removed' : status === 'A' ? 'added' : 'modified' };
    });
    const commits = lines(git(dir, 'rev-list', '--reverse', `${base}..${head}`)).map(shown);
    const behind = lines(git(dir, 'rev-list', `${head}..${base}`)).length;
    const from = git(dir, 'merge-base', base, head).trim();
    return { merge_base_commit: { sha: from }, ahead_by: commits.length, behind_by: behind, commits, files };
  }

  function answerGit(method: string, path: string, body: Body): Answer | undefined {
    const ref = /^git\/refs?\/heads\/(cim-readiness\/fixes.*)$/.exec(path)?.[1];
    const made = /^refs\/heads\/(cim-readiness\/fixes.*)$/.exec((body['ref'] as string | undefined) ?? '')?.[1];
    if (method === 'POST' && path === 'git/refs' && made !== undefined) {
      if (tip(made) !== undefined) return [422, { message: 'Reference already exists' }];
      git(dir, 'update-ref', `refs/heads/${made}`, String(body['sha']));
      return [201, { ref: `refs/heads/${made}` }];
    }
    if (ref !== undefined) {
      const head = tip(ref);
      if (head === undefined) return [404, { message: 'Not Found' }];
      if (method === 'GET') return [200, { object: { sha: head } }];
      if (method === 'DELETE') {
        git(dir, 'update-ref', '-d', `refs/heads/${ref}`);
        return [204, ''];
      }
      const isForward = attempt('merge-base', '--is-ancestor', head, String(body['sha'])) !== undefined;
      if (!isForward && body['force'] !== true) return [422, { message: 'Update is not a fast forward' }];
      git(dir, 'update-ref', `refs/heads/${ref}`, String(body['sha']));
      return [200, { ref: `refs/heads/${ref}` }];
    }
    const [, sha] = /^git\/commits\/(\w+)$/.exec(path) ?? [];
    if (sha !== undefined) return [200, { sha, ...shown(sha).commit }];
    if (method === 'POST' && path === 'git/commits') {
      const { tree, parents, message } = body as { tree: string; parents: readonly string[]; message: string };
      return [201, { sha: commit(tree, parents, message, APP) }];
    }
    return undefined;
  }
}

function listed(dir: string, filename: string) {
  const diff = git(dir, 'diff', 'main...topic', '--', filename);
  return { filename, sha: 'b'.repeat(40), status: 'modified', patch: diff.slice(diff.indexOf('@@')) };
}
