/**
 * What must be in GitHub's answers. A proxy's page, half an answer, or another object than was asked for is no answer: it is
 * treated like a 502, so that the work is tried again instead of taking a missing permission for a refusal.
 * https://docs.github.com/en/rest
 */
import { RequestError } from '@octokit/request-error';
import { z } from 'zod';

const NUMBER = z.object({ id: z.number() });
const COMMIT = z.object({ sha: z.string() });
const PULL = z.object({ number: z.number() });
const COMMENT = z.object({ body: z.string().nullish(), created_at: z.string() });

/** By method and path in the repository: what the app reads from the answer. */
const ANSWERS: Readonly<Record<string, z.ZodType>> = {
  'GET ': NUMBER.extend({ default_branch: z.string() }),
  'GET /branches/{branch}': z.object({ commit: COMMIT }),
  'GET /collaborators/{username}/permission': z.object({ permission: z.string() }),
  'GET /pulls/{pull_number}': PULL.extend({ state: z.string(), head: COMMIT, base: COMMIT }),
  'GET /pulls': z.array(PULL),
  'GET /pulls/{pull_number}/reviews': z.array(z.object({ state: z.string() })),
  'GET /pulls/{pull_number}/comments': z.array(NUMBER),
  'GET /pulls/comments/{comment_id}': COMMENT,
  'GET /issues/comments/{comment_id}': COMMENT,
  'GET /issues/{issue_number}/comments': z.array(NUMBER),
  'GET /issues/{issue_number}/sub_issues': z.array(NUMBER),
  'GET /issues/{issue_number}': PULL,
  'GET /issues': z.array(PULL),
  'GET /tags': z.array(z.object({ name: z.string(), commit: COMMIT })),
  'GET /commits/{ref}/check-runs': z.object({ check_runs: z.array(NUMBER) }),
  'POST /check-runs': NUMBER,
  'POST /issues': NUMBER.extend({ number: z.number() }),
  'POST /issues/{issue_number}/comments': NUMBER,
  'POST /pulls': PULL,
};

const RULES = Object.entries(ANSWERS).map(([key, schema]) => {
  const [method, path = ''] = key.split(' ');
  return { method, path: new RegExp(`/repos/[^/]+/[^/]+${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`), schema };
});

/** Checks an answer. @param request its URL may be a template @throws RequestError with the status 502 */
export function checkAnswer(
  response: { readonly data: unknown; readonly status: number; readonly url: string; readonly headers: object },
  request: { readonly method: string; readonly url: string; readonly headers: object },
): void {
  const { method, url } = request;
  const { data } = response;
  const [path = ''] = url.split('?');
  const rule = RULES.find(each => each.method === method && each.path.test(path));
  // GitHub answers in JSON, and the client leaves what it cannot parse as text.
  const isText = typeof data === 'string' && data !== '';
  if (!isText && (!rule || rule.schema.safeParse(data).success)) return;
  throw new RequestError(`GitHub's answer to ${method} ${path} is not what GitHub describes`, 502, {
    request: request as never,
    response: response as never,
  });
}
