/** What is kept of planning documents for the view of the fleet: claims and counts by area, small enough for a page. */
import type { Claim } from '../facts/planning/figures.js';
import type { Mark } from '../facts/planning/marks.js';
import {
  type DocumentKind,
  type PlanningDocument,
  type Role,
  type Tally,
  tallyItems,
  workItems,
} from '../facts/planning/model.js';

/** An area of a document: what it claims, and what is counted. */
export interface FleetArea {
  readonly line: number;
  readonly depth: number;
  readonly title: string;
  readonly mark: Mark | null;
  readonly role: Role;
  /** In percent. */
  readonly claimed: number | null;
  readonly tally: Tally;
}

/** A planning document of the registry. */
export interface FleetDocument {
  readonly path: string;
  readonly title: string;
  readonly kind: DocumentKind;
  readonly date: string | null;
  readonly isHistorical: boolean;
  /** Of the tasks that are work. */
  readonly tally: Tally;
  /** What is claimed of the whole. */
  readonly totals: readonly Claim[];
  readonly areas: readonly FleetArea[];
}

/** The most areas that are kept of a document, and the longest text. */
const MOST_AREAS = 200;
const MOST_TOTALS = 20;
const LONGEST_TEXT = 200;

/** What is kept of a document; undefined for a text that is not a planning document. */
export function fleetDocument(document: PlanningDocument): FleetDocument | undefined {
  const { path, title, kind, date, historical, totals, areas } = document;
  if (kind === null) return undefined;
  return {
    path,
    title: title.slice(0, LONGEST_TEXT),
    kind,
    date,
    isHistorical: historical !== null,
    tally: tallyItems(workItems(document)),
    totals: totals.slice(0, MOST_TOTALS).map(each => ({ ...each, text: each.text.slice(0, LONGEST_TEXT) })),
    areas: areas.slice(0, MOST_AREAS).map(area => ({
      line: area.line,
      depth: area.depth,
      title: area.title.slice(0, LONGEST_TEXT),
      mark: area.mark,
      role: area.role,
      claimed: area.claimed?.percent ?? null,
      tally: tallyItems(area.items),
    })),
  };
}
