import { Hono } from 'hono';
import type { FrontState } from './front-state.js';

/** Reactions to comments, by the comment's API path: https://docs.github.com/en/rest/reactions */
export const reactions = new Map<string, string[]>();

const CONTENTS = ['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes'];

/** Reactions, which emulate does not have. */
export function reactionRoutes(state: FrontState): Hono {
  const app = new Hono();
  for (const kind of ['issues', 'pulls']) {
    app.post(`/repos/:owner/:repo/${kind}/comments/:id/reactions`, async c => {
      const { owner, repo, id } = c.req.param();
      const comment = `/repos/${owner}/${repo}/${kind}/comments/${id}`;
      const { content } = await c.req.json<{ content: string }>();
      if (!CONTENTS.includes(content)) return c.json({ message: 'Validation Failed' }, 422);
      if (!(await state.get(comment))) return c.json({ message: 'Not Found' }, 404);
      const known = reactions.get(comment) ?? [];
      reactions.set(comment, known.includes(content) ? known : [...known, content]);
      return c.json(
        { id: known.length + 1, node_id: '', user: null, content, created_at: new Date().toISOString() },
        201,
      );
    });
  }
  return app;
}
