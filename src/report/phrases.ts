import type { Criterion, Evidence } from '../standard/criterion.js';
import type { Standard } from '../standard/standard.js';
import { code } from './escape.js';

/** What to call a criterion and how to fix it. An assessment by another revision can name one that is gone: its ID stands in. */
export function criterionTexts(standard: Standard, id: string): Pick<Criterion, 'title' | 'remediation'> {
  return standard.criterion(id) ?? { title: id, remediation: 'See the standard.' };
}

/** Where a piece of evidence is, as inert Markdown: "`src/lib.rs:3` ", or nothing. */
export function placeMarkdown({ path, line }: Evidence): string {
  return path === undefined ? '' : `${code(line === undefined ? path : `${path}:${line}`)} `;
}

/** `0.7435` becomes `74%`, rounded down: only 1 is `100%`. */
export function percent(share: number): string {
  return `${Math.floor(share * 100)}%`;
}
