/** Branches, files and pull requests that the app makes, over the repository on this machine. */
import { git } from '../collect/support/repositories.js';

export interface FakeProposals {
  /** Branch to its files. */
  readonly branches: Map<string, Map<string, string>>;
  readonly pulls: { readonly number: number; readonly head: string; readonly title: string; readonly body: string }[];
  /** The answer to a request; undefined for one that is about something else. */
  answer(method: string, path: string, body: Readonly<Record<string, unknown>>): [number, unknown] | undefined;
}

export function fakeProposals(dir: string): FakeProposals {
  const branches: FakeProposals['branches'] = new Map();
  const pulls: FakeProposals['pulls'] = [];
  const shown = (path: string, ref: string): string | undefined => {
    const own = branches.get(ref)?.get(path);
    if (own !== undefined) return own;
    try {
      return git(dir, 'show', `main:${path}`);
    } catch {
      return undefined;
    }
  };
  return {
    branches,
    pulls,
    answer(method, uri, body) {
      const [path = '', query = ''] = uri.split('?');
      const asked = new URLSearchParams(query);
      if (method === 'GET' && path === 'pulls')
        return [200, pulls.filter(({ head }) => `acme:${head}` === asked.get('head'))];
      if (method === 'POST' && path === 'pulls') {
        const { title, body: words, head } = body as { title: string; body: string; head: string };
        pulls.push({ number: 40 + pulls.length, head, title, body: words });
        return [201, { number: 39 + pulls.length }];
      }
      if (method === 'POST' && path === 'git/refs') {
        const name = String(body['ref']).replace('refs/heads/', '');
        if (branches.has(name)) return [422, { message: 'Reference already exists' }];
        branches.set(name, new Map());
        return [201, { ref: body['ref'] }];
      }
      const [, moved] = /^git\/refs\/heads\/(.+)$/.exec(decodeURIComponent(path)) ?? [];
      if (method === 'PATCH' && moved) {
        branches.set(moved, new Map());
        return [200, { ref: moved }];
      }
      const [, file] = /^contents\/(.+)$/.exec(decodeURIComponent(path)) ?? [];
      if (!file) return undefined;
      if (method === 'PUT') {
        const text = Buffer.from(String(body['content']), 'base64').toString();
        branches.get(String(body['branch']))?.set(file, text);
        return [200, { content: {} }];
      }
      const text = shown(file, asked.get('ref') ?? 'main');
      if (text === undefined) return [404, { message: 'Not Found' }];
      return [200, { type: 'file', sha: 'b'.repeat(40), content: Buffer.from(text).toString('base64') }];
    },
  };
}
