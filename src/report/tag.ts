/** What `cim-readiness tag` says: a table for a terminal, Markdown, or JSON. */
import type { TagAnswer } from '../facts/releases/tag-check.js';
import type { CommitsFormat } from './commits.js';
import { prose, visible } from './escape.js';

export interface TagReport {
  readonly tag: string;
  /** The commit, 40 hex digits. */
  readonly commit: string;
  /** Whether the tag is there; else it was judged as if it stood on the commit. */
  readonly exists: boolean;
  readonly answers: readonly TagAnswer[];
}

const MARKS = { met: ['✓', 32], unmet: ['✗', 31], 'not-applicable': ['–', 90] } as const;

/** The report in a format; ends with a newline. `colour` is for the table alone. */
export function tagReport(report: TagReport, format: CommitsFormat, colour = false): string {
  if (format === 'json') return `${JSON.stringify(asJson(report), null, 2)}\n`;
  return format === 'markdown' ? markdown(report) : table(report, colour);
}

/** The order and names of the published schema, `cim-readiness/tag/v1`. */
function asJson({ tag, commit, exists, answers }: TagReport) {
  return {
    schema: 'cim-readiness/tag/v1',
    tag,
    commit,
    exists,
    answers: answers.map(({ asked, status, message, path, line }) => ({
      asked,
      status,
      message,
      path: path ?? null,
      line: line ?? null,
    })),
  };
}

function heading({ tag, commit, exists }: TagReport): string {
  return `${tag} ${exists ? 'on' : 'is not there; judged as if it stood on'} commit ${commit.slice(0, 7)}`;
}

function placed({ message, path, line }: TagAnswer): string {
  return path === undefined ? message : `${message} (${path}${line === undefined ? '' : `:${line}`})`;
}

function table(report: TagReport, colour: boolean): string {
  const lines = report.answers.map(answer => {
    const [mark, sgr] = MARKS[answer.status];
    return `${colour ? `\u001b[${sgr}m${mark}\u001b[0m` : mark} ${answer.asked.padEnd(9)} ${visible(placed(answer))}`;
  });
  return `${[visible(heading(report)), ...lines].join('\n')}\n`;
}

function markdown(report: TagReport): string {
  const lines = report.answers.map(answer => `- ${MARKS[answer.status][0]} ${answer.asked}: ${prose(placed(answer))}`);
  return `${[`**${prose(heading(report))}**`, '', ...lines].join('\n')}\n`;
}
