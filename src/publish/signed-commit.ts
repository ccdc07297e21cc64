/**
 * A commit that GitHub signs for the app: several files at once, only on top of the head that was seen.
 * https://docs.github.com/en/graphql/reference/mutations#createcommitonbranch
 */
import { RequestError } from '@octokit/request-error';
import type { Octokit } from '@octokit/rest';
import { MovedBranchError, type RollingPlace } from './rolling.js';

export interface SignedCommit {
  readonly branch: string;
  /** The present head of the branch. */
  readonly head: string;
  readonly headline: string;
  readonly body: string;
  /** The new texts, by path. The commit carries no file modes: none of the files can be executable. */
  readonly texts: ReadonlyMap<string, string>;
}

export const COMMIT_MUTATION = `
mutation Commit($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }`;

/** @throws MovedBranchError if the branch has another head; RequestError with status 422 if GitHub refuses the commit */
export async function commitSigned(
  octokit: Pick<Octokit, 'graphql'>,
  { owner, repo }: RollingPlace,
  { branch, head, headline, body, texts }: SignedCommit,
): Promise<void> {
  const input = {
    branch: { repositoryNameWithOwner: `${owner}/${repo}`, branchName: branch },
    expectedHeadOid: head,
    message: { headline, body },
    fileChanges: {
      additions: [...texts].map(([path, text]) => ({ path, contents: Buffer.from(text).toString('base64') })),
    },
  };
  try {
    await octokit.graphql(COMMIT_MUTATION, { input });
  } catch (error) {
    throw refusalIn(error, branch) ?? error;
  }
}

interface QueryError {
  readonly type?: string;
  readonly message: string;
}

/** What an answer of GitHub with errors means; undefined for another error, which may pass. */
function refusalIn(error: unknown, branch: string): Error | undefined {
  const errors = (error as { readonly errors?: readonly QueryError[] }).errors;
  const [first] = Array.isArray(errors) ? (errors as readonly QueryError[]) : [];
  if (!first) return undefined;
  if (first.type === 'STALE_DATA' || /expected.{0,40}(?:head|oid)/i.test(first.message))
    return new MovedBranchError(`${branch} moved while it was read`, { cause: error });
  if (!REFUSALS.has(first.type ?? '')) return undefined;
  const request = { method: 'POST' as const, url: '/graphql', headers: {} };
  return new RequestError(first.message, 422, { request, cause: error });
}

/** The types of errors that stay the same however often they are asked for. */
const REFUSALS: ReadonlySet<string> = new Set(['FORBIDDEN', 'UNPROCESSABLE', 'NOT_FOUND', 'INSUFFICIENT_SCOPES']);
