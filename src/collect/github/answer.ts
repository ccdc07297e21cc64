/**
 * Validates GitHub's answers. Unknown fields are ignored. A missing field makes its part unread. A GraphQL answer can contain errors beside
 * data (a missing permission, a field that timed out): the part at the error's path is then unread with GitHub's message, never empty.
 */
import { RequestError } from '@octokit/request-error';
import { z } from 'zod';
import type { Commit, Tag } from '../../snapshot/history.js';
import { type Reading, read, unread } from '../../snapshot/reading.js';
import { instant } from '../instant.js';

/** An error beside data. */
export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
  readonly type?: string | undefined;
}

/** Data and errors of one answer. */
export interface Answer {
  readonly data: unknown;
  readonly errors: readonly AnswerError[];
}

const REFUSED = z.object({
  data: z.unknown(),
  errors: z.array(
    z.object({
      message: z.string(),
      type: z.string().optional(),
      path: z.array(z.union([z.string(), z.number()])).optional(),
    }),
  ),
});

/** The answer inside the error that GitHub's client throws if there are errors beside data. Undefined for any other error. */
export function findAnswer(error: unknown): Answer | undefined {
  const parsed = REFUSED.safeParse(error);
  return parsed.success ? parsed.data : undefined;
}

const LIMITED = z.object({
  errors: z.array(z.object({ type: z.literal('RATE_LIMITED'), message: z.string() })).min(1),
});
const HEADERS = z.object({ headers: z.record(z.string(), z.union([z.string(), z.number()]).optional()) });

/**
 * GitHub's answer that the rate limit of queries is exceeded, as a request error that states when it is reset. GitHub sends it with status
 * 200. It can be inside an error of the client that paces requests.
 */
export function findRateLimit(error: unknown): RequestError | undefined {
  const { response, data }: Readonly<Record<string, unknown>> = isRecord(error) ? error : {};
  const found = [error, response, data].map(each => LIMITED.safeParse(each)).find(({ success }) => success)?.data;
  if (!found) return undefined;
  const given = [error, response].map(each => HEADERS.safeParse(each)).find(({ success }) => success)?.data?.headers;
  return new RequestError(found.errors[0]?.message ?? 'API rate limit exceeded', 429, {
    request: { method: 'POST', url: '/graphql', headers: {} },
    response: { status: 429, url: '/graphql', data: {}, headers: given ?? {} },
  });
}

/**
 * Reads one part of an answer.
 * @param path the path of the part in the data; an error at, above, or below this path makes the part unread
 */
export function part<T>(answer: Answer, path: readonly string[], schema: z.ZodType<T>): Reading<T> {
  const error = answer.errors.find(each => touches(each.path ?? [], path));
  if (error) return unread(`GitHub refused the request: ${error.message}`);
  let at: unknown = answer.data;
  for (const name of path) at = isRecord(at) ? at[name] : undefined;
  const parsed = schema.safeParse(at);
  return parsed.success ? read(parsed.data) : unread(`GitHub answered in an unexpected form (${path.join('.')})`);
}

function touches(error: readonly (string | number)[], path: readonly string[]): boolean {
  return path.every((name, index) => index >= error.length || error[index] === name);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The cursor of the next page. Absent on the last page. */
const PAGE = z
  .object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() })
  .transform(({ hasNextPage, endCursor }) => (hasNextPage ? (endCursor ?? undefined) : undefined));

const ACTOR = z
  .object({ name: z.string().nullish(), email: z.string().nullish(), date: z.string().nullish() })
  .nullish()
  .transform(actor => ({ name: actor?.name ?? '', email: actor?.email ?? '', date: instant(actor?.date ?? '') }));

/** The object IDs in the nodes of a connection. */
const OIDS = z
  .object({ nodes: z.array(z.object({ oid: z.string() })) })
  .transform(({ nodes }) => nodes.map(each => each.oid));

const COMMIT = z
  .object({ oid: z.string(), message: z.string(), parents: OIDS, author: ACTOR, committer: ACTOR })
  .transform(
    ({ oid, message, ...rest }): Commit => ({ sha: oid, ...rest, message: message.replace(/(?<!\n)\n+$/, '') }),
  );

/** A page of commits. */
export const COMMITS = z
  .object({ pageInfo: PAGE, nodes: z.array(COMMIT) })
  .transform(({ pageInfo, nodes }) => ({ next: pageInfo, commits: nodes }));

const MANIFEST = z
  .object({ object: z.object({ text: z.string().nullish(), isTruncated: z.boolean().nullish() }).nullish() })
  .nullish();

interface Peeled {
  readonly oid: string;
  readonly date: string;
  readonly manifests: Tag['manifests'];
}

const POINTED = z.object({ oid: z.string().nullish(), committedDate: z.string().nullish(), file: MANIFEST });
const ANNOTATED = POINTED.extend({ tagger: z.object({ date: z.string().nullish() }).nullish() });
const TAG = z.object({
  name: z.string(),
  target: ANNOTATED.extend({ target: POINTED.extend({ target: POINTED.nullish() }).nullish() }).nullish(),
});

/** A page of tags: those that point to a commit, with the root's manifest. */
export const TAGS = z
  .object({ pageInfo: PAGE, nodes: z.array(TAG.nullable()) })
  .transform(({ pageInfo, nodes }) => ({ next: pageInfo, tags: nodes.flatMap(node => (node ? tagOf(node) : [])) }));

function tagOf({ name, target }: z.infer<typeof TAG>): Tag[] {
  const peeled = [target, target?.target, target?.target?.target].map(commitIn).find(each => each !== undefined);
  if (!peeled) return [];
  const date = instant(target?.tagger?.date ?? peeled.date);
  return [{ name, commit: peeled.oid, date, manifests: peeled.manifests }];
}

function commitIn(node: z.infer<typeof POINTED> | null | undefined): Peeled | undefined {
  if (!node?.oid || !node.committedDate) return undefined;
  const object = node.file?.object;
  const whole = typeof object?.text === 'string' && !object.isTruncated;
  if (object && !whole) {
    return {
      oid: node.oid,
      date: node.committedDate,
      manifests: unread('GitHub does not return the manifest as text'),
    };
  }
  const manifests = new Map(typeof object?.text === 'string' ? [['Cargo.toml', object.text]] : []);
  return { oid: node.oid, date: node.committedDate, manifests: read(manifests) };
}
