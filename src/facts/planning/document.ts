/** Reads a planning document: a status report, a task list, a roadmap, a tracker. Any text is read; nothing throws. */
import { readAreas } from './areas.js';
import { type Block, type Content, type Heading, readBlocks } from './blocks.js';
import { repaired } from './encoding.js';
import { type Claim, totalInLabel, totalsInProse } from './figures.js';
import { historicalNote } from './historical.js';
import { plainText } from './inline.js';
import { documentKind } from './kind.js';
import { withoutKeptPart } from './markers.js';
import { type Mark, markOfTitle } from './marks.js';
import type { Metric, Part, PlanningDocument, Role } from './model.js';
import { readPhases } from './phases.js';
import { sectionRole } from './roles.js';
import { findDay } from './spans.js';
import { readTask, statusLine } from './tasks.js';

/** Reads a text. @param path from the root of its repository */
export function readPlanningDocument(path: string, stored: string): PlanningDocument {
  const { text, repairs } = repaired(withoutKeptPart(stored.replace(/^\ufeff/, '')));
  const blocks = readBlocks(text);
  const title = plainText(blocks.find((block): block is Heading => block.kind === 'heading')?.text ?? '');
  const kind = documentKind(path, title, blocks);
  const parts = partsOf(blocks, kind === 'standards');
  return {
    path,
    title,
    kind,
    date: ownDate(parts),
    historical: historicalNote(parts),
    areas: readAreas(parts),
    totals: totalsOf(parts),
    phases: readPhases(parts),
    metrics: metricsOf(parts),
    repairs,
    parts,
    lines: text.split(/\r\n?|\n/),
  };
}

/** What stands under each heading, before the next; the first part is what stands above all headings. */
function partsOf(blocks: readonly Block[], standards: boolean): Part[] {
  const groups: { heading: Heading | undefined; blocks: Content[] }[] = [{ heading: undefined, blocks: [] }];
  for (const block of blocks) {
    if (block.kind === 'heading') groups.push({ heading: block, blocks: [] });
    else groups.at(-1)?.blocks.push(block);
  }
  const open: { readonly part: Part; readonly decided: Role | undefined }[] = [];
  return groups.map(({ heading, blocks: own }) => {
    const depth = heading?.depth ?? 0;
    while (open.length > 0 && (open.at(-1)?.part.depth ?? 0) >= depth) open.pop();
    const title = plainText(heading?.text ?? '');
    const decided = sectionRole(title, own) ?? open.at(-1)?.decided;
    const part: Part = {
      line: heading?.line ?? 1,
      depth,
      title,
      above: open.map(each => each.part.line),
      mark: markOf(title, own, open),
      role: standards && decided !== 'template' ? 'goals' : (decided ?? 'work'),
      blocks: own,
    };
    if (heading) open.push({ part, decided });
    return part;
  });
}

/** Its title's, else its status line's, else that of the nearest marked heading above, the document's title excepted. */
function markOf(title: string, blocks: readonly Content[], above: readonly { readonly part: Part }[]): Mark | null {
  const own = markOfTitle(title) ?? statusLine(blocks)?.mark;
  if (own) return own;
  const marked = above.slice(above[0]?.part.depth === 1 ? 1 : 0).findLast(({ part }) => part.mark !== null);
  return marked?.part.mark ?? null;
}

// bounded: a line of a plan has at most 4,000 characters
const OWN_DATE =
  /^\W*(?:(?:report|status|document|creation|created|last|completion)\s+)*(?:date|updated?|modified|reviewed|generated|as of|created|revised)(?:\s+(?:on|at|date))?\W*[:\s]\s*(.{4,40})/iu;
/** How many lines from either end may say the date of the whole document. */
const EDGE = 25;

function ownDate(parts: readonly Part[]): string | null {
  const lines = parts.flatMap(({ blocks }) =>
    blocks.flatMap(block => {
      if (block.kind === 'paragraph') return block.lines;
      return block.kind === 'item' && block.level === 0 ? [block.text] : [];
    }),
  );
  const edges = lines.length <= 2 * EDGE ? lines : [...lines.slice(0, EDGE), ...lines.slice(-EDGE)];
  for (const line of edges) {
    const [, value = ''] = OWN_DATE.exec(plainText(line)) ?? [];
    const day = findDay(value);
    if (day !== undefined) return day;
  }
  return null;
}

function totalsOf(parts: readonly Part[]): Claim[] {
  const totals: Claim[] = [];
  const add = (line: number, text: string, percents: readonly (number | undefined)[]) => {
    for (const percent of percents) if (percent !== undefined) totals.push({ line, percent, text: plainText(text) });
  };
  const top = parts.find(({ depth }) => depth > 0);
  for (const part of parts) {
    const isTop = part === top && part.depth === 1;
    add(part.line, part.title, [isTop ? totalInTitle(part.title) : totalInLabel(part.title)]);
    for (const block of part.blocks) {
      if (block.kind === 'paragraph') {
        for (const [index, line] of block.lines.entries()) {
          const plain = plainText(line);
          const label = totalInLabel(plain);
          add(block.line + index, line, label === undefined ? totalsInProse(plain) : [label]);
        }
      } else if (block.kind === 'item' && readTask(block) === undefined) {
        add(block.line, block.text, [totalInLabel(plainText(block.text))]);
      }
    }
  }
  return totals;
}

/** The document's title may name its subject beside the figure. */
function totalInTitle(title: string): number | undefined {
  return totalInLabel(title) ?? totalsInProse(`overall ${title}`)[0];
}

function metricsOf(parts: readonly Part[]): Metric[] {
  return parts.flatMap(({ role, blocks }) =>
    role === 'goals'
      ? blocks.flatMap(block =>
          block.kind === 'item' && block.level === 0
            ? [{ line: block.line, text: plainText(block.text), state: readTask(block)?.state ?? null }]
            : [],
        )
      : [],
  );
}
