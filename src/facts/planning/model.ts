/** What a planning document says: areas with their items, figures of the whole, phases, and what it says about itself. */
import type { Content } from './blocks.js';
import type { Repair } from './encoding.js';
import type { Claim } from './figures.js';
import type { Mark, State } from './marks.js';
import type { Count, Duration, Span } from './spans.js';

/** What a document is for; undefined for a text that is not a planning document. */
export type DocumentKind = 'status-report' | 'task-list' | 'roadmap' | 'tracker' | 'standards' | 'catalog';

/** A task, or a row of a table with a status column. */
export interface Item {
  readonly line: number;
  /** Plain text, without check box and glyphs. */
  readonly text: string;
  /** As it stands, without the check box. */
  readonly markdown: string;
  readonly state: State;
  readonly form: 'check-box' | 'struck' | 'glyph' | 'row';
  /** The item that this one is nested in, by its line. */
  readonly within?: number;
}

/** Only work counts as progress: goals describe the end, and a template is for each module to fill in. */
export type Role = 'work' | 'goals' | 'template';

/** A heading that states how far something is, or that holds tasks. */
export interface Area {
  readonly line: number;
  readonly depth: number;
  /** Plain text, as it stands; empty for what is above the first heading. */
  readonly title: string;
  /** The lines of the areas above it, the nearest last. */
  readonly path: readonly number[];
  readonly mark: Mark | null;
  readonly role: Role;
  /** The percentage that the title or the status line claims. */
  readonly claimed: Claim | null;
  /** The tasks before the next heading. */
  readonly items: readonly Item[];
  /** Unmarked list items of an area that is marked done: what it claims to have finished. */
  readonly claimedItems: readonly Bullet[];
  /** Paragraphs that begin with a mark: shown, and counted nowhere. */
  readonly marked: readonly { readonly line: number; readonly text: string; readonly mark: Mark }[];
}

/** A list item without a mark. */
export interface Bullet {
  readonly line: number;
  readonly text: string;
}

/** A part of a plan: a numbered heading, a row of a timeline, or a line with a duration. */
export interface Phase {
  readonly line: number;
  readonly name: string;
  /** `phase 2`, `week 5`; null for a line that names none. */
  readonly number: string | null;
  readonly duration: Duration | null;
  readonly span: Span | null;
  readonly count: Count | null;
  readonly from: 'heading' | 'table' | 'line' | 'item';
}

/** Something that a document wants to reach, from a section of goals. */
export interface Metric {
  readonly line: number;
  readonly text: string;
  readonly state: State | null;
}

/** What a document says of itself: that it is no longer current, and where to look instead. */
export interface Historical {
  readonly line: number;
  readonly pointsTo: readonly string[];
}

/** A stretch under one heading, before the next. */
export interface Part {
  readonly line: number;
  readonly depth: number;
  readonly title: string;
  /** Titles above it, the document's first. */
  readonly above: readonly number[];
  readonly mark: Mark | null;
  readonly role: Role;
  readonly blocks: readonly Content[];
}

export interface PlanningDocument {
  readonly path: string;
  /** Plain text of the first heading. */
  readonly title: string;
  readonly kind: DocumentKind | null;
  /** The day that the document gives itself. */
  readonly date: string | null;
  readonly historical: Historical | null;
  readonly areas: readonly Area[];
  /** What is claimed of the whole document, module or project. */
  readonly totals: readonly Claim[];
  readonly phases: readonly Phase[];
  readonly metrics: readonly Metric[];
  readonly repairs: readonly Repair[];
  /** Everything that was read, by heading. */
  readonly parts: readonly Part[];
  /** The repaired text, by line. */
  readonly lines: readonly string[];
}

/** Tasks of each state; `all` counts `other` too. */
export interface Tally {
  readonly done: number;
  readonly all: number;
}

/** Done of all. */
export function tallyItems(items: readonly Item[]): Tally {
  return { done: items.filter(({ state }) => state === 'done').length, all: items.length };
}

/** The area at an index, with the areas below it, which follow it. */
export function areaWithSubareas(areas: readonly Area[], index: number): readonly Area[] {
  const { line = 0 } = areas[index] ?? {};
  for (let end = index + 1; end < areas.length; end += 1) {
    if (!areas[end]?.path.includes(line)) return areas.slice(index, end);
  }
  return areas.slice(index);
}

/** The part that holds a line. */
export function findPart(parts: readonly Part[], line: number): Part | undefined {
  let from = 0;
  let to = parts.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((parts[middle]?.line ?? 0) <= line) from = middle + 1;
    else to = middle;
  }
  return parts[from - 1];
}

/** The tasks that are work, of a document. */
export function workItems({ areas }: Pick<PlanningDocument, 'areas'>): readonly Item[] {
  return areas.filter(({ role }) => role === 'work').flatMap(({ items }) => items);
}
