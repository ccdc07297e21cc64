/** What `cim-readiness fix` prints: what each fix does and proves, then the changes as a patch for `git apply`. */
import { type Assessment, summarize } from '../assess/assessment.js';
import { ANSWERS } from '../fixes/answers.js';
import type { ChangedFile, FixOutcome } from '../fixes/plan.js';
import { counted } from '../standard/criterion.js';
import type { Standard } from '../standard/standard.js';
import type { Display } from './display.js';
import { visible } from './escape.js';
import { jsonText } from './json-text.js';
import { filePatch } from './patch.js';
import { percent } from './phrases.js';
import { wrap } from './wrap.js';

export const FIX_SCHEMA = 'cim-readiness/fix/v1';

export interface FixReport {
  readonly standard: Standard;
  readonly before: Assessment;
  readonly after: Assessment;
  readonly outcomes: readonly FixOutcome[];
  readonly files: readonly ChangedFile[];
  /** Whether the files were written. */
  readonly isWritten: boolean;
  /** Whether the text is for eyes, so that control characters are shown and not sent. */
  readonly isTerminal: boolean;
}

/** The summary, followed by the patch unless the files were written. `git apply` skips the summary. */
export function fixDiff(report: FixReport, { width }: Display): string {
  const { files, isWritten, isTerminal } = report;
  const patch = isWritten ? '' : files.map(filePatch).join('');
  const shown = isTerminal ? patch.split('\n').map(shownLine).join('\n') : patch;
  return `${summaryLines(report, width).join('\n')}\n${shown === '' ? '' : `\n${shown}`}`;
}

function shownLine(line: string): string {
  return line.split('\t').map(visible).join('\t');
}

function summaryLines({ outcomes, files, isWritten, before, after }: FixReport, width: number): string[] {
  const offered = outcomes.filter(({ status }) => status !== 'declined');
  const refused = outcomes.filter(({ status }) => status === 'declined');
  if (outcomes.length === 0) return ['No gap has a fix.'];
  return [
    ...(offered.length === 0
      ? ['No fix can be offered.']
      : [
          `${counted(offered.length, 'fix', 'fixes')} in ${counted(files.length, 'file')}${isWritten ? ', written' : ''}: ${readiness(before)} → ${readiness(after)} ready`,
        ]),
    ...offered.flatMap(outcome => outcomeLines(outcome, width)),
    ...(refused.length === 0 ? [] : ['', 'Not offered']),
    ...refused.flatMap(outcome => outcomeLines(outcome, width)),
  ];
}

function readiness({ findings }: Assessment): string {
  return percent(summarize(findings).readiness);
}

const RESULTS = { closes: '', narrows: ' (in part)', draft: ' (draft)', declined: '' } as const;

function outcomeLines(outcome: FixOutcome, width: number): string[] {
  const text =
    outcome.status === 'declined'
      ? `${outcome.reason}${outcome.asks === null ? '' : `: name it with \`--${outcome.asks} ${shellWord(ANSWERS[outcome.asks].example)}\``}`
      : [
          `${outcome.summary}.`,
          ...(outcome.remains === null ? [] : [outcome.remains]),
          ...outcome.turns
            .filter(({ criterion, to }) => criterion !== outcome.criterion && to !== 'met')
            .map(({ criterion, to }) => `\`${criterion}\` is ${to} until CI has run.`),
        ].join(' ');
  return [
    `  ${outcome.criterion}${RESULTS[outcome.status]}`,
    ...wrap(visible(text), Math.max(40, width - 4)).map(line => `    ${line}`),
  ];
}

/** A value as it is typed in a shell. */
function shellWord(text: string): string {
  return /^[\w.@-]+$/.test(text) ? text : `"${text}"`;
}

/** The report as JSON, in the form that `schemas/fix-v1.json` describes. */
export function fixJson({ standard, before, after, outcomes, files, isWritten }: FixReport): string {
  const { owner, repo, ref, sha } = before.subject;
  return jsonText({
    schema: FIX_SCHEMA,
    standard: standard.id,
    subject: { owner, repo, ref, sha },
    readiness: { before: summarize(before.findings).readiness, after: summarize(after.findings).readiness },
    written: isWritten,
    fixes: outcomes.map(outcome =>
      outcome.status === 'declined'
        ? { criterion: outcome.criterion, result: 'declined', reason: outcome.reason, asks: outcome.asks }
        : {
            criterion: outcome.criterion,
            result: outcome.status,
            summary: outcome.summary,
            remains: outcome.remains,
            turns: outcome.turns,
            paths: outcome.paths,
          },
    ),
    files: files.map(file => ({
      path: file.path,
      isNew: file.before === null,
      patch: filePatch(file),
      text: file.text,
    })),
  });
}
