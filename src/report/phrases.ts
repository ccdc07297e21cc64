import type { Criterion, Evidence } from '../standard/criterion.js';
import { CRITERIA } from '../standard/standard.js';
import { code } from './escape.js';

const BY_ID = new Map(CRITERIA.map(criterion => [criterion.id, criterion]));

/** The criterion of an id of the catalogue. An assessment of another version may name one that is gone: its id stands in. */
export function criterionOf(id: string): Pick<Criterion, 'title' | 'remediation'> {
  return BY_ID.get(id) ?? { title: id, remediation: 'See the standard.' };
}

/** Where a piece of evidence is, as inert Markdown: "`src/lib.rs:3` ", or nothing. */
export function placeOf({ path, line }: Evidence): string {
  return path === undefined ? '' : `${code(line === undefined ? path : `${path}:${line}`)} `;
}

/** 0.7435 → "74 %"; only what is whole says 100 %. */
export function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}
