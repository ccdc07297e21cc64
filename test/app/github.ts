/** A GitHub that knows one repository, `acme/cim-x`, and remembers what the app did. */
import nock from 'nock';
import { comparisonOf, githubOf } from '../collect/support/github.js';
import { git, headCommit } from '../collect/support/repositories.js';
import { problemsOf } from '../support/github/contract.js';
import { type FakeBranches, fakeBranches } from './fake-branches.js';
import { type FakeIssues, fakeIssues } from './issues.js';
import { type FakeProposals, fakeProposals } from './proposals.js';
import { REPOSITORY, X } from './support.js';

const API = 'https://api.github.com';
const SETTINGS = 'https://github.com/organizations/acme/settings/installations/1';
const BOT = { login: 'cim-readiness[bot]', type: 'Bot' };
const OTHER_BOT = { login: 'echo[bot]', type: 'Bot' };

export interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly head_sha: string;
  external_id?: string;
  status: string;
  conclusion?: string;
  output?: { readonly title: string; readonly summary: string };
  readonly annotations: { readonly path: string; readonly start_line: number; readonly message: string }[];
}

/** A pull request; it comes from a branch of the repository on this machine. */
export interface FakePull {
  readonly number: number;
  title: string;
  state: 'open' | 'closed';
  branch: string;
  /** The branch that it goes to; `main` without one. */
  readonly base?: string;
}

/** What the app asked of GitHub, and what became of it. */
export interface GitHub {
  /** `POST check-runs`, the name of a GraphQL query, `tarball`, … */
  readonly requests: string[];
  readonly checkRuns: CheckRun[];
  /** The app's answers, without their hidden markers. */
  readonly comments: string[];
  readonly issues: FakeIssues;
  /** What every workflow run left, by name: zipped. */
  readonly artifacts: Map<string, Uint8Array>;
  /** The repository that has the name `acme/cim-x`. */
  id: number;
  /** The name that the repository of the tests has now. */
  renamed?: string;
  /** The workflow run of any commit: the ID of the repository that its commit comes from, and the event that started it. */
  run: { repository: number; event: string };
  /** The comments on issue 7, with their markers. */
  readonly answers: Said[];
  /** Another app comments. */
  says(comment: { readonly body: string }): void;
  /** Called when a snapshot is requested, before it is answered. */
  beforeSnapshot: () => void;
  /** The results of CI on any commit, by other apps. */
  readonly results: { name: string; conclusion: string | null }[];
  /** What the registry was told. */
  readonly dispatches: { readonly event_type: string; readonly client_payload: object }[];
  readonly proposals: FakeProposals;
  /** The branches for fixes. */
  readonly branches: FakeBranches;
  readonly reactions: string[];
  readonly pulls: FakePull[];
  /** Approvals of pull request 40. */
  readonly approvals: string[];
  /** Where the app is installed. */
  readonly installations: ({ id: number; suspended_at: string | null; html_url: string } & Granted)[];
  /** What the app was granted. */
  readonly app: Granted;
  /** The deliveries of the app's webhook, and those that were asked for again. */
  readonly deliveries: { id: number; guid: string; delivered_at: string; status_code: number }[];
  readonly redelivered: number[];
  /** What the description of GitHub says against a request. */
  readonly problems: string[];
  /** How a person stands to the repository. */
  readonly permissions: Map<string, 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none'>;
  /** The policy of the organization; undefined without a `.github` repository. */
  organizationPolicy?: string;
  /** The members of the organization's teams; undefined if the app may not read them. */
  teams?: Readonly<Record<string, readonly string[]>>;
  /** Dependabot alerts, as GraphQL tells them. */
  readonly alerts: object[];
  /** Issues by their label, as GraphQL tells them. */
  readonly labeled: Map<string, object[]>;
  /** People who approved the newest change of the policy file, as it stands. */
  readonly policyReviews: string[];
  /** A status to answer the next request for a path with, once for each entry. */
  readonly faults: {
    readonly path: RegExp;
    readonly status: number;
    readonly headers?: Record<string, string>;
    /** What was asked for is done all the same. */
    readonly done?: true;
  }[];
  /** What a webhook tells happened on GitHub. */
  hears(event: string, payload: object): void;
}

interface Granted {
  permissions: Record<string, string>;
  events: string[];
}

/** A status, a body, and headers. */
type Answer = [number, unknown, Record<string, string>?];

interface Said {
  readonly id: number;
  readonly body: string;
  readonly user: object;
  readonly created_at: string;
}

