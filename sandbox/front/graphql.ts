/**
 * The GraphQL API, which emulate lacks. Queries run against GitHub's own schema, so that an unknown field is an error here too. The data
 * comes from emulate's REST API.
 */
import { schema as githubDescription } from '@octokit/graphql-schema';
import { buildSchema, type GraphQLSchema, graphql } from 'graphql';
import { Hono } from 'hono';
import type { FrontState } from './front-state.js';

interface RestRepository {
  readonly id: number;
  readonly name: string;
  readonly full_name: string;
  readonly default_branch: string;
  readonly private: boolean;
  readonly archived: boolean;
  readonly fork: boolean;
  readonly allow_squash_merge: boolean;
}
interface RestCommit {
  readonly sha: string;
  readonly commit: {
    readonly message: string;
    readonly author: RestSignature;
    readonly committer: RestSignature;
    readonly tree: { readonly sha: string };
  };
  readonly parents: readonly { readonly sha: string }[];
}
interface RestSignature {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}
interface RestCheckRun {
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly html_url: string | null;
  readonly app: { readonly slug: string } | null;
}
interface RestProtection {
  readonly required_pull_request_reviews?: { readonly required_approving_review_count?: number };
  readonly required_status_checks?: { readonly contexts?: readonly string[] };
  readonly allow_force_pushes?: { readonly enabled: boolean };
  readonly allow_deletions?: { readonly enabled: boolean };
}
interface RestRef {
  readonly ref: string;
  readonly object: { readonly sha: string };
}
interface RestPull {
  readonly title: string;
  readonly state: string;
  readonly head: { readonly ref: string; readonly sha: string };
  readonly base: { readonly sha: string };
}
interface RestTree {
  readonly tree: readonly { readonly path: string; readonly mode: string; readonly sha: string }[];
}
interface RestReview {
  readonly state: string;
  readonly commit_id: string;
  readonly user: { readonly login: string; readonly type?: string };
}
interface RestIssue {
  readonly number: number;
  readonly html_url: string;
  readonly created_at: string;
  readonly closed_at: string | null;
  readonly pull_request?: unknown;
}
interface RestRelease {
  readonly tag_name: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  readonly html_url: string;
}

interface Page {
  readonly first?: number;
  readonly after?: string;
}

let schema: GraphQLSchema | undefined;
/** GitHub's schema. It is large, and built on the first query. */
function githubSchema(): GraphQLSchema {
  schema ??= buildSchema(githubDescription.idl, { assumeValid: true });
  return schema;
}

export function graphqlRoutes(state: FrontState): Hono {
  const app = new Hono();
  app.post('/', async c => {
    const { query, variables } = await c.req.json<{ query: string; variables?: Record<string, unknown> }>();
    const authorization = c.req.header('authorization') ?? '';
    const rootValue = {
      createCommitOnBranch: ({ input }: { input: CommitInput }) => commitOnBranch(state, authorization, input),
      repository: ({ owner, name }: { owner: string; name: string }) => repository(state, owner, name),
      rateLimit: () => ({
        cost: 1,
        limit: 5000,
        remaining: 4999,
        used: 1,
        nodeCount: 1,
        resetAt: new Date().toISOString(),
      }),
    };
    return c.json(await graphql({ schema: githubSchema(), source: query, rootValue, variableValues: variables ?? {} }));
  });
  return app;
}

interface CommitInput {
  readonly branch: { readonly repositoryNameWithOwner: string; readonly branchName: string };
  readonly message: { readonly headline: string; readonly body?: string };
  readonly expectedHeadOid: string;
  readonly fileChanges: { readonly additions?: readonly { readonly path: string; readonly contents: string }[] };
}

