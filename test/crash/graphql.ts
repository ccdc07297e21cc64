/** The answer to the one query of a snapshot. */
import { blobHash } from '../../src/snapshot/object-hash.js';
import { type Commit, historyOf, OWNER, type Repository, resolved } from './repository.js';

const LAST_PAGE = { hasNextPage: false, endCursor: null };
const WHO = { name: 'Maya', email: 'maya@example.org' };

export interface SnapshotVariables {
  readonly repo: string;
  readonly expression: string;
  readonly base: string;
  readonly withBase: boolean;
  readonly pull: number;
  readonly withPull: boolean;
}

export function snapshotOf(of: Repository, variables: SnapshotVariables): object {
  const { expression, base, withBase, pull, withPull } = variables;
  const asked = of.pulls.find(({ number }) => number === pull);
  const commit = resolved(of, expression);
  return {
    repository: {
      nameWithOwner: `${OWNER}/${of.name}`,
      visibility: 'PUBLIC',
      isArchived: false,
      isFork: false,
      squashMergeAllowed: true,
      mergeCommitAllowed: true,
      rebaseMergeAllowed: true,
      squashMergeCommitTitle: 'COMMIT_OR_PR_TITLE',
      mergeCommitTitle: 'MERGE_MESSAGE',
      ...(withPull
        ? {
            pullRequest: asked
              ? { number: pull, title: asked.title, state: 'OPEN', headRefOid: asked.head, baseRefOid: of.head }
              : null,
          }
        : {}),
      defaultBranchRef: { name: 'main', refUpdateRule: null, rules: { nodes: [] } },
      policy: null,
      object: commit ? { ...headOf(of, commit), ...changedOf(commit, variables) } : null,
      ...(withBase
        ? { base: { __typename: 'Commit', history: { nodes: historyOf(of, base).map(({ sha: oid }) => ({ oid })) } } }
        : {}),
      refs: {
        pageInfo: LAST_PAGE,
        nodes: [...of.tags].map(([name, sha]) => ({ name, target: taggedOf(of.commits.get(sha)) })),
      },
      releases: { pageInfo: LAST_PAGE, nodes: [] },
      vulnerabilityAlerts: { pageInfo: LAST_PAGE, nodes: [] },
    },
    security: { hasVulnerabilityAlertsEnabled: true },
    organization: null,
    registry: null,
  };
}

function headOf(of: Repository, { sha, tree }: Commit): object {
  const runs = of.checkRuns.filter(({ head_sha }) => head_sha === sha);
  const contexts = runs.map(({ name, status, conclusion }) => ({
    __typename: 'CheckRun',
    name,
    status: status.toUpperCase(),
    conclusion: conclusion?.toUpperCase() ?? null,
    title: null,
    detailsUrl: null,
    checkSuite: { app: { slug: 'cim-readiness' } },
  }));
  return {
    __typename: 'Commit',
    oid: sha,
    tree: { oid: tree },
    history: {
      pageInfo: LAST_PAGE,
      nodes: historyOf(of, sha)
        .slice(0, 100)
        .map(each => ({
          oid: each.sha,
          message: each.message,
          parents: { nodes: each.parent === undefined ? [] : [{ oid: each.parent }] },
          author: { ...WHO, date: each.date },
          committer: { ...WHO, date: each.date },
        })),
    },
    statusCheckRollup: runs.length > 0 ? { contexts: { pageInfo: LAST_PAGE, nodes: contexts } } : null,
  };
}

/** The files at the paths `path0`, `path1`, … */
function changedOf({ files }: Commit, variables: object): object {
  const paths = Object.entries(variables).flatMap(([name, path]) =>
    name.startsWith('path') && typeof path === 'string' ? [[name.slice('path'.length), path] as const] : [],
  );
  return Object.fromEntries(
    paths.map(([number, path]) => {
      const content = Buffer.from(files[path] ?? '');
      const object = { __typename: 'Blob', byteSize: content.length, isTruncated: false, text: files[path] };
      return [`changed${number}`, { mode: 0o100644, oid: blobHash(content), object }];
    }),
  );
}

function taggedOf(commit: Commit | undefined): object | null {
  if (!commit) return null;
  const { sha: oid, date: committedDate, files } = commit;
  const object = { __typename: 'Blob', text: String(files['Cargo.toml']), isTruncated: false };
  return { __typename: 'Commit', oid, committedDate, file: { object } };
}