export function fakeGitHub(dir: string, organization?: string): GitHub {
  const pulls: FakePull[] = [{ number: 7, title: 'feat: weigh it', state: 'open', branch: 'topic' }];
  const said = new Map<string, Said>();
  const answers: Said[] = [];
  const branches = fakeBranches(dir);
  const facts = {
    databaseId: () => {
      github.beforeSnapshot();
      return github.id;
    },
    statusCheckRollup: () =>
      github.results.length === 0 ? null : { contexts: page(github.results.map(each => resultOf(each))) },
    vulnerabilityAlerts: ({ states }: { states?: readonly string[] }) => page(states ? [] : github.alerts),
    issues: ({ labels }: { labels: readonly string[] }) => page(labels.flatMap(each => github.labeled.get(each) ?? [])),
    defaultBranchRef: () => ({
      name: 'main',
      refUpdateRule: null,
      rules: page([]),
      target: { __typename: 'Commit', history: () => page([policyChange(github, dir)]) },
    }),
    pullRequest: ({ number }: { number: number }) => {
      const pull = pulls.find(each => each.number === number);
      if (!pull) return null;
      const { title, state, branch, base = 'main' } = pull;
      return { number, title, state: state.toUpperCase(), headRefOid: sha(dir, branch), baseRefOid: sha(dir, base) };
    },
  };
  const { requests } = githubOf(
    dir,
    facts,
    undefined,
    branches,
    organization,
    (base, head) => branches.compared(base, head) ?? comparisonOf(dir, base, head),
  );
  const github: GitHub = {
    requests,
    checkRuns: [],
    comments: [],
    issues: fakeIssues(),
    artifacts: new Map(),
    id: REPOSITORY.id,
    run: { repository: REPOSITORY.id, event: 'push' },
    answers,
    says: ({ body }) => void answers.push({ id: 900, body, user: OTHER_BOT, created_at: '2026-06-01T00:00:01Z' }),
    beforeSnapshot: () => undefined,
    results: [],
    dispatches: [],
    proposals: fakeProposals(dir),
    branches,
    reactions: [],
    pulls,
    approvals: [],
    policyReviews: [],
    alerts: [],
    labeled: new Map(),
    installations: [{ id: X.installation, suspended_at: null, html_url: SETTINGS, permissions: {}, events: [] }],
    app: { permissions: {}, events: [] },
    deliveries: [],
    redelivered: [],
    problems: [],
    permissions: new Map([['maya', 'write']]),
    faults: [],
    hears(_event, payload) {
      const told = payload as {
        readonly action?: string;
        readonly comment?: { readonly id: number; readonly body: string; readonly user: object };
        readonly pull_request?: { readonly number: number; readonly title?: string };
      };
      const { comment, action, pull_request: about } = told;
      const pull = pulls.find(({ number }) => number === about?.number);
      if (pull && about?.title !== undefined) pull.title = about.title;
      if (comment && (action === 'created' || action === 'edited'))
        said.set(String(comment.id), { ...comment, created_at: '2026-06-01T00:00:00Z' });
    },
  };
  const respondAll = (method: string, path: string, body: Record<string, never>): Answer =>
    respondToComments(method, path, body) ?? respond(github, dir, method, path, body);
  const answer = (method: string, uri: string, body: unknown): Answer => {
    github.problems.push(...problemsOf(method, decodeURIComponent(uri), body));
    const path = uri.replace(/^\/repos\/acme\/cim-x\/?/, '');
    if (path === '/repos/acme/cim/dispatches') github.dispatches.push(body as never);
    requests.push(`${method} ${path.split('?')[0]}`);
    const fault = github.faults.findIndex(each => each.path.test(`${method} ${path}`));
    if (fault >= 0) {
      const [given] = github.faults.splice(fault, 1);
      if (given?.done) respondAll(method, path, body as Record<string, never>);
      return [given?.status ?? 500, { message: 'a fault' }, given?.headers ?? {}];
    }
    return respondAll(method, path, body as Record<string, never>);
  };
  const scope = nock(API).persist();
  const anything = /^\/(?:repos\/acme\/[^/]+(?:$|\/(?!tarball|git\/trees))|orgs\/acme\/teams|app|installation)/;
  for (const method of ['get', 'post', 'patch', 'put', 'delete'] as const)
    scope[method](anything).reply(function reply(uri, body) {
      const [status, value, headers] = answer(method.toUpperCase(), uri, body);
      const type = Buffer.isBuffer(value) ? 'application/zip' : 'application/json';
      return [status, value as never, { 'content-type': type, ...headers }];
    });
  return github;

  function respondToComments(method: string, path: string, body: Record<string, never>): [number, unknown] | undefined {
    const [, id] = /^(?:issues|pulls)\/comments\/(\d+)$/.exec(path) ?? [];
    if (id && method === 'GET') return said.has(id) ? [200, said.get(id)] : [404, { message: 'Not Found' }];
    if (/^(?:issues|pulls)\/\d+\/comments(?:\?|$)/.test(path) && method === 'GET') return [200, answers];
    if (method === 'POST' && /^(?:issues\/\d+\/comments|pulls\/7\/comments\/\d+\/replies)$/.test(path)) {
      const text = String(body['body']);
      answers.push({ id: answers.length + 1, body: text, user: BOT, created_at: '2026-06-01T00:00:01Z' });
      github.comments.push(text.replace(/\n\n<!-- cim-readiness:comment [^>]+ -->$/, ''));
      return [201, { id: 100 }];
    }
    if (path.endsWith('/reactions')) {
      github.reactions.push(String(body['content']));
      return [201, { id: 1 }];
    }
    return undefined;
  }
}

