/** Branches, files, and pull requests that the app makes on the GitHub of the crash driver. */
import { createHash } from 'node:crypto';
import { type Answer, created, json, type Request } from './answer.js';
import { nextNumber, OWNER, type Repository, resolved } from './repository.js';

/** The answer to a request that makes a proposal; undefined for one about something else. */
export function answerOfProposal(of: Repository, path: string, { method, query, body }: Request): Answer | undefined {
  const { branches, proposals } = of;
  if (path === 'pulls' && method === 'GET' && query.has('head'))
    return json(proposals.filter(({ head }) => `${OWNER}:${head}` === query.get('head')).map(each => shown(of, each)));
  if (path === 'pulls' && method === 'POST') {
    const { head, title, body: text } = body as Record<string, string>;
    if (proposals.some(each => each.head === head)) return json({ message: 'A pull request already exists' }, 422);
    const made = { number: nextNumber(of), head: head ?? '', title: title ?? '', body: text ?? '' };
    proposals.push(made);
    return created(shown(of, made));
  }
  if (path === 'git/refs' && method === 'POST') {
    const name = String(body['ref']).replace('refs/heads/', '');
    if (branches.has(name)) return json({ message: 'Reference already exists' }, 422);
    branches.set(name, new Map());
    return created({ ref: body['ref'], object: { sha: body['sha'] } });
  }
  const [, moved] = /^git\/refs\/heads\/(.+)$/.exec(path) ?? [];
  if (moved !== undefined && method === 'PATCH') {
    branches.set(moved, new Map());
    return json({ ref: `refs/heads/${moved}`, object: { sha: body['sha'] } });
  }
  const [, file] = /^contents\/(.+)$/.exec(path) ?? [];
  if (file === undefined) return undefined;
  if (method === 'PUT') {
    const text = Buffer.from(String(body['content']), 'base64').toString();
    branches.get(String(body['branch']))?.set(file, text);
    return created({ content: { sha: blobOf(text) } });
  }
  const text = branches.get(query.get('ref') ?? '')?.get(file) ?? resolved(of, 'HEAD')?.files[file];
  if (text === undefined) return json({ message: 'Not Found' }, 404);
  return json({ type: 'file', sha: blobOf(text), content: Buffer.from(text).toString('base64') });
}

function shown({ head: sha }: Repository, { number, title, body, head }: Repository['proposals'][number]) {
  return { number, title, body, state: 'open', head: { ref: head, sha }, base: { ref: 'main', sha } };
}

function blobOf(text: string | Buffer): string {
  return createHash('sha1').update(text).digest('hex');
}
