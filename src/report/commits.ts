/** What `cim-readiness commits` says: a table for a terminal, Markdown, or JSON. */
import type { JudgedCommits } from '../facts/commits/commit-check.js';
import { clip, code, prose, visible } from './escape.js';

export type CommitsFormat = 'table' | 'json' | 'markdown';

/** Which commits were judged, and how. */
export interface CommitsReport extends JudgedCommits {
  /** The range in words that follow "commits": `since v0.5.0`, `in main..HEAD`. */
  readonly range: string;
  /** Why not all commits of the range are here, where they are not. */
  readonly partial?: string;
}

const SUMMARY_LIMIT = 100;

/** The report in a format; ends with a newline. `colour` is for the table alone. */
export function commitsReport(report: CommitsReport, format: CommitsFormat, colour = false): string {
  if (format === 'json') return `${JSON.stringify(asJson(report), null, 2)}\n`;
  return format === 'markdown' ? commitsMarkdown(report) : table(report, colour);
}

/** The order and names of the published schema, `cim-readiness/commits/v1`. */
function asJson({ range, judged, aside, unconventional, partial }: CommitsReport) {
  return {
    schema: 'cim-readiness/commits/v1',
    range,
    judged,
    aside,
    conventional: judged - unconventional.length,
    unconventional: unconventional.map(({ sha, header, wrong, corrected }) => ({
      sha,
      header,
      wrong,
      corrected: corrected ?? null,
    })),
    partial: partial ?? null,
  };
}

/** "12 of 46 commits since v0.5.0 are not Conventional Commits (2 merges and reverts left aside)" */
function summary({ range, judged, aside, unconventional }: CommitsReport): string {
  const left = aside === 0 ? '' : `; ${aside} of Git's own merges and reverts left aside`;
  if (judged === 0) return `no commits ${range} to judge${left}`;
  const wrong = unconventional.length;
  if (wrong === 0)
    return `${judged === 1 ? 'the one commit' : `all ${judged} commits`} ${range} ${judged === 1 ? 'is a Conventional Commit' : 'are Conventional Commits'}${left}`;
  return `${wrong} of ${judged} commits ${range} ${wrong === 1 ? 'is no Conventional Commit' : 'are no Conventional Commits'}${left}`;
}

function table(report: CommitsReport, colour: boolean): string {
  const paint = (sgr: number, text: string) => (colour ? `\u001b[${sgr}m${text}\u001b[0m` : text);
  const lines = report.unconventional.flatMap(({ sha, header, wrong, corrected }) => [
    `${paint(33, sha.slice(0, 7))}  ${visible(clip(header, SUMMARY_LIMIT)) || '(no message)'}`,
    `         ${paint(31, wrong)}`,
    ...(corrected === undefined ? [] : [`         ${paint(32, visible(clip(corrected, SUMMARY_LIMIT)))}`]),
  ]);
  const mark = report.unconventional.length === 0 ? paint(32, '✓') : paint(31, '✗');
  const partial = report.partial === undefined ? [] : [`not all were read: ${visible(report.partial)}`];
  return `${[...lines, ...(lines.length > 0 ? [''] : []), `${mark} ${visible(summary(report))}`, ...partial].join('\n')}\n`;
}

/** The report as Markdown. @param most how many commits the table shows */
export function commitsMarkdown(report: CommitsReport, most = Number.POSITIVE_INFINITY): string {
  const shown = report.unconventional.slice(0, most);
  const more = report.unconventional.length - shown.length;
  const rows = shown.map(({ sha, header, wrong, corrected }) =>
    [code(sha.slice(0, 7)), cell(header), prose(wrong), corrected === undefined ? '' : cell(corrected)].join(' | '),
  );
  const head = ['| Commit | Header | What is wrong | Instead |', '| --- | --- | --- | --- |'];
  const text = `${prose(summary(report))}.`;
  const table = rows.length > 0 ? ['', ...head, ...rows.map(row => `| ${row} |`)] : [];
  return `${[text, ...table, ...(more > 0 ? ['', `… and ${more} more`] : [])].join('\n')}\n`;
}

/** A header as code in a table, where `|` must be escaped even in code. */
function cell(text: string): string {
  return code(clip(text, SUMMARY_LIMIT)).replaceAll('|', '\\|');
}
