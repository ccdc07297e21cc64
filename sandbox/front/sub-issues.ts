import { Hono } from 'hono';
import type { FrontState } from './front-state.js';

interface Issue {
  readonly id: number;
  readonly number: number;
  readonly title: string;
  readonly state: string;
}

/** The sub-issues (GitHub's IDs) of each issue, by the API path of the parent: https://docs.github.com/en/rest/issues/sub-issues */
const under = new Map<string, number[]>();

/** Sub-issues, which emulate does not have. */
export function subIssueRoutes(state: FrontState): Hono {
  const app = new Hono();
  const path = '/repos/:owner/:repo/issues/:number/sub_issues';

  app.get(path, async c => {
    const { owner, repo, number } = c.req.param();
    return c.json(await listSubIssues(state, `${owner}/${repo}`, number));
  });

  app.post(path, async c => {
    const { owner, repo, number } = c.req.param();
    const upper = `/repos/${owner}/${repo}/issues/${number}`;
    const { sub_issue_id: id } = await c.req.json<{ sub_issue_id: number }>();
    const issue = await state.get<Issue>(upper);
    const all = (await state.get<Issue[]>(`/repos/${owner}/${repo}/issues?state=all&per_page=100`)) ?? [];
    if (!issue || !all.some(each => each.id === id)) return c.json({ message: 'Not Found' }, 404);
    // On GitHub, an issue has at most one parent.
    if ([...under.values()].some(ids => ids.includes(id))) return c.json({ message: 'Validation Failed' }, 422);
    under.set(upper, [...(under.get(upper) ?? []), id]);
    return c.json(issue, 201);
  });
  return app;
}

/** The sub-issues of an issue, in the order in which they were added. */
export async function listSubIssues({ get }: FrontState, name: string, number: string | number): Promise<Issue[]> {
  const ids = under.get(`/repos/${name}/issues/${number}`) ?? [];
  const all = (await get<Issue[]>(`/repos/${name}/issues?state=all&per_page=100`)) ?? [];
  return ids.flatMap(id => all.find(each => each.id === id) ?? []);
}
