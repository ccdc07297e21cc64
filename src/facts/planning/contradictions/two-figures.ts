/** One claim on one subject with two values, in one document or in two. */

import { memo } from '../../../cache/memo.js';
import type { Claim } from '../figures.js';
import { comparableSubject } from '../inline.js';
import type { PlanningDocument } from '../model.js';
import { at, type Contradiction, type Surroundings } from './contradiction.js';

/** Two figures for one subject within a document. */
export function twoFigures(document: PlanningDocument): Contradiction[] {
  return [...claimsOf(document)].flatMap(([subject, claims]) => {
    const [first, ...rest] = claims;
    if (!first) return [];
    const seen = new Set([first.percent]);
    return rest.flatMap(claim => {
      if (seen.has(claim.percent)) return [];
      seen.add(claim.percent);
      const what = subject === WHOLE ? 'the whole' : `"${claim.text}"`;
      const message = `${claim.percent}% is stated for ${what}, and line ${first.line} states ${first.percent}%`;
      return [at(document, 'two-figures', claim.line, message, [first.line])];
    });
  });
}

/** Figures on which two documents of one repository do not agree. If their dates differ, the newer document corrects the older. */
export function figuresBetween(
  document: PlanningDocument,
  { documents }: Pick<Surroundings, 'documents'>,
): Contradiction[] {
  if (document.historical) return [];
  const own = claimsOf(document);
  if (own.size === 0) return [];
  return documents.flatMap(other => {
    // Each pair is reported once, at the later path.
    if (other.path >= document.path || other.historical || !isAboutSame(document, other)) return [];
    if (other.date && document.date && other.date !== document.date) return [];
    const theirs = claimsOf(other);
    return [...own].flatMap(([subject, claims]): Contradiction[] => {
      const [there] = theirs.get(subject) ?? [];
      const [here] = claims;
      if (!there || !here || theirs.get(subject)?.some(({ percent }) => claims.some(each => each.percent === percent)))
        return [];
      const what = subject === WHOLE ? 'the whole' : `"${here.text}"`;
      return [
        {
          kind: 'two-figures',
          places: [
            { path: document.path, line: here.line },
            { path: other.path, line: there.line },
          ],
          message: `${here.percent}% is stated for ${what}, and ${other.path}:${there.line} states ${there.percent}%`,
        },
      ];
    });
  });
}

/** The documents that a newer one corrects: figures that differ, each with a date. */
export interface Correction {
  readonly newer: { readonly path: string; readonly line: number; readonly percent: number; readonly date: string };
  readonly older: { readonly path: string; readonly line: number; readonly percent: number; readonly date: string };
}

/** Which dated documents correct older ones, for the figure of the whole. */
export function correctionsAmong(documents: readonly PlanningDocument[]): Correction[] {
  const dated = documents.flatMap(document => {
    const { path, date, totals, historical } = document;
    const [total] = totals;
    const about = aboutOf(document);
    return date && total && !historical ? [{ about, path, date, line: total.line, percent: total.percent }] : [];
  });
  dated.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  return dated.slice(-MOST_DATED).flatMap(({ about, ...older }, index, all) => {
    const later = all.slice(index + 1).find(each => each.about === about && each.date > older.date);
    if (!later || later.percent === older.percent) return [];
    const { about: _, ...newer } = later;
    return [{ newer, older }];
  });
}

/** With more documents than this, a list of corrections does not help. */
const MOST_DATED = 200;
const WHOLE = '';

/** The claims of a document by their subject; the whole has the empty one. Areas below different headings are different subjects. */
const claimsOf = memo(({ areas, totals, parts }: PlanningDocument): ReadonlyMap<string, readonly Claim[]> => {
  const claims = new Map<string, Claim[]>();
  const add = (subject: string, claim: Claim) => {
    const known = claims.get(subject);
    if (known) known.push(claim);
    else claims.set(subject, [claim]);
  };
  const isTotal = new Set(totals.map(({ line }) => line));
  for (const total of totals) add(WHOLE, total);
  const titles = new Map(parts.map(({ line, title }) => [line, comparableSubject(title)]));
  for (const { claimed, title, path, role } of areas) {
    const subject = comparableSubject(title);
    if (!claimed || isTotal.has(claimed.line) || subject === '' || role !== 'work') continue;
    const above = path.length > 1 ? (titles.get(path.at(-1) ?? 0) ?? '') : '';
    add(above === '' || isGeneric(above) ? subject : `${above}/${subject}`, claimed);
  }
  return claims;
});

/** A heading that groups by state and names no subject: "Completed", "In progress". */
function isGeneric(subject: string): boolean {
  return /^(?:milestones?|tasks?|work|items?|features|domains?|components|modules)?$/.test(subject);
}

/** Documents of one subject: their titles differ in the kind of the document alone. */
function isAboutSame(a: PlanningDocument, b: PlanningDocument): boolean {
  return aboutOf(a) === aboutOf(b);
}

const KIND_WORDS =
  /\b(?:project|status|report|progress|remaining|tasks?|roadmap|plan(?:ning)?|tracker|implementation|production|completion|summary|documents?|overview|final|current|next|steps|v\d[\d ]*|and|the|to)\b/g;

const aboutOf = memo(({ title }: PlanningDocument) =>
  comparableSubject(title).replace(KIND_WORDS, ' ').replace(/\s+/g, ' ').trim(),
);
