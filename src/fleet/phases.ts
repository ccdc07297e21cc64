/** The order of the migration, as people wrote it in the tracker: phases with their modules and tasks. */
import type { ListItem } from '../facts/planning/blocks.js';
import { plainText } from '../facts/planning/inline.js';
import type { Item, PlanningDocument, Tally } from '../facts/planning/model.js';
import { findPhaseNumber } from '../facts/planning/phases.js';
import type { Span } from '../facts/planning/spans.js';
import { readItems } from '../facts/planning/tasks.js';

/** A module in the tracker. */
export interface PlannedModule {
  readonly name: string;
  /** The line of the list item that names it. */
  readonly line: number;
  /** Of the tasks below it. */
  readonly tasks: Tally;
}

export interface FleetPhase {
  readonly title: string;
  readonly line: number;
  readonly span: Span | null;
  readonly modules: readonly PlannedModule[];
}

const MODULE = /(?<![\w/-])(cim(?:-[a-z0-9]+)+)(?![\w-])/i;

/** The phases of a tracker that name modules, in its order. Templates, and modules of no phase, are left out. */
export function plannedPhases({ parts, phases }: PlanningDocument): FleetPhase[] {
  const spans = new Map(phases.map(({ line, span }) => [line, span]));
  return parts.flatMap(({ title, line, blocks, role }) => {
    if (findPhaseNumber(title) === null || role === 'template') return [];
    const items = readItems(blocks);
    const modules = blocks.flatMap((block): PlannedModule[] => {
      if (block.kind !== 'item' || block.level > 0) return [];
      const [, name] = MODULE.exec(plainText(block.text)) ?? [];
      if (name === undefined) return [];
      return [{ name: name.toLowerCase(), line: block.line, tasks: tallyBelow(block, items, blocks) }];
    });
    return modules.length > 0 ? [{ title, line, span: spans.get(line) ?? null, modules }] : [];
  });
}

function tallyBelow(top: ListItem, items: readonly Item[], blocks: PlanningDocument['parts'][number]['blocks']): Tally {
  const below = new Set(blocks.flatMap(block => (block.kind === 'item' && isBelow(block, top) ? [block.line] : [])));
  const own = items.filter(({ line }) => below.has(line));
  return { done: own.filter(({ state }) => state === 'done').length, all: own.length };
}

function isBelow(item: ListItem, top: ListItem): boolean {
  for (let above = item.parent; above; above = above.parent) if (above === top) return true;
  return false;
}
