/** Comments that are made only once: a hidden marker identifies an existing one. */
import { createHmac } from 'node:crypto';
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

const MARKER = /<!-- cim-readiness:comment ([^>]{1,2000}) ([0-9a-f]{32}) -->\s*$/;

/**
 * The keys that sign markers: the first one signs, and all of them verify. Without a signature, any app that repeats what
 * strangers write could claim that this app has answered.
 */
export type MarkerKeys = readonly [string, ...string[]];

/** The keys, derived from the webhook secrets: a worker gets them, and cannot sign webhooks with them. */
export function deriveMarkerKeys(secret: string, previous?: string): MarkerKeys {
  const keyOf = (each: string) => createHmac('sha256', each).update('markers of comments').digest('hex');
  return [keyOf(secret), ...(previous === undefined ? [] : [keyOf(previous)])];
}

/** The text of a hidden marker that this app wrote; undefined if there is none. */
export function findMarker(
  comment: {
    readonly body?: string | undefined | null;
    readonly user?: { readonly type?: string } | null;
  },
  keys: MarkerKeys,
): string | undefined {
  if (comment.user?.type !== 'Bot') return undefined;
  const [, marker = '', signature = ''] = MARKER.exec(comment.body ?? '') ?? [];
  return keys.some(key => signatureOf(marker, key) === signature) ? marker : undefined;
}

/** A comment's text with a hidden marker. @param marker one line without `>` */
export function withMarker(marker: string, body: string, [key]: MarkerKeys): string {
  const hidden = `\n\n<!-- cim-readiness:comment ${marker} ${signatureOf(marker, key)} -->`;
  return `${clip(body, COMMENT_LIMIT - hidden.length)}${hidden}`;
}

function signatureOf(marker: string, key: string): string {
  return createHmac('sha256', key).update(marker).digest('hex').slice(0, 32);
}

/** The markers in an issue's comments, oldest first. @param since ISO 8601: older comments are not read */
export async function readMarkers(
  octokit: CommentsClient,
  { owner, repo, number }: IssuePlace,
  keys: MarkerKeys,
  since?: string,
): Promise<string[]> {
  const comments = await octokit.paginate(octokit.rest.issues.listComments, {
    owner,
    repo,
    issue_number: number,
    per_page: 100,
    ...(since === undefined ? {} : { since }),
  });
  return comments.flatMap(comment => findMarker(comment, keys) ?? []);
}

/** Comments on an issue, unless it already has a comment with this marker. */
export async function commentedOnce(
  octokit: CommentsClient,
  place: IssuePlace,
  { marker, body, keys }: { readonly marker: string; readonly body: string; readonly keys: MarkerKeys },
): Promise<void> {
  if ((await readMarkers(octokit, place, keys)).includes(marker)) return;
  const { owner, repo, number } = place;
  await octokit.rest.issues.createComment({ owner, repo, issue_number: number, body: withMarker(marker, body, keys) });
}
