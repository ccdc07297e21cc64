import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { type Context, Hono } from 'hono';
import { pack } from 'tar-stream';
import type { FrontState } from './front-state.js';
import { withMerge } from './merged.js';

interface Tree {
  readonly tree: readonly {
    readonly path: string;
    readonly mode: string;
    readonly type: string;
    readonly sha: string;
  }[];
}

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly annotation_level: string;
  readonly message: string;
}

/** The REST API: adds tarballs and branch rules, which emulate lacks, and forwards other requests to emulate. */
export function restRoutes(state: FrontState): Hono {
  const app = new Hono();

  app.get('/repos/:owner/:repo/tarball/:ref{.+}', async c => {
    const { owner, repo, ref } = c.req.param();
    const commit = await state.get<{ sha: string }>(`/repos/${owner}/${repo}/commits/${ref}`);
    if (!commit) return c.json({ message: 'Not Found' }, 404);
    const body = Readable.toWeb(await tarball(state, `${owner}/${repo}`, commit.sha)) as ReadableStream<Uint8Array>;
    return c.body(body, 200, { 'content-type': 'application/x-gzip' });
  });

  // emulate answers with an object, GitHub with a list.
  app.get('/repos/:owner/:repo/check-runs/:id/annotations', async c => {
    const { owner, repo, id } = c.req.param();
    const annotations = await listAnnotations(state, `${owner}/${repo}`, id);
    return annotations ? c.json(annotations) : c.json({ message: 'Not Found' }, 404);
  });

  // GitHub adds the annotations of an update to the existing ones. emulate replaces them.
  app.patch('/repos/:owner/:repo/check-runs/:id', async c => {
    const { owner, repo, id } = c.req.param();
    const body = await c.req.json<{ output?: { annotations?: readonly Annotation[] } }>();
    const known = (await listAnnotations(state, `${owner}/${repo}`, id)) ?? [];
    const { output } = body;
    const all = output ? { output: { ...output, annotations: [...known, ...(output.annotations ?? [])] } } : {};
    return forward(c, JSON.stringify({ ...body, ...all }));
  });

  // emulate does not say that a pull request was merged by other means than its own.
  app.get('/repos/:owner/:repo/pulls', async c => {
    const { owner, repo } = c.req.param();
    const response = await forward(c, new ArrayBuffer());
    if (!response.ok) return response;
    const pulls = (await response.json()) as { readonly number: number; readonly state: string }[];
    return c.json(pulls.map(pull => withMerge(`/repos/${owner}/${repo}/pulls/${pull.number}`, pull)));
  });

  // This organization has no rulesets.
  app.get('/repos/:owner/:repo/rules/branches/:branch{.+}', c => c.json([]));

  app.all('/*', async c => forward(c, await c.req.arrayBuffer()));
  return app;

  async function forward({ req }: Context, body: string | ArrayBuffer): Promise<Response> {
    const path = req.url.slice(req.url.indexOf('/api/v3') + '/api/v3'.length);
    const { method } = req;
    const headers = new Headers(req.raw.headers);
    for (const name of ['host', 'content-length', 'connection', 'accept-encoding']) headers.delete(name);
    const response = await fetch(`${state.emulator}${path}`, {
      method,
      headers,
      ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
    });
    const answered = new Headers(response.headers);
    for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) answered.delete(name);
    return new Response(response.body, { status: response.status, headers: answered });
  }
}

/** The annotations of a check run; undefined if the check run does not exist. */
export async function listAnnotations({ get }: Pick<FrontState, 'get'>, repository: string, id: number | string) {
  const path = `/repos/${repository}/check-runs/${id}/annotations?per_page=100`;
  return (await get<{ check_annotations: readonly Annotation[] }>(path))?.check_annotations;
}

/** Creates a tarball like GitHub, with everything in one directory, `OWNER-REPO-SHA`. */
async function tarball({ get }: FrontState, repository: string, sha: string): Promise<Readable> {
  const listing = await get<Tree>(`/repos/${repository}/git/trees/${sha}?recursive=1`);
  const top = `${repository.replace('/', '-')}-${sha.slice(0, 7)}`;
  const archive = pack();
  archive.entry({ name: `${top}/`, type: 'directory' });
  for (const entry of listing?.tree ?? []) {
    const name = `${top}/${entry.path}`;
    if (entry.type !== 'blob') {
      archive.entry({ name: `${name}/`, type: 'directory' });
      continue;
    }
    const blob = await get<{ content: string }>(`/repos/${repository}/git/blobs/${entry.sha}`);
    const content = Buffer.from(blob?.content ?? '', 'base64');
    if (entry.mode === '120000') archive.entry({ name, type: 'symlink', linkname: content.toString() });
    else archive.entry({ name, mode: entry.mode === '100755' ? 0o755 : 0o644 }, content);
  }
  archive.finalize();
  return archive.pipe(createGzip());
}