/** https://docs.github.com/en/graphql/reference/mutations#createcommitonbranch */
async function commitOnBranch({ emulator, get }: FrontState, authorization: string, input: CommitInput) {
  const { branch, message, expectedHeadOid, fileChanges } = input;
  const base = `/repos/${branch.repositoryNameWithOwner}/git`;
  const send = async (method: string, path: string, body: object) => {
    const headers = { authorization, 'content-type': 'application/json' };
    const response = await fetch(`${emulator}${path}`, { method, headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as { readonly sha: string };
  };
  const ref = await get<RestRef>(`${base}/ref/heads/${branch.branchName}`);
  if (ref?.object.sha !== expectedHeadOid) throw new Error('Expected branch to point to another oid');
  const parent = await get<{ readonly tree: { readonly sha: string } }>(`${base}/commits/${expectedHeadOid}`);
  const tree = (fileChanges.additions ?? []).map(({ path, contents }) => ({
    path,
    mode: '100644',
    type: 'blob',
    content: Buffer.from(contents, 'base64').toString(),
  }));
  const { sha: made } = await send('POST', `${base}/trees`, { base_tree: parent?.tree.sha, tree });
  const text = `${message.headline}${message.body === undefined ? '' : `\n\n${message.body}`}`;
  const { sha } = await send('POST', `${base}/commits`, { message: text, tree: made, parents: [expectedHeadOid] });
  await send('PATCH', `${base}/refs/heads/${branch.branchName}`, { sha });
  return { commit: { oid: sha } };
}

async function repository({ get }: FrontState, owner: string, name: string) {
  const found = await get<RestRepository>(`/repos/${owner}/${name}`);
  if (!found) return null;
  const path = `/repos/${found.full_name}`;

  const blob = async (sha: string, file: string) => {
    const content = await get<{ content: string; size: number; sha: string }>(`${path}/contents/${file}?ref=${sha}`);
    if (content?.content === undefined) return null;
    const bytes = Buffer.from(content.content, 'base64');
    const isBinary = bytes.includes(0);
    return {
      __typename: 'Blob',
      oid: content.sha,
      byteSize: bytes.length,
      isBinary,
      isTruncated: false,
      text: isBinary ? null : bytes.toString(),
    };
  };

  const commit = async (ref: string): Promise<Record<string, unknown> | null> => {
    const at = await get<RestCommit>(`${path}/commits/${ref}`);
    return at ? commitNode(at) : null;
  };

  const commitNode = (at: RestCommit): Record<string, unknown> => ({
    __typename: 'Commit',
    id: at.sha,
    oid: at.sha,
    abbreviatedOid: at.sha.slice(0, 7),
    message: at.commit.message,
    messageHeadline: at.commit.message.split('\n')[0],
    committedDate: at.commit.committer.date,
    authoredDate: at.commit.author.date,
    author: { ...at.commit.author, user: null },
    committer: { ...at.commit.committer, user: null },
    tree: { __typename: 'Tree', oid: at.commit.tree.sha },
    parents: ({ first = 100 }: Page) =>
      connection(
        at.parents.map(parent => ({ __typename: 'Commit', oid: parent.sha })),
        first,
      ),
    file: async ({ path: file }: { path: string }) => {
      const { tree = [] } = (await get<RestTree>(`${path}/git/trees/${at.commit.tree.sha}?recursive=1`)) ?? {};
      const entry = tree.find(each => each.path === file);
      return (
        entry && {
          name: file.split('/').at(-1),
          path: file,
          mode: Number.parseInt(entry.mode, 8),
          oid: entry.sha,
          object: () => blob(at.sha, file),
        }
      );
    },
    history: async ({ first = 100 }: Page) => {
      const commits = (await get<RestCommit[]>(`${path}/commits?sha=${at.sha}&per_page=${first}`)) ?? [];
      return connection(commits.map(commitNode), first);
    },
    // A squash merge names its pull request at the end of the header.
    associatedPullRequests: async ({ first = 100 }: Page) => {
      const [, number] = /\(#(\d+)\)$/.exec(at.commit.message.split('\n')[0] ?? '') ?? [];
      const reviews = number === undefined ? [] : ((await get<RestReview[]>(`${path}/pulls/${number}/reviews`)) ?? []);
      const nodes = reviews
        .filter(({ state }) => state === 'APPROVED')
        .map(({ user, commit_id: sha }) => ({
          state: 'APPROVED',
          author: { __typename: user.type ?? 'User', login: user.login },
          commit: () => commit(sha),
        }));
      const pulls = number === undefined ? [] : [{ reviews: (asked: Page) => connection(nodes, asked.first ?? 100) }];
      return connection(pulls, first);
    },
    statusCheckRollup: async () => {
      const runs =
        (await get<{ check_runs: RestCheckRun[] }>(`${path}/commits/${at.sha}/check-runs`))?.check_runs ?? [];
      if (runs.length === 0) return null;
      return { state: 'SUCCESS', contexts: ({ first = 100 }: Page) => connection(runs.map(checkRunNode), first) };
    },
  });

  const refNode = (ref: string, sha: string) => ({
    name: ref.replace(/^refs\/(heads|tags)\//, ''),
    prefix: ref.startsWith('refs/tags/') ? 'refs/tags/' : 'refs/heads/',
    target: () => commit(sha),
    refUpdateRule: async () => {
      const protection = await get<RestProtection>(`${path}/branches/${ref.replace('refs/heads/', '')}/protection`);
      if (!protection) return null;
      return {
        pattern: ref.replace('refs/heads/', ''),
        requiredApprovingReviewCount: protection.required_pull_request_reviews?.required_approving_review_count ?? null,
        requiredStatusCheckContexts: protection.required_status_checks?.contexts ?? [],
        allowsForcePushes: protection.allow_force_pushes?.enabled ?? false,
        allowsDeletions: protection.allow_deletions?.enabled ?? false,
        requiresLinearHistory: false,
      };
    },
    branchProtectionRule: null,
    rules: ({ first = 100 }: Page) => connection([], first),
  });

  return {
    id: String(found.id),
    databaseId: found.id,
    name: found.name,
    nameWithOwner: found.full_name,
    owner: { __typename: 'Organization', login: owner },
    isPrivate: found.private,
    isArchived: found.archived,
    isFork: found.fork,
    isEmpty: false,
    hasVulnerabilityAlertsEnabled: true,
    visibility: found.private ? 'PRIVATE' : 'PUBLIC',
    squashMergeAllowed: found.allow_squash_merge,
    mergeCommitAllowed: true,
    rebaseMergeAllowed: true,
    squashMergeCommitTitle: 'COMMIT_OR_PR_TITLE',
    mergeCommitTitle: 'MERGE_MESSAGE',
    pullRequest: async ({ number }: { number: number }) => {
      const pull = await get<RestPull>(`${path}/pulls/${number}`);
      if (!pull) return null;
      // emulate keeps the head at which the pull request was opened.
      const head = await get<RestRef[]>(`${path}/git/matching-refs/heads/${pull.head.ref}`);
      const sha = head?.find(each => each.ref === `refs/heads/${pull.head.ref}`)?.object.sha ?? pull.head.sha;
      const state = pull.state === 'open' ? 'OPEN' : 'CLOSED';
      return { number, title: pull.title, state, headRefOid: sha, baseRefOid: pull.base.sha };
    },
    defaultBranchRef: async () => {
      const refs = await get<RestRef[]>(`${path}/git/matching-refs/heads/${found.default_branch}`);
      const head = refs?.find(each => each.ref === `refs/heads/${found.default_branch}`);
      return head ? refNode(head.ref, head.object.sha) : null;
    },
    ref: async ({ qualifiedName }: { qualifiedName: string }) => {
      const full = qualifiedName.startsWith('refs/') ? qualifiedName : `refs/heads/${qualifiedName}`;
      const refs = await get<RestRef[]>(`${path}/git/matching-refs/${full.slice('refs/'.length)}`);
      const one = refs?.find(each => each.ref === full);
      return one ? refNode(one.ref, one.object.sha) : null;
    },
    refs: async ({ refPrefix, first = 100 }: Page & { refPrefix: string }) => {
      const refs = (await get<RestRef[]>(`${path}/git/matching-refs/${refPrefix.replace(/^refs\//, '')}`)) ?? [];
      return connection(
        refs.map(each => refNode(each.ref, each.object.sha)),
        first,
      );
    },
    object: async ({ expression, oid }: { expression?: string; oid?: string }) => {
      const [ref = 'HEAD', ...rest] = (expression ?? oid ?? 'HEAD').split(':');
      const at = await commit(ref === 'HEAD' ? found.default_branch : ref);
      if (!at || rest.length === 0) return at;
      return blob(String(at['oid']), rest.join(':'));
    },
    releases: async ({ first = 100 }: Page) => {
      const releases = (await get<RestRelease[]>(`${path}/releases?per_page=${first}`)) ?? [];
      return connection(
        releases.map(each => ({
          tagName: each.tag_name,
          isDraft: each.draft,
          isPrerelease: each.prerelease,
          url: each.html_url,
        })),
        first,
      );
    },
    rulesets: ({ first = 100 }: Page) => connection([], first),
    branchProtectionRules: ({ first = 100 }: Page) => connection([], first),
    vulnerabilityAlerts: ({ first = 100 }: Page) => connection([], first),
    issues: async ({ labels, first = 100 }: Page & { labels?: readonly string[] }) => {
      const asked = encodeURIComponent((labels ?? []).join(','));
      const issues = (await get<RestIssue[]>(`${path}/issues?state=all&labels=${asked}&per_page=${first}`)) ?? [];
      return connection(issues.filter(each => !each.pull_request).map(issueNode), first);
    },
  };
}

function issueNode({ number, html_url: url, created_at: createdAt, closed_at: closedAt }: RestIssue) {
  return { number, url, createdAt, closedAt, authorAssociation: 'NONE', comments: connection([], 1) };
}

function checkRunNode(run: RestCheckRun) {
  return {
    __typename: 'CheckRun',
    name: run.name,
    status: run.status.toUpperCase(),
    conclusion: run.conclusion?.toUpperCase() ?? null,
    detailsUrl: run.html_url,
    url: run.html_url,
    permalink: run.html_url,
    checkSuite: { app: run.app && { slug: run.app.slug } },
  };
}

/** A page of a connection. The sandbox's lists fit on one page. */
function connection<T>(nodes: readonly T[], first: number) {
  const page = nodes.slice(0, first);
  return {
    nodes: page,
    edges: page.map(node => ({ node })),
    totalCount: nodes.length,
    pageInfo: { hasNextPage: false, endCursor: null },
  };
}
