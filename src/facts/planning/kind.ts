/** What a document is for, by its name and title, else by what it holds. */
import type { Block } from './blocks.js';
import { markOfTitle } from './marks.js';
import type { DocumentKind } from './model.js';
import { findPhaseNumber } from './phases.js';
import { findDuration, findSpan } from './spans.js';
import { readItems } from './tasks.js';

const BY_NAME: readonly (readonly [DocumentKind, RegExp])[] = [
  ['standards', /\bstandards?\b|\bproduction[ -]readiness(?:\s+(?:criteria|checklist|requirements))?$|\bguidelines\b/i],
  ['tracker', /\btrack(?:er|ing)\b|\bproduction[ -]migration\b/i],
  ['catalog', /\bcatalog(?:ue)?\b|\b(?:module|component)\s+(?:registry|list|index)\b/i],
  [
    'roadmap',
    /\broad ?map\b|\bmilestones?\b|\btimeline\b|\bsprint\b|\b(?:project|production|implementation|development|migration|release|completion|test(?:ing)?|recovery|refactoring)\s+plan\b/i,
  ],
  ['task-list', /\btasks?\b|\bto-?\s?dos?\b|\bbacklog\b|\baction items\b|\bremaining\b|\bchecklist\b/i],
  [
    'status-report',
    /\bstatus\b|\bprogress\b|\breport\b|\bcompletion\b|\bsummary\b|\bassessment\b|\bcompleted?\b|\bvalidation\b/i,
  ],
];

/** How many check boxes, and how many phases, make a plan of a text whose name says nothing. */
const MANY_TASKS = 3;
const MANY_PHASES = 2;
/** A guide may end with a checklist; a task list is made of tasks. */
const MOSTLY_TASKS = 0.2;

/** The kind of a document; null for a text that is not a planning document. */
export function documentKind(path: string, title: string, blocks: readonly Block[]): DocumentKind | null {
  const file = path.slice(path.lastIndexOf('/') + 1).replace(/\.[a-z]+$/i, '');
  if (/^(?:readme|changelog|contributing|license|security|code_of_conduct|claude)$/i.test(file)) {
    return byName(title.replace(/[_-]/g, ' '), ['tracker', 'roadmap', 'task-list']);
  }
  const all = BY_NAME.map(([kind]) => kind);
  const phases = blocks.filter(block => block.kind === 'heading' && findPhaseNumber(block.text) !== null).length;
  const named = byName(title.replace(/[_-]/g, ' '), all) ?? byName(file.replace(/[_-]/g, ' '), all);
  const items = readItems(blocks);
  // A guide may be named for what it explains; a document of state has some.
  if (named === 'standards' || named === 'catalog' || named === 'tracker') return named;
  const states = items.length > 0 || phases > 0 || blocks.some(block => saysHowFar(block) || isPhaseRow(block));
  if (named) return states ? named : null;
  const dated = blocks.some(block => block.kind === 'heading' && isScheduled(block.text));
  if (phases >= MANY_PHASES && (dated || items.length > 0)) return 'roadmap';
  const boxes = items.filter(({ form }) => form === 'check-box').length;
  return boxes >= MANY_TASKS && boxes >= blocks.length * MOSTLY_TASKS ? 'task-list' : null;
}

function byName(text: string, kinds: readonly DocumentKind[]): DocumentKind | null {
  return BY_NAME.find(([kind, pattern]) => kinds.includes(kind) && pattern.test(text))?.[0] ?? null;
}

/** A numbered phase with a mark, a duration or a date: a plan, and not the steps of an instruction. */
function isScheduled(title: string): boolean {
  if (findPhaseNumber(title) === null) return false;
  return markOfTitle(title) !== undefined || findDuration(title) !== undefined || findSpan(title) !== undefined;
}

function isPhaseRow(block: Block): boolean {
  return block.kind === 'row' && findPhaseNumber(block.cells[0] ?? '') !== null;
}

function saysHowFar(block: Block): boolean {
  if (block.kind === 'heading') return /\d\s*%|✅|🔄|⏳|🚧|\bcompleted?\b|\bstatus\b/iu.test(block.text);
  if (block.kind === 'paragraph') return block.lines.some(line => /\d\s*%|\bstatus\W*:/i.test(line));
  return false;
}
