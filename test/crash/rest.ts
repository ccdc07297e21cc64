/** GitHub's REST API, as far as the app uses it. */

import { type Answer, created, json, type Request } from './answer.js';
import { type SnapshotVariables, snapshotOf } from './graphql.js';
import { answerOfProposal } from './proposals.js';
import {
  archiveOf,
  BOT,
  type CheckRun,
  type Comment,
  historyOf,
  OWNER,
  PERSON,
  type Repository,
  resolved,
  nextNumber,
} from './repository.js';

export const APP_ID = 1;

/** Answers about one repository; undefined for what is not known here. */
export async function answerOf(of: Repository, path: string, request: Request): Promise<Answer | undefined> {
  const { method, query } = request;
  const proposed = answerOfProposal(of, path, request);
  if (proposed) return proposed;
  const [, first = '', second = '', third = ''] = /^([^/]*)\/?([^/]*)\/?(.*)$/.exec(path) ?? [];
  if (method === 'GET')
    switch (first) {
      case '':
        return json(repositoryJson(of));
      case 'branches':
        return json({ name: 'main', commit: { sha: of.head } });
      case 'tags':
        return json([...of.tags].map(([name, sha]) => ({ name, commit: { sha } })));
      case 'tarball': {
        const commit = resolved(of, second);
        return commit && { status: 200, bytes: await archiveOf(of, commit) };
      }
      case 'compare':
        return comparison(of, path.slice('compare/'.length));
      case 'collaborators':
        return json({ permission: 'write', role_name: 'maintain', user: PERSON });
      case 'commits':
        return json(checkRunsAt(of, second, query));
    }
  if (first === 'pulls' && method === 'GET') {
    const pulls = of.pulls.map(pull => pullJson(of, pull));
    return second === '' ? json(pulls) : json(pulls.find(({ number }) => String(number) === second));
  }
  if (first === 'check-runs') return answerOfCheckRuns(of, second, third, request);
  if (first === 'labels') return answerOfLabels(of, second, request);
  if (first === 'issues' && second === 'comments') return answerOfComment(of, third, request);
  return first === 'issues' ? answerOfIssues(of, second, third, request) : undefined;
}

/** The answer to a query. */
export function answerOfQuery(repositories: readonly Repository[], { body }: Request): Answer | undefined {
  const { query, variables } = body as { readonly query: string; readonly variables: SnapshotVariables };
  const of = repositories.find(({ name }) => name === variables.repo);
  return of && /query Snapshot\b/.test(query) ? json({ data: snapshotOf(of, variables) }) : undefined;
}

/** What changed between two commits, from their merge base. */
function comparison(of: Repository, basehead: string): Answer | undefined {
  const [base, head] = decodeURIComponent(basehead)
    .split('...')
    .map(name => resolved(of, name));
  if (!base || !head) return undefined;
  const ancestors = new Set(historyOf(of, base.sha).map(({ sha }) => sha));
  const from = historyOf(of, head.sha).find(({ sha }) => ancestors.has(sha)) ?? base;
  const paths = new Set([...Object.keys(from.files), ...Object.keys(head.files)]);
  const changed = [...paths].filter(path => from.files[path] !== head.files[path]);
  const files = changed.map(filename => ({ filename, status: filename in head.files ? 'modified' : 'removed' }));
  return json({ merge_base_commit: { sha: from.sha }, files });
}

export function repositoryJson({ id, name }: Repository) {
  const owner = { login: OWNER, type: 'Organization' };
  return { id, name, full_name: `${OWNER}/${name}`, owner, default_branch: 'main', archived: false, fork: false };
}

export function pullJson(of: Repository, { number, title, head }: Repository['pulls'][number]) {
  const repo = repositoryJson(of);
  return {
    number,
    title,
    state: 'open',
    user: PERSON,
    head: { sha: head, ref: `topic-${number}`, repo },
    base: { sha: of.head, ref: 'main', repo },
  };
}

function checkRunsAt({ checkRuns }: Repository, sha: string, query: URLSearchParams) {
  const name = query.get('check_name');
  const found = new Map<string, CheckRun>();
  // The latest of each name.
  for (const run of checkRuns) if (run.head_sha === sha && (name ?? run.name) === run.name) found.set(run.name, run);
  return { total_count: found.size, check_runs: [...found.values()] };
}

/** What GitHub refuses: https://docs.github.com/en/rest/checks/runs */
const LONGEST = { text: 65_535, title: 255, annotations: 50, comment: 65_536 };

