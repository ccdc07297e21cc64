/** Durations, and spans of time, as people write them: `2-3 days`, `Weeks 3-4`, `Q2-Q3 2031`. */

export type Unit = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

/** How long something takes; both bounds are the same where one figure was given. */
export interface Duration {
  readonly min: number;
  readonly max: number;
  readonly unit: Unit;
}

/** From when to when; a day that is not known is null. */
export interface Span {
  /** ISO 8601 days. */
  readonly start: string | null;
  readonly end: string | null;
}

/** Weeks or days of a plan, counted from its beginning. */
export interface Count {
  readonly unit: 'week' | 'day';
  readonly start: number;
  readonly end: number;
}

// bounded: a line of a plan has at most 4,000 characters
const DURATION =
  /(?<![\w.])(\d+(?:\.\d+)?)\s*(?:(?:[-–—]|to)\s*(\d+(?:\.\d+)?)\s*)?\+?[\s-]*(hour|hr|day|week|wk|month|quarter|year)s?\b/i;

/** The first duration in a text. */
export function findDuration(text: string): Duration | undefined {
  const [, min, max, word = ''] = DURATION.exec(text) ?? [];
  if (min === undefined) return undefined;
  const unit = word.toLowerCase();
  return {
    min: Number(min),
    max: Number(max ?? min),
    unit: unit === 'hr' ? 'hour' : unit === 'wk' ? 'week' : (unit as Unit),
  };
}

const DAYS: Readonly<Record<Unit, number>> = { hour: 1 / 8, day: 1, week: 7, month: 30, quarter: 91, year: 365 };

/** A duration's bounds in days. */
export function durationDays({ min, max, unit }: Duration): readonly [min: number, max: number] {
  return [min * DAYS[unit], max * DAYS[unit]];
}

/** A duration in words. */
export function durationText({ min, max, unit }: Duration): string {
  return `${min === max ? min : `${min}-${max}`} ${unit}${max === 1 ? '' : 's'}`;
}

/** `Week 1-2`, `Day 3`: of a plan whose beginning is not named. */
export function findCount(text: string): Count | undefined {
  const [, unit = '', start, end] =
    /\b(week|day)s?\s+(\d{1,3})(?:\s*(?:[-–—]|to)\s*(\d{1,3}))?\b(?!\s*%)/i.exec(text) ?? [];
  if (start === undefined) return undefined;
  return { unit: unit.toLowerCase() as Count['unit'], start: Number(start), end: Number(end ?? start) };
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const QUARTERS = /\bQ([1-4])(?:\s*(\d{4}))?(?:\s*[-–—]\s*Q([1-4]))?\s*(\d{4})(\+)?/i;
const DATES: readonly { readonly pattern: RegExp; readonly read: (match: RegExpExecArray) => Span | undefined }[] = [
  { pattern: /\b(\d{4})-(\d{2})-(\d{2})\b/, read: ([, y, m, d]) => oneDay(Number(y), Number(m), Number(d)) },
  {
    pattern: new RegExp(`\\b${MONTH}\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})\\b`, 'i'),
    read: ([, month, d, y]) => oneDay(Number(y), monthNumber(month), Number(d)),
  },
  {
    pattern: new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\.?\\s+${MONTH}\\.?,?\\s+(\\d{4})\\b`, 'i'),
    read: ([, d, month, y]) => oneDay(Number(y), monthNumber(month), Number(d)),
  },
  {
    pattern: new RegExp(`\\b${MONTH}\\.?\\s+(\\d{4})\\b`, 'i'),
    read: ([, month, y]) => months(Number(y), monthNumber(month), monthNumber(month)),
  },
];

/** The span that a text names by the calendar, if it does. `Q4 2031+` has no end. */
export function findSpan(text: string): Span | undefined {
  const quarters = QUARTERS.exec(text);
  if (quarters) {
    const [, first = '', ownYear, last, year = '', open] = quarters;
    const span = months(Number(year), Number(last ?? first) * 3 - 2, Number(last ?? first) * 3);
    const start = months(Number(ownYear ?? year), Number(first) * 3 - 2, Number(first) * 3)?.start ?? null;
    return { start, end: open === undefined ? (span?.end ?? null) : null };
  }
  for (const { pattern, read } of DATES) {
    const match = pattern.exec(text);
    const span = match && read(match);
    if (span) return span;
  }
  return undefined;
}

/** The day that a text names; of a longer span its last one. */
export function findDay(text: string): string | undefined {
  return findSpan(text)?.end ?? undefined;
}

/** A day, some days later. */
export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + Math.round(days) * 86_400_000).toISOString().slice(0, 10);
}

function monthNumber(name = ''): number {
  return MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

function oneDay(year: number, month: number, day: number): Span | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const text = date.toISOString().slice(0, 10);
  return { start: text, end: text };
}

function months(year: number, first: number, last: number): Span | undefined {
  if (year < 1_000 || first < 1) return undefined;
  return {
    start: new Date(Date.UTC(year, first - 1, 1)).toISOString().slice(0, 10),
    end: new Date(Date.UTC(year, last, 0)).toISOString().slice(0, 10),
  };
}
