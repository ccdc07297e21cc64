import type { Criterion, Evidence } from '../standard/criterion.js';
import type { Standard } from '../standard/standard.js';
import { code, prose } from './escape.js';

/** What to call a criterion and how to fix it. An assessment by another revision can name one that is gone: its ID stands in. */
export function criterionTexts(standard: Standard, id: string): Pick<Criterion, 'title' | 'remediation'> {
  return standard.criterion(id) ?? { title: id, remediation: 'See the standard.' };
}

/** Whether an organization added the criterion to the standard. */
export function isOwn(standard: Standard, id: string): boolean {
  return standard.criterion(id)?.own === true;
}

/** The texts of a criterion as Markdown: what an organization wrote is inert. */
export function criterionMarkdown(standard: Standard, id: string): Pick<Criterion, 'title' | 'remediation'> {
  const { title, remediation } = criterionTexts(standard, id);
  return isOwn(standard, id) ? { title: prose(title), remediation: prose(remediation) } : { title, remediation };
}

/** The mark of a criterion that an organization added: " · the organization's own", or nothing. */
export function ownMark(standard: Standard, id: string): string {
  return isOwn(standard, id) ? " · the organization's own" : '';
}

/** Where a piece of evidence is, as inert Markdown: "`src/lib.rs:3` ", or nothing. */
export function placeMarkdown({ path, line }: Evidence): string {
  return path === undefined ? '' : `${code(line === undefined ? path : `${path}:${line}`)} `;
}

/** `0.7435` becomes `74%`, rounded down: only 1 is `100%`. */
export function percent(share: number): string {
  return `${Math.floor(share * 100)}%`;
}