function answerOfCheckRuns({ checkRuns }: Repository, id: string, more: string, { method, body }: Request) {
  const { output, ...rest } = body as Partial<CheckRun> & { readonly output?: { readonly annotations?: object[] } };
  const said = { ...rest, ...(output ? { output } : {}) };
  const { title = '', summary = '', annotations = [] } = output ?? {};
  if (summary.length > LONGEST.text || title.length > LONGEST.title || annotations.length > LONGEST.annotations)
    return json({ message: 'Invalid request: the output is too long' }, 422);
  if (method === 'POST') {
    const run = {
      id: nextId(),
      app: { id: APP_ID },
      annotations: [...(output?.annotations ?? [])],
      ...said,
    } as CheckRun;
    checkRuns.push(run);
    return created(run);
  }
  const run = checkRuns.find(each => String(each.id) === id);
  if (!run) return undefined;
  if (method === 'GET') return json(more === 'annotations' ? run.annotations : run);
  Object.assign(run, said);
  run.annotations.push(...(output?.annotations ?? []));
  return json(run);
}

function answerOfLabels({ labels }: Repository, name: string, { method, body }: Request) {
  if (method === 'GET') return labels.includes(decodeURIComponent(name)) ? json({ name }) : json({}, 404);
  labels.push(String(body['name']));
  return created({ name: body['name'] });
}

function answerOfIssues(of: Repository, number: string, more: string, { method, body, query }: Request) {
  const { issues, comments } = of;
  if (number === '' && method === 'GET')
    return json(issues.filter(({ labels }) => labels.includes(query.get('labels') ?? '')));
  if (number === '') {
    const made = {
      ...body,
      number: nextNumber(of),
      id: nextId(),
      state: 'open',
      state_reason: null,
      user: BOT,
      under: [],
    };
    issues.push(made as unknown as Repository['issues'][number]);
    return created(made);
  }
  if (more === 'comments') {
    if (method === 'POST' && String(body['body']).length > LONGEST.comment)
      return json({ message: 'Body is too long (maximum is 65536 characters)' }, 422);
    if (method === 'POST') {
      const made = commentOf(Number(number), String(body['body']), BOT);
      comments.push(made);
      return created(made);
    }
    const since = query.get('since') ?? '';
    return json(comments.filter(each => String(each.issue) === number && each.created_at >= since));
  }
  const issue = issues.find(each => String(each.number) === number);
  if (!issue) return undefined;
  if (more !== 'sub_issues') {
    if (method === 'PATCH') Object.assign(issue, body);
    return json(issue);
  }
  if (method === 'GET') return json(issues.filter(({ id }) => issue.under.includes(id)));
  const under = Number(body['sub_issue_id']);
  // GitHub refuses what is there already.
  if (issue.under.includes(under)) return json({ message: 'Issue may not contain duplicate sub-issues' }, 422);
  issue.under.push(under);
  return created(issue);
}

function answerOfComment({ comments }: Repository, path: string, { method }: Request) {
  const [id, more] = path.split('/');
  const comment = comments.find(each => String(each.id) === id);
  if (!comment) return undefined;
  return more === 'reactions' && method === 'POST' ? created({ id: nextId() }) : json(comment);
}

/** A comment of somebody, now. */
export function commentOf(issue: number, body: string, user: typeof BOT): Comment {
  return { id: nextId(), issue, body, user, created_at: new Date().toISOString().replace(/\.\d+/, '') };
}

/** Answers to the app itself. */
export function answerToApp(
  repositories: readonly Repository[],
  { method, path, installation }: Request,
): Answer | undefined {
  const [, id] = /^app\/installations\/(\d+)\/access_tokens$/.exec(path) ?? [];
  if (method === 'POST' && id !== undefined)
    return created({ token: `token-${id}-${nextId()}`, expires_at: new Date(Date.now() + 3_600_000).toISOString() });
  if (path === 'app') return json({ id: APP_ID, permissions: {}, events: [] });
  if (path === 'app/hook/config') return json({ secret: '********' });
  const installations = new Set(repositories.map(each => each.installation));
  if (path === 'app/installations') return json([...installations].map(each => ({ id: each, suspended_at: null })));
  if (path !== 'installation/repositories') return undefined;
  const own = repositories.filter(each => each.installation === installation);
  // Its page is cut by the list of repositories.
  const size = 100;
  return json({ total_count: own.length, repositories: own.slice(0, size).map(repositoryJson) });
}

let last = 1_000;
function nextId(): number {
  return ++last;
}