function page(nodes: readonly object[]) {
  return { nodes, totalCount: nodes.length, pageInfo: { hasNextPage: false, endCursor: null } };
}

function resultOf({ name, conclusion }: { readonly name: string; readonly conclusion: string | null }) {
  const status = conclusion === null ? 'IN_PROGRESS' : 'COMPLETED';
  return { __typename: 'CheckRun', name, conclusion, status, checkSuite: { app: { slug: 'github-actions' } } };
}

function sha(dir: string, name: string): string {
  return /^[0-9a-f]{40}$/.test(name) ? name : headCommit(dir, name);
}

function respond(github: GitHub, dir: string, method: string, path: string, body: Record<string, never>): Answer {
  const answered =
    github.branches.answer(method, path, body) ??
    respondToPulls(github, dir, method, path) ??
    github.issues.answer(method, path, body) ??
    github.proposals.answer(method, path, body) ??
    respondAsApp(github, method, path);
  if (answered) return answered;
  if (path.startsWith('/orgs/')) return respondOfTeams(github, path);
  if (path === `/repos/acme/.github/contents/${encodeURIComponent('.github/cim.yml')}`)
    return github.organizationPolicy === undefined
      ? [404, { message: 'Not Found' }]
      : [
          200,
          { type: 'file', sha: 'c'.repeat(40), content: Buffer.from(github.organizationPolicy).toString('base64') },
        ];
  const [, run] = /^check-runs\/(\d+)/.exec(path) ?? [];
  const known = github.checkRuns.find(({ id }) => String(id) === run);
  if (method === 'POST' && path === 'check-runs') {
    const made: CheckRun = { ...noted(body), id: github.checkRuns.length + 1 };
    github.checkRuns.push(made);
    return [201, made];
  }
  if (method === 'PATCH' && known) {
    const { annotations, ...rest } = noted(body);
    Object.assign(known, rest);
    known.annotations.push(...annotations);
    return [200, known];
  }
  if (path.includes('/annotations') && known) return [200, known.annotations];
  if (/^commits\/\w+\/check-runs/.test(path)) {
    const found = github.checkRuns.filter(({ head_sha }) => path.includes(head_sha));
    return [200, { total_count: found.length, check_runs: found }];
  }
  if (path === '/repos/acme/cim/dispatches') return [204, ''];
  if (path.startsWith('actions/runs?'))
    return [
      200,
      {
        total_count: 1,
        workflow_runs: [{ id: 5, event: github.run.event, head_repository: { id: github.run.repository } }],
      },
    ];
  if (/^actions\/runs\/\d+\/artifacts/.test(path)) {
    const all = [...github.artifacts].map(([name, zip], id) => ({
      id,
      name,
      expired: false,
      size_in_bytes: zip.length,
    }));
    return [200, { total_count: all.length, artifacts: all }];
  }
  const [, artifact] = /^actions\/artifacts\/(\d+)\/zip$/.exec(path) ?? [];
  if (artifact) return [200, Buffer.from([...github.artifacts.values()][Number(artifact)] ?? [])];
  if (path === '' && method === 'GET') return [200, { ...REPOSITORY, id: github.id }];
  if (path.startsWith('branches/')) return [200, { name: 'main', commit: { sha: sha(dir, 'main') } }];
  if (path.startsWith('tags')) {
    const names = git(dir, 'tag').split('\n').filter(Boolean);
    return [200, names.map(name => ({ name, commit: { sha: sha(dir, `${name}^{commit}`) } }))];
  }
  const [, person] = /^collaborators\/([^/]+)\/permission/.exec(path) ?? [];
  if (person) return [200, permission(github.permissions.get(person) ?? 'read')];
  return [404, { message: `Not Found: ${method} ${path}` }];
}

