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
const ISSUE = NUMBER.extend({ number: z.number() });
const COMMENT = z.object({ body: z.string().nullish(), created_at: z.string() });
const LABEL = z.object({ name: z.string() });
const REF = z.object({ ref: z.string() });
const CONTENT = z.union([
  z.array(z.object({ type: z.string() })),
  z.object({ type: z.literal('file'), content: z.string(), sha: z.string() }),
  z.object({ type: z.enum(['dir', 'symlink', 'submodule']) }),
]);
const ANNOTATION = z.object({ path: z.string(), start_line: z.number() });
const REPOSITORY = NUMBER.extend({ name: z.string(), owner: z.object({ login: z.string() }) });
const DELIVERY = z.object({ id: z.number(), guid: z.string(), delivered_at: z.string(), status_code: z.number() });

/** By method and path in a repository: what the app reads from the answer. */
const OF_REPOSITORY: Readonly<Record<string, z.ZodType>> = {
  'GET ': NUMBER.extend({ default_branch: z.string() }),
  'GET /branches/{branch}': z.object({ commit: COMMIT }),
  'GET /collaborators/{username}/permission': z.object({ permission: z.string() }),
  'GET /pulls/{pull_number}': PULL.extend({ state: z.string(), head: COMMIT, base: COMMIT }),
  'GET /pulls': z.array(PULL),
  'POST /pulls': PULL,
  'PATCH /pulls/{pull_number}': PULL,
  'GET /pulls/{pull_number}/reviews': z.array(z.object({ state: z.string() })),
  'GET /pulls/{pull_number}/comments': z.array(NUMBER),
  'GET /pulls/comments/{comment_id}': COMMENT,
  'POST /pulls/comments/{comment_id}/reactions': NUMBER,
  'POST /pulls/{pull_number}/comments/{comment_id}/replies': NUMBER,
  'GET /issues/comments/{comment_id}': COMMENT,
  'POST /issues/comments/{comment_id}/reactions': NUMBER,
  'GET /issues/{issue_number}/comments': z.array(NUMBER),
  'POST /issues/{issue_number}/comments': NUMBER,
  'GET /issues/{issue_number}/sub_issues': z.array(NUMBER),
  'POST /issues/{issue_number}/sub_issues': NUMBER,
  'GET /issues/{issue_number}': PULL,
  'PATCH /issues/{issue_number}': ISSUE,
  'GET /issues': z.array(PULL),
  'POST /issues': ISSUE,
  'GET /labels/{name}': LABEL,
  'POST /labels': LABEL,
  'GET /tags': z.array(z.object({ name: z.string(), commit: COMMIT })),
  'GET /commits/{ref}/check-runs': z.object({ check_runs: z.array(NUMBER) }),
  'POST /check-runs': NUMBER,
  'PATCH /check-runs/{check_run_id}': NUMBER,
  'GET /check-runs/{check_run_id}/annotations': z.array(ANNOTATION),
  'GET /contents/{path}': CONTENT,
  'GET /git/ref/{ref}': z.object({ object: COMMIT }),
  'POST /git/refs': REF,
  'PATCH /git/refs/{ref}': REF,
  'GET /git/trees/{tree_sha}': z.object({ tree: z.array(z.object({ path: z.string() })) }),
  'POST /git/trees': COMMIT,
  'GET /git/commits/{commit_sha}': COMMIT.extend({ tree: COMMIT }),
  'POST /git/commits': COMMIT,
  'GET /compare/{basehead}': z.union([z.object({ merge_base_commit: COMMIT }), z.object({ commits: z.array(COMMIT) })]),
  'GET /actions/runs': z.object({ workflow_runs: z.array(NUMBER) }),
  'GET /actions/runs/{run_id}/artifacts': z.object({ artifacts: z.array(NUMBER) }),
};

/** By method and path: what the app reads from answers to itself and to an installation. */
const OF_APP: Readonly<Record<string, z.ZodType>> = {
  'GET /app/installations': z.array(NUMBER),
  'POST /app/installations/{installation_id}/access_tokens': z.object({ token: z.string(), expires_at: z.string() }),
  'GET /app/hook/deliveries': z.array(DELIVERY),
  'GET /installation/repositories': z.object({ repositories: z.array(REPOSITORY) }),
};

const RULES = [...rulesOf(OF_REPOSITORY, '/repos/[^/]+/[^/]+'), ...rulesOf(OF_APP, '(?:https?://[^/]+(?:/api/v3)?)?')];

function rulesOf(answers: Readonly<Record<string, z.ZodType>>, before: string) {
  return Object.entries(answers).map(([key, schema]) => {
    const [method, path = ''] = key.split(' ');
    const anchor = before.startsWith('/') ? '' : '^';
    return { method, path: new RegExp(`${anchor}${before}${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`), schema };
  });
}

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
