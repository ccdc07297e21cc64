/**
 * What a module promises once it is in production: each promise has cases, each case a clock and an end. Promises begin when the module
 * becomes production, or when this app first sees it there.
 */
import type { Finding } from '../assess/assessment.js';
import type { Reading } from '../snapshot/reading.js';
import type { Report } from '../snapshot/report.js';

export const PROMISES = ['security', 'bugs', 'features', 'breaking', 'deprecations'] as const;
export type PromiseKind = (typeof PROMISES)[number];

/** What is promised: a clause, and the time for it in hours. Without a time, a case is broken as soon as it is there. */
export const PROMISE_TEXTS: Readonly<Record<PromiseKind, { readonly title: string; readonly hours: number | null }>> = {
  security: { title: 'Security updates within 48 hours of an advisory', hours: 48 },
  bugs: { title: 'Bugs fixed within 7 days of their report', hours: 7 * 24 },
  features: { title: 'Feature requests answered within 30 days', hours: 30 * 24 },
  breaking: { title: 'Breaking changes only with a major version', hours: null },
  deprecations: { title: 'Deprecations announced two minor versions before a removal', hours: null },
};

/** One thing that a promise is about. */
export interface PromiseCase {
  readonly promise: PromiseKind;
  /** What identifies it: an advisory, `#12`, an item of the public API. */
  readonly subject: string;
  readonly url: string | null;
  /** When its clock began: ISO 8601. */
  readonly opened: string;
  /** When the promise is broken if it is still open; as `opened` for what must not be. */
  readonly due: string;
  readonly closed: string | null;
}

export interface Promises {
  /** ISO 8601. */
  readonly since: string;
  /** The day of the measurement. */
  readonly measuredOn: string;
  readonly cases: readonly PromiseCase[];
  /** Promises that could not be measured, or not completely. */
  readonly unread: readonly { readonly promise: PromiseKind; readonly reason: string }[];
}

/** What was observed of a module. */
export interface Observed {
  /** Of the newest assessment of the default branch. */
  readonly findings: readonly Finding[];
  readonly assessedAt: string;
  readonly alerts: Reading<readonly Report[]>;
  readonly bugs: Reading<readonly Report[]>;
  readonly features: Reading<readonly Report[]>;
  /** Items that were removed from the public API without the notice that is promised. */
  readonly removals: Reading<readonly string[]>;
}

export type CaseState = 'kept' | 'running' | 'broken';

/** How a case stands. @param now ISO 8601 */
export function stateOf({ due, opened, closed }: PromiseCase, now: string): CaseState {
  if (due === opened) return 'broken';
  if ((closed ?? now) > due) return 'broken';
  return closed === null ? 'running' : 'kept';
}

/** Whether a case breaks its promise and is not closed yet. */
export function isOpenBreach(each: PromiseCase, now: string): boolean {
  return each.closed === null && stateOf(each, now) === 'broken';
}

const HOUR = 3_600_000;
/** How long a closed case is kept, in days, and the most cases. */
const KEPT_DAYS = 180;
const MOST_CASES = 500;

/**
 * Measures the promises anew.
 * @param before the measurement before; undefined for the first one
 * @param since when the module became production
 * @param now ISO 8601
 */
export function measurePromises(
  before: Promises | undefined,
  { since, observed }: { readonly since: string; readonly observed: Observed },
  now: string,
): Promises {
  const began = before && before.since > since ? before.since : since;
  const known = before?.cases ?? [];
  const unread: Promises['unread'][number][] = [];
  const ofReports = (promise: PromiseKind, reports: Reading<readonly Report[]>): PromiseCase[] => {
    if (reports.read) return reports.value.flatMap(each => caseOf(promise, each, began));
    unread.push({ promise, reason: reports.reason });
    return known.filter(each => each.promise === promise);
  };
  const found = [
    ...(observed.alerts.read
      ? ofReports('security', observed.alerts)
      : ofFindings('security', 'dependency-audit', { observed, known, began })),
    ...ofReports('bugs', observed.bugs),
    ...ofReports('features', observed.features),
    ...ofFindings('breaking', 'api-stability', { observed, known, began }),
    ...removalCases({ observed, known, began }, unread),
  ];
  if (!observed.alerts.read && !isDecided(observed.findings, 'dependency-audit'))
    unread.push({ promise: 'security', reason: observed.alerts.reason });
  const oldest = new Date(Date.parse(now) - KEPT_DAYS * 24 * HOUR).toISOString();
  const cases = found
    .filter(({ closed }) => closed === null || closed >= oldest)
    .toSorted((a, b) => (a.opened < b.opened ? 1 : -1))
    .slice(0, MOST_CASES);
  return { since: began, measuredOn: now.slice(0, 10), cases, unread };
}

interface Past {
  readonly observed: Observed;
  readonly known: readonly PromiseCase[];
  readonly began: string;
}

/** A case of what GitHub dates. What ended before the promises began is none. */
function caseOf(promise: PromiseKind, { subject, url, opened, closed }: Report, began: string): PromiseCase[] {
  if (closed !== null && closed < began) return [];
  const start = opened < began ? began : opened;
  return [{ promise, subject, url, opened: start, due: dueOf(promise, start), closed }];
}

function dueOf(promise: PromiseKind, opened: string): string {
  const { hours } = PROMISE_TEXTS[promise];
  return hours === null ? opened : new Date(Date.parse(opened) + hours * HOUR).toISOString();
}

/** Cases of problems that a criterion reports: their clock begins with the assessment that first reports them. */
function ofFindings(promise: PromiseKind, criterion: string, { observed, known, began }: Past): PromiseCase[] {
  const own = known.filter(each => each.promise === promise);
  const finding = observed.findings.find(each => each.criterion === criterion);
  if (!finding || !isDecided(observed.findings, criterion)) return own;
  const present = finding.status === 'unmet' ? finding.evidence : [];
  const subjects = new Map(present.map(({ subject, message, url }) => [subject ?? message.slice(0, 100), url ?? null]));
  return joined(promise, subjects, own, { at: observed.assessedAt, began });
}

/** The known cases, closed where their subject is gone, and those that are new. */
function joined(
  promise: PromiseKind,
  subjects: ReadonlyMap<string, string | null>,
  own: readonly PromiseCase[],
  { at, began }: { readonly at: string; readonly began: string },
): PromiseCase[] {
  const isOpen = ({ closed }: PromiseCase) => closed === null;
  const old = own.map(each => (isOpen(each) && !subjects.has(each.subject) ? { ...each, closed: at } : each));
  const known = new Set(old.filter(isOpen).map(({ subject }) => subject));
  const opened = at < began ? began : at;
  const fresh = [...subjects]
    .filter(([subject]) => !known.has(subject))
    .map(([subject, url]) => ({ promise, subject, url, opened, due: dueOf(promise, opened), closed: null }));
  return [...old, ...fresh];
}

function removalCases({ observed, known, began }: Past, unread: Promises['unread'][number][]): PromiseCase[] {
  const { removals, assessedAt } = observed;
  const own = known.filter(({ promise }) => promise === 'deprecations');
  if (!removals.read) {
    unread.push({ promise: 'deprecations', reason: removals.reason });
    return own;
  }
  const subjects = new Map(removals.value.map(each => [each, null]));
  return joined('deprecations', subjects, own, { at: assessedAt, began });
}

function isDecided(findings: readonly Finding[], criterion: string): boolean {
  const status = findings.find(each => each.criterion === criterion)?.status;
  return status === 'met' || status === 'unmet' || status === 'not-applicable';
}
