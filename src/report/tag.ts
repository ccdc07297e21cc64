/** The report of `cim-readiness tag`. */
import type { TagAnswer } from '../facts/releases/tag-check.js';
import type { Display } from './display.js';
import { prose, visible } from './escape.js';
import { jsonText } from './json-text.js';

export const TAG_SCHEMA = 'cim-readiness/tag/v1';

export interface TagReport {
  readonly tag: string;
  /** The commit, 40 hex digits. */
  readonly commit: string;
  /** Whether the tag exists. If not, it was checked as if it pointed to the commit. */
  readonly exists: boolean;
  readonly answers: readonly TagAnswer[];
}

const MARKS = { met: ['✓', 32], unmet: ['✗', 31], 'not-applicable': ['–', 90] } as const;

/** Keys in the order of the published schema, `cim-readiness/tag/v1`. */
export function tagJson({ tag, commit, exists, answers }: TagReport): string {
  return jsonText({
    schema: TAG_SCHEMA,
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
  });
}

function heading({ tag, commit, exists }: TagReport): string {
  return `${tag} ${exists ? 'on' : 'does not exist; checked as if it pointed to'} commit ${commit.slice(0, 7)}`;
}

function placed({ message, path, line }: TagAnswer): string {
  return path === undefined ? message : `${message} (${path}${line === undefined ? '' : `:${line}`})`;
}

/** For a terminal. */
export function tagTable(report: TagReport, { color }: Display): string {
  const lines = report.answers.map(answer => {
    const [mark, sgr] = MARKS[answer.status];
    return `${color ? `\u001b[${sgr}m${mark}\u001b[0m` : mark} ${answer.asked.padEnd(9)} ${visible(placed(answer))}`;
  });
  return `${[visible(heading(report)), ...lines].join('\n')}\n`;
}

/** A list of the answers. */
export function tagMarkdown(report: TagReport): string {
  const lines = report.answers.map(answer => `- ${MARKS[answer.status][0]} ${answer.asked}: ${prose(placed(answer))}`);
  return `${[`**${prose(heading(report))}**`, '', ...lines].join('\n')}\n`;
}
