/** The report of `cim-readiness history`: readiness over time. */
import { type Assessment, type Summary, summarize } from '../assess/assessment.js';
import type { Milestone } from '../facts/releases/milestones.js';
import { csvField } from './csv.js';
import type { Display } from './display.js';
import { visible } from './escape.js';
import { jsonText } from './json-text.js';
import { percent } from './phrases.js';
import { trendSvg } from './trend-svg.js';

export const HISTORY_SCHEMA = 'cim-readiness/history/v1';

/** The assessment of one milestone. */
export interface Point {
  readonly milestone: Milestone;
  readonly assessment: Assessment;
}

export interface HistoryReport {
  /** `owner/name`, or the name of the directory. */
  readonly repository: string;
  /** Oldest first. */
  readonly points: readonly Point[];
}

/** The trend as a picture. */
export function historySvg({ repository, points }: HistoryReport): string {
  return trendSvg(repository, points.map(trendPoint));
}

function summaryOf({ assessment }: Point): Summary {
  return summarize(assessment.findings);
}

function trendPoint(point: Point) {
  return { name: point.milestone.name, date: point.milestone.date, readiness: summaryOf(point).readiness };
}

/** Keys in the order of `cim-readiness/history/v1`. */
export function historyJson({ repository, points }: HistoryReport): string {
  return jsonText({
    schema: HISTORY_SCHEMA,
    repository,
    points: points.map((point, index) => ({
      ...point.milestone,
      summary: summaryOf(point),
      ...changesSince(points[index - 1], point),
    })),
  });
}

/** Which criteria went from unmet to met since the point before (`won`), and from met to unmet (`lost`). */
function changesSince(before: Point | undefined, now: Point): { readonly won: string[]; readonly lost: string[] } {
  const earlier = new Map(before?.assessment.findings.map(({ criterion, status }) => [criterion, status]));
  const from = (was: string, is: string) =>
    now.assessment.findings
      .filter(({ criterion, status }) => status === is && earlier.get(criterion) === was)
      .map(({ criterion }) => criterion);
  return { won: from('unmet', 'met'), lost: from('met', 'unmet') };
}

const COUNTS = ['met', 'unmet', 'unknown', 'notApplicable', 'waived', 'readiness'] as const;

/** CSV (RFC 4180) with a header. */
export function historyCsv({ points }: HistoryReport): string {
  const rows = points.map(point => {
    const { name, sha, date } = point.milestone;
    const summary = summaryOf(point);
    return [name, sha, date, ...COUNTS.map(key => String(summary[key]))].map(csvField).join(',');
  });
  return `${['name,sha,date,met,unmet,unknown,not_applicable,waived,readiness', ...rows].join('\r\n')}\r\n`;
}

const BARS = '▁▂▃▄▅▆▇█';

/** One bar for each share from 0 to 1. */
export function sparkline(shares: readonly number[]): string {
  return shares.map(share => BARS[Math.min(BARS.length - 1, Math.floor(share * BARS.length))]).join('');
}

/** For a terminal, with a sparkline. */
export function historyTable({ repository, points }: HistoryReport, { color }: Display): string {
  const shares = points.map(point => summaryOf(point).readiness);
  const width = Math.max(4, ...points.map(({ milestone }) => visible(milestone.name).length));
  const lines = points.flatMap((point, index) => {
    const { met, unmet, unknown, notApplicable, readiness } = summaryOf(point);
    const name = visible(point.milestone.name).padEnd(width);
    const counts = `${met} met · ${unmet} unmet · ${unknown} unknown · ${notApplicable} n/a`;
    const { won, lost } = changesSince(points[index - 1], point);
    const news = [...won.map(id => paint(`+${id}`, 32, color)), ...lost.map(id => paint(`-${id}`, 31, color))];
    return [
      `${point.milestone.date.slice(0, 10)}  ${name}  ${percent(readiness).padStart(5)}  ${counts}`,
      ...fours(news).map(row => `${' '.repeat(width + 14)}${row}`),
    ];
  });
  const heading = `${visible(repository)}  ${sparkline(shares)}  ${percent(shares[0] ?? 0)} → ${percent(shares.at(-1) ?? 0)}`;
  return `${[heading, '', ...lines].join('\n')}\n`;
}

function paint(text: string, sgr: number, color: boolean): string {
  return color ? `\u001b[${sgr}m${text}\u001b[0m` : text;
}

function fours(names: readonly string[]): string[] {
  const rows = Math.ceil(names.length / 4);
  return Array.from({ length: rows }, (_, row) => names.slice(row * 4, row * 4 + 4).join(' '));
}