function respondToPulls(
  { pulls, approvals, proposals }: GitHub,
  dir: string,
  method: string,
  path: string,
): [number, unknown] | undefined {
  if (method !== 'GET' || !path.startsWith('pulls')) return undefined;
  const shown = ({ number, title, state, branch, base = 'main' }: FakePull) => ({
    number,
    title,
    state,
    user: { login: 'ada', type: 'User' },
    head: { sha: sha(dir, branch), ref: branch, repo: REPOSITORY },
    base: { sha: sha(dir, base), ref: base, repo: REPOSITORY },
  });
  if (path.startsWith('pulls?') && !path.includes('head='))
    return [200, pulls.filter(({ state, branch }) => state === 'open' && exists(dir, branch)).map(shown)];
  if (path.startsWith('pulls/40/reviews'))
    return [200, approvals.map(login => ({ state: 'APPROVED', user: { login, type: 'User' } }))];
  const [, number] = /^pulls\/(\d+)$/.exec(path) ?? [];
  const pull = pulls.find(each => String(each.number) === number);
  if (pull) return [200, shown(pull)];
  const proposal = proposals.pulls.find(each => String(each.number) === number);
  if (!proposal) return undefined;
  const { head: ref, title } = proposal;
  const head = { sha: 'b'.repeat(40), ref, repo: REPOSITORY };
  const base = { sha: sha(dir, 'main'), ref: 'main', repo: REPOSITORY };
  return [200, { number: Number(number), title, state: 'open', user: BOT, head, base }];
}

function respondOfTeams({ teams }: GitHub, path: string): Answer {
  const [, slug = '', person] = /^\/orgs\/acme\/teams\/([^/]+)(?:\/memberships\/(.+))?$/.exec(path) ?? [];
  if (!teams) return [403, { message: 'Resource not accessible by integration' }];
  const members = teams[slug];
  if (!members || (person !== undefined && !members.includes(person))) return [404, { message: 'Not Found' }];
  return [200, person === undefined ? { slug } : { state: 'active', role: 'member' }];
}

/** The newest change of the policy file on `main`, and the reviews of the pull request that it came with. */
function policyChange({ policyReviews }: GitHub, dir: string) {
  const text = git(dir, 'show', 'main:.github/cim.yml');
  const reviews = policyReviews.map(login => ({
    author: { __typename: 'User', login },
    commit: { file: { object: { __typename: 'Blob', text, isTruncated: false } } },
  }));
  return { associatedPullRequests: page([{ reviews: page(reviews) }]) };
}

function exists(dir: string, branch: string): boolean {
  return git(dir, 'branch', '--list', branch) !== '';
}

function respondAsApp(github: GitHub, method: string, path: string): Answer | undefined {
  if (path.startsWith('/app/installations')) return [200, github.installations];
  if (path.startsWith('/installation/repositories')) {
    const own = github.renamed === undefined ? [] : [{ ...REPOSITORY, name: github.renamed }];
    const repositories = [{ ...REPOSITORY, id: github.id }, ...own];
    return [200, { total_count: repositories.length, repositories }];
  }
  if (path === '/app') return [200, github.app];
  const [, again] = /^\/app\/hook\/deliveries\/(\d+)\/attempts$/.exec(path) ?? [];
  if (again && method === 'POST') {
    github.redelivered.push(Number(again));
    return [202, {}];
  }
  if (!path.startsWith('/app/hook/deliveries')) return undefined;
  const from = Number(new URL(path, API).searchParams.get('cursor') ?? 0);
  const next = `<${API}/app/hook/deliveries?per_page=100&cursor=${from + 100}>; rel="next"`;
  const hasNext = from + 100 < github.deliveries.length;
  return [200, github.deliveries.slice(from, from + 100), hasNext ? { link: next } : {}];
}

function noted(body: Record<string, never>) {
  const { output, ...rest } = body as unknown as CheckRun & { output?: { annotations?: CheckRun['annotations'] } };
  return { ...rest, ...(output ? { output } : {}), annotations: [...(output?.annotations ?? [])] };
}

/** GitHub's answer: the old `permission` knows neither maintain nor triage. */
function permission(role: string) {
  const old = role === 'maintain' ? 'write' : role === 'triage' ? 'read' : role;
  return { permission: old, role_name: role };
}
