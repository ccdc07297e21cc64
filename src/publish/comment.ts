/** Comments that are made only once: a hidden marker identifies an existing one. */
import type { Octokit } from '@octokit/rest';
import { COMMENT_LIMIT } from '../report/comment.js';
import { clip } from '../report/escape.js';

/** The part of GitHub's client that is used. */
export type CommentsClient = Pick<Octokit, 'rest' | 'paginate'>;

/** An issue or pull request. */
export interface IssuePlace {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

const MARKER = /<!-- cim-readiness:comment ([^>]{1,2000}) -->\s*$/;

/** The text of a hidden marker in a comment of an app; undefined if there is none. */
export function markerIn(comment: {
  readonly body?: string | undefined | null;
  readonly user?: { readonly type?: string } | null;
}): string | undefined {
  if (comment.user?.type !== 'Bot') return undefined;
  return MARKER.exec(comment.body ?? '')?.[1];
}

/** A comment's text with a hidden marker. @param marker one line without `>` */
export function withMarker(marker: string, body: string): string {
  const hidden = `\n\n<!-- cim-readiness:comment ${marker} -->`;
  return `${clip(body, COMMENT_LIMIT - hidden.length)}${hidden}`;
}

/** The markers in an issue's comments, oldest first. @param since ISO 8601: older comments are not read */
export async function markersOf(
  octokit: CommentsClient,
  { owner, repo, number }: IssuePlace,
  since?: string,
): Promise<string[]> {
  const comments = await octokit.paginate(octokit.rest.issues.listComments, {
    owner,
    repo,
    issue_number: number,
    per_page: 100,
    ...(since === undefined ? {} : { since }),
  });
  return comments.flatMap(comment => markerIn(comment) ?? []);
}

/** Comments on an issue, unless it already has a comment with this marker. */
export async function commentedOnce(
  octokit: CommentsClient,
  place: IssuePlace,
  marker: string,
  body: string,
): Promise<void> {
  if ((await markersOf(octokit, place)).includes(marker)) return;
  const { owner, repo, number } = place;
  await octokit.rest.issues.createComment({ owner, repo, issue_number: number, body: withMarker(marker, body) });
}
