/** What `cim-readiness compare` prints: two assessments side by side, each difference with its cause. */
import type { RecordedDifference } from '../assess/recorded.js';
import type { Subject } from '../snapshot/snapshot.js';
import { counted } from '../standard/criterion.js';
import type { Standard } from '../standard/standard.js';
import { csv } from './csv.js';
import { clip, visible } from './escape.js';
import { percent } from './phrases.js';

export const COMPARE_SCHEMA = 'cim-readiness/compare/v1';

export interface ComparedSide {
  readonly subject: Subject;
  /** 0 to 1. */
  readonly readiness: number;
}

export interface CompareReport {
  readonly standard: Standard;
  readonly from: ComparedSide;
  readonly to: ComparedSide;
  /** Of two snapshots, or of two stored assessments. */
  readonly differences: readonly RecordedDifference[];
}

/** The report for a terminal. */
export function compareTable({ from, to, differences }: CompareReport): string {
  const name = (side: ComparedSide) => `${visible(side.subject.ref)} (${side.subject.sha.slice(0, 7)})`;
  const rows = differences.map(({ criterion, from: before, to: after, counts, causes, finding }) => [
    criterion,
    `${before}${count(before, counts[0])} → ${after}${count(after, counts[1])}`,
    causes.join(', '),
    visible(clip(finding.message, MESSAGE)),
  ]);
  const widths = [0, 1, 2].map(column => Math.max(0, ...rows.map(row => row[column]?.length ?? 0)));
  const lines = rows.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const head = `${name(from)}: ${percent(from.readiness)} ready → ${name(to)}: ${percent(to.readiness)} ready`;
  const end =
    differences.length === 0
      ? 'No criterion differs.'
      : `${counted(differences.length, 'criterion differs', 'criteria differ')}.`;
  return `${[head, '', ...lines, ...(lines.length > 0 ? [''] : []), end].join('\n')}\n`;
}

const MESSAGE = 80;

function count(status: string, problems: number): string {
  return status === 'unmet' && problems > 0 ? ` (${problems})` : '';
}

/** The report as JSON, in the form that `schemas/compare-v1.json` describes. */
export function compareJson({ standard, from, to, differences }: CompareReport): string {
  const side = ({ subject: { owner, repo, ref, sha }, readiness }: ComparedSide) => ({
    subject: { owner, repo, ref, sha },
    readiness,
  });
  const json = {
    schema: COMPARE_SCHEMA,
    standard: standard.id,
    from: side(from),
    to: side(to),
    differences: differences.map(({ criterion, from: before, to: after, counts, causes, finding }) => ({
      criterion,
      from: before,
      to: after,
      counts: { from: counts[0], to: counts[1] },
      causes,
      message: finding.message,
    })),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

/** The report as CSV. */
export function compareCsv({ differences }: CompareReport): string {
  return csv(
    ['criterion', 'from', 'to', 'problems_from', 'problems_to', 'causes', 'message'],
    differences.map(({ criterion, from: before, to: after, counts, causes, finding }) => [
      criterion,
      before,
      after,
      String(counts[0]),
      String(counts[1]),
      causes.join(' '),
      finding.message,
    ]),
  );
}
