/** The actions of people on GitHub, through the REST API: push, open a pull request, merge, tag; and wait for results. */
import { APP, type EmulatedGitHub, fullName } from './emulated-github.js';
import { merged } from './front/merged.js';
import type { Texts } from './modules.js';

interface Git {
  readonly sha: string;
  readonly tree: { readonly sha: string };
}

/**
 * Commits files to a branch like Git: creates blobs, a tree, a commit, and a ref. Creates the branch from the default branch if it does not
 * exist. A text of null removes its file. Returns the commit's SHA.
 */
export async function push(
  github: EmulatedGitHub,
  repo: string,
  branch: string,
  change: Readonly<Record<string, string | null>>,
  message: string,
  person: string,
): Promise<string> {
  const base = `/repos/${fullName(repo)}/git`;
  const head = await refOf(github, base, branch);
  const parent = head ?? (await refOf(github, base, 'main'));
  if (!parent) throw new Error(`${repo} has no branch main`);
  const before = await github.request<Git>('GET', `${base}/commits/${parent}`, undefined, person);
  const entries = Object.entries(change).map(([path, text]) => ({
    path,
    mode: '100644',
    type: 'blob',
    ...(text === null ? { sha: null } : { content: text }),
  }));
  const tree = await github.request<Git>(
    'POST',
    `${base}/trees`,
    { base_tree: before.tree.sha, tree: entries },
    person,
  );
  const commit = await github.request<Git>(
    'POST',
    `${base}/commits`,
    { message, tree: tree.sha, parents: [parent], author: authorOf(person) },
    person,
  );
  if (head) await github.request('PATCH', `${base}/refs/heads/${branch}`, { sha: commit.sha }, person);
  else await github.request('POST', `${base}/refs`, { ref: `refs/heads/${branch}`, sha: commit.sha }, person);
  return commit.sha;
}

/** Commits to a new branch and opens a pull request with the same title. */
export async function propose(
  github: EmulatedGitHub,
  repo: string,
  { branch, files, title }: { branch: string; files: Readonly<Record<string, string | null>>; title: string },
  person: string,
): Promise<{ readonly number: number; readonly head: string }> {
  const head = await push(github, repo, branch, files, title, person);
  const pull = { title, head: branch, base: 'main', body: 'Please have a look.' };
  const path = `/repos/${fullName(repo)}/pulls`;
  const { number } = await github.request<{ number: number }>('POST', path, pull, person);
  return { number, head };
}

/** Starts the default branch of a repository with one commit without parents. */
export async function begin(
  github: EmulatedGitHub,
  repo: string,
  texts: Texts,
  message: string,
  person: string,
): Promise<string> {
  const base = `/repos/${fullName(repo)}/git`;
  const entries = Object.entries(texts).map(([path, content]) => ({ path, mode: '100644', type: 'blob', content }));
  const tree = await github.request<Git>('POST', `${base}/trees`, { tree: entries }, person);
  const author = authorOf(person);
  const commit = await github.request<Git>(
    'POST',
    `${base}/commits`,
    { message, tree: tree.sha, parents: [], author },
    person,
  );
  await github.request('PATCH', `${base}/refs/heads/main`, { sha: commit.sha, force: true }, person);
  return commit.sha;
}

/** Creates a lightweight tag. */
export async function tag(
  github: EmulatedGitHub,
  repo: string,
  name: string,
  sha: string,
  person: string,
): Promise<void> {
  await github.request('POST', `/repos/${fullName(repo)}/git/refs`, { ref: `refs/tags/${name}`, sha }, person);
  await pushed(github, repo, `refs/tags/${name}`, sha, person);
}

/**
 * Squash-merges a pull request like GitHub, with its title as the commit's header, because emulate merges the branch as it was when the
 * pull request was opened. Returns the commit's SHA.
 */
export async function merge(github: EmulatedGitHub, repo: string, number: number, person: string): Promise<string> {
  const path = `/repos/${fullName(repo)}`;
  const base = `${path}/git`;
  const pull = await github.request<{ title: string; head: { ref: string } }>('GET', `${path}/pulls/${number}`);
  const [head, parent] = [await refOf(github, base, pull.head.ref), await refOf(github, base, 'main')];
  const { tree } = await github.request<Git>('GET', `${base}/commits/${head}`);
  const commit = await github.request<Git>(
    'POST',
    `${base}/commits`,
    { message: `${pull.title} (#${number})`, tree: tree.sha, parents: [parent], author: authorOf(person) },
    person,
  );
  merged.set(`${path}/pulls/${number}`, new Date().toISOString());
  await github.request('PATCH', `${base}/refs/heads/main`, { sha: commit.sha }, person);
  await github.request('PATCH', `${path}/pulls/${number}`, { state: 'closed' }, person);
  return commit.sha;
}

/** Sends the push webhook of a tag, which emulate does not send. */
async function pushed(github: EmulatedGitHub, repo: string, ref: string, after: string, login: string): Promise<void> {
  const repository = await github.request<object>('GET', `/repos/${fullName(repo)}`);
  const installation = { id: APP.installation };
  const sender = { login, type: 'User' };
  await github.sendWebhook('push', { ref, before: '0'.repeat(40), after, repository, installation, sender });
}

/** Protects the default branch as the standard requires. */
export async function protect(github: EmulatedGitHub, repo: string): Promise<void> {
  await github.request('PUT', `/repos/${fullName(repo)}/branches/main/protection`, {
    required_pull_request_reviews: { required_approving_review_count: 1 },
    required_status_checks: { strict: false, contexts: ['test'] },
    enforce_admins: false,
    restrictions: null,
    allow_force_pushes: false,
    allow_deletions: false,
  });
}

function authorOf(person: string) {
  return { name: person, email: `${person}@cim.example`, date: new Date().toISOString() };
}

async function refOf(github: EmulatedGitHub, base: string, branch: string): Promise<string | undefined> {
  const refs = await github.request<{ ref: string; object: { sha: string } }[]>(
    'GET',
    `${base}/matching-refs/heads/${branch}`,
  );
  return refs.find(each => each.ref === `refs/heads/${branch}`)?.object.sha;
}

/** Polls until there is an answer. Returns undefined after `seconds` without one. */
export async function until<T>(question: () => Promise<T | undefined>, seconds = 30): Promise<T | undefined> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await question();
    if (answer !== undefined || Date.now() > end) return answer;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
