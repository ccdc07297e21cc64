/** Who asked for fixes of which module. The ledger holds it, so that a pull request follows the module until it is merged or closed. */
import { z } from 'zod';
import { ANSWERS } from '../fixes/answers.js';
import type { Answers } from '../fixes/fix.js';
import type { RepositoryKey } from '../store/ledger.js';
import type { AppContext } from './context.js';

const DATA = z.object({
  /** The package, if several of the repository are assessed. */
  module: z.string().optional(),
  /** The criteria; null for every gap that has a fix. */
  criteria: z.array(z.string()).nullable(),
  answers: z.partialRecord(z.enum(Object.keys(ANSWERS) as [keyof Answers]), z.string()),
  /** The issue where it was asked for; null for a button. */
  issue: z.number().nullable(),
});
export type FixRequest = z.infer<typeof DATA>;

const OF_MODULE = z.object({ module: z.string().optional() });

/** Pull requests with fixes that are opened within an hour, for each organization. */
const MOST_AN_HOUR = 2;
const HOUR = 3_600_000;

type LedgerContext = Pick<AppContext, 'ledger' | 'now'>;

/** The requests of a repository whose pull requests are not merged, closed, or given up, one for each module. */
export async function openRequests(key: RepositoryKey, { ledger }: LedgerContext): Promise<readonly FixRequest[]> {
  const open = new Map<string, FixRequest>();
  const events = await ledger.noted(key.installation, ['fixes-requested', 'fixes-ended']);
  for (const { repository, kind, data } of events) {
    const module = OF_MODULE.safeParse(data).data?.module ?? '';
    if (repository !== key.repository) continue;
    open.delete(module);
    const request = kind === 'fixes-requested' ? DATA.safeParse(data).data : undefined;
    if (request) open.set(module, request);
  }
  return [...open.values()];
}

/** A request together with the open one of the same module: what was asked for before is still asked for. */
export function mergedRequest(before: FixRequest | undefined, request: FixRequest): FixRequest {
  if (!before) return request;
  const criteria =
    before.criteria === null || request.criteria === null
      ? null
      : [...new Set([...before.criteria, ...request.criteria])];
  return { ...request, criteria, answers: { ...before.answers, ...request.answers } };
}

/** Notes a request. @param by who asked */
export function noteRequest(
  key: RepositoryKey,
  request: FixRequest,
  by: string,
  { ledger }: LedgerContext,
): Promise<void> {
  return ledger.note(key, { kind: 'fixes-requested', by, data: request });
}

/** Notes that the pull request of a module is not kept up to date any more. */
export function noteEnd(
  key: RepositoryKey,
  module: string | undefined,
  why: string,
  { ledger }: LedgerContext,
): Promise<void> {
  const data = { ...(module === undefined ? {} : { module }), why };
  return ledger.note(key, { kind: 'fixes-ended', by: 'cim-readiness', data });
}

/**
 * Admits one more pull request with fixes in the organization, and counts it.
 * @returns undefined if it may be opened; otherwise when to ask again, as ISO 8601
 */
export async function admit(
  key: RepositoryKey,
  module: string | undefined,
  { ledger, now }: LedgerContext,
): Promise<string | undefined> {
  const recent = async () => {
    const since = Date.parse(now()) - HOUR;
    const events = await ledger.noted(key.installation, ['fixes-opened']);
    return events.filter(({ at }) => Date.parse(at) > since);
  };
  const isOwn = ({ repository, data }: { readonly repository: number; readonly data?: unknown }) =>
    repository === key.repository && OF_MODULE.safeParse(data).data?.module === module;
  const place = (events: Awaited<ReturnType<typeof recent>>) => {
    const own = events.findIndex(isOwn);
    return own < 0 ? events.length : own;
  };
  const before = await recent();
  if (before.some(isOwn) || place(before) < MOST_AN_HOUR) {
    if (!before.some(isOwn))
      await ledger.note(key, {
        kind: 'fixes-opened',
        by: 'cim-readiness',
        data: module === undefined ? {} : { module },
      });
    // Others may have been admitted at the same moment: the first ones count.
    if (place(await recent()) < MOST_AN_HOUR) return undefined;
  }
  const oldest = before.at(-MOST_AN_HOUR) ?? before[0];
  return new Date(Date.parse(oldest?.at ?? now()) + HOUR).toISOString();
}
