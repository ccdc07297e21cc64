/** The report of `cim-readiness commits`. */
import type { CheckedCommits } from '../facts/commits/commit-check.js';
import type { Display } from './display.js';
import { clip, code, prose, visible } from './escape.js';
import { jsonText } from './json-text.js';

export const COMMITS_SCHEMA = 'cim-readiness/commits/v1';

/** Which commits were checked, with the result. */
export interface CommitsReport extends CheckedCommits {
  /** The range in words that follow "commits": `since v0.5.0`, `in main..HEAD`. */
  readonly range: string;
  /** Why some commits of the range are missing. Absent if none is. */
  readonly partial?: string;
}

const SUMMARY_LIMIT = 100;

/** Keys in the order of the published schema, `cim-readiness/commits/v1`. */
export function commitsJson({ range, judged, aside, unconventional, partial }: CommitsReport): string {
  return jsonText({
    schema: COMMITS_SCHEMA,
    range,
    judged,
    aside,
    conventional: judged - unconventional.length,
    unconventional: unconventional.map(({ sha, header, wrong, corrected }) => ({
      sha: sha || null,
      header,
      wrong,
      corrected: corrected ?? null,
    })),
    partial: partial ?? null,
  });
}

/** For example "12 of 46 commits since v0.5.0 are not Conventional Commits; 2 of Git's own merges and reverts not checked". */
function summary({ range, judged, aside, unconventional }: CommitsReport): string {
  const left = aside === 0 ? '' : `; ${aside} of Git's own merges and reverts not checked`;
  if (judged === 0) return `no commits ${range} to check${left}`;
  const wrong = unconventional.length;
  if (wrong === 0)
    return `${judged === 1 ? 'the only commit' : `all ${judged} commits`} ${range} ${judged === 1 ? 'is a Conventional Commit' : 'are Conventional Commits'}${left}`;
  return `${wrong} of ${judged} commits ${range} ${wrong === 1 ? 'is not a Conventional Commit' : 'are not Conventional Commits'}${left}`;
}

/** For a terminal. */
export function commitsTable(report: CommitsReport, { color }: Display): string {
  const paint = (sgr: number, text: string) => (color ? `\u001b[${sgr}m${text}\u001b[0m` : text);
  const lines = report.unconventional.flatMap(({ sha, header, wrong, corrected }) => [
    `${paint(33, sha.slice(0, 7) || 'message')}  ${visible(clip(header, SUMMARY_LIMIT)) || '(no message)'}`,
    `         ${paint(31, wrong)}`,
    ...(corrected === undefined ? [] : [`         ${paint(32, visible(clip(corrected, SUMMARY_LIMIT)))}`]),
  ]);
  const mark = report.unconventional.length === 0 ? paint(32, '✓') : paint(31, '✗');
  const partial = report.partial === undefined ? [] : [`not all commits were read: ${visible(report.partial)}`];
  return `${[...lines, ...(lines.length > 0 ? [''] : []), `${mark} ${visible(summary(report))}`, ...partial].join('\n')}\n`;
}

/** A table of every commit that is not conventional. */
export function commitsMarkdown(report: CommitsReport): string {
  return firstCommitsMarkdown(report, Number.POSITIVE_INFINITY);
}

/** As `commitsMarkdown`, with at most `most` commits in the table. */
export function firstCommitsMarkdown(report: CommitsReport, most: number): string {
  const shown = report.unconventional.slice(0, most);
  const more = report.unconventional.length - shown.length;
  const rows = shown.map(({ sha, header, wrong, corrected }) =>
    [
      sha === '' ? 'message' : code(sha.slice(0, 7)),
      cell(header),
      prose(wrong),
      corrected === undefined ? '' : cell(corrected),
    ].join(' | '),
  );
  const head = ['| Commit | Header | Problem | Corrected |', '| --- | --- | --- | --- |'];
  const text = `${prose(summary(report))}.`;
  const table = rows.length > 0 ? ['', ...head, ...rows.map(row => `| ${row} |`)] : [];
  const rest = more > 0 ? ['', `… and ${more} more`] : [];
  const partial = report.partial === undefined ? [] : ['', `Not all commits were read: ${prose(report.partial)}.`];
  return `${[text, ...table, ...rest, ...partial].join('\n')}\n`;
}

/** A header as code in a table cell, where `|` must be escaped even in code. */
function cell(text: string): string {
  return code(clip(text, SUMMARY_LIMIT)).replaceAll('|', '\\|');
}
