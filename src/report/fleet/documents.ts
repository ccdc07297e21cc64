/** What `cim-readiness documents` prints: areas with what they claim and what is counted, phases, contradictions at their lines. */
import type { Contradiction } from '../../facts/planning/contradictions/contradiction.js';
import {
  type Area,
  type Item,
  type PlanningDocument,
  type Tally,
  tallyItems,
  workItems,
} from '../../facts/planning/model.js';
import type { Planning, ReadDocument } from '../../facts/planning/planning.js';
import { durationText } from '../../facts/planning/spans.js';
import type { NamedInTask } from '../../fleet/named-in-tasks.js';
import { counted } from '../../standard/criterion.js';
import { clip, code, plain, visible } from '../escape.js';

export const DOCUMENTS_SCHEMA = 'cim-readiness/documents/v1';

export interface DocumentsReport {
  readonly planning: Planning;
  /** The day to which dates are compared. */
  readonly today: string;
  readonly namedIn: (item: Item) => NamedInTask;
}

/** The report as JSON, in the form that `schemas/documents-v1.json` describes. */
export function documentsJson(report: DocumentsReport): string {
  return `${JSON.stringify(asJson(report), null, 2)}\n`;
}

/** A text that is not a planning document, and in which nothing was found, is not worth a line. */
function shown({ documents }: Planning): readonly ReadDocument[] {
  return documents.filter(
    ({ document, contradictions }) =>
      contradictions.length > 0 ||
      (document.kind !== null && (document.areas.length > 0 || document.totals.length > 0)),
  );
}

function allContradictions({ documents, data }: Planning): readonly Contradiction[] {
  return [...documents.flatMap(({ contradictions }) => contradictions), ...data];
}

function asJson({ planning, today, namedIn }: DocumentsReport) {
  const documents = shown(planning);
  return {
    schema: DOCUMENTS_SCHEMA,
    today,
    tasks: tallyItems(documents.flatMap(({ document }) => workItems(document))),
    documents: documents.map(each => documentJson(each, namedIn)),
    data: planning.data,
    corrections: planning.corrections,
    unread: planning.unread,
  };
}

function documentJson({ document, contradictions }: ReadDocument, namedIn: DocumentsReport['namedIn']) {
  const { path, title, kind, date, historical, totals, areas, phases, metrics, repairs } = document;
  return {
    path,
    title,
    kind,
    date,
    historical,
    tasks: tallyItems(workItems(document)),
    totals,
    areas: areas.map(area => areaJson(area, namedIn)),
    phases,
    metrics,
    repairs,
    contradictions,
  };
}

function areaJson(
  { line, depth, title, mark, role, claimed, items, claimedItems }: Area,
  namedIn: DocumentsReport['namedIn'],
) {
  return {
    line,
    depth,
    title,
    mark,
    role,
    claimed: claimed?.percent ?? null,
    tasks: tallyItems(items),
    items: items.map(item => {
      const { line: at, text, state, form, within } = item;
      return { line: at, text, state, form, within: within ?? null, ...namedIn(item) };
    }),
    claimedItems,
  };
}

const KINDS: Readonly<Record<NonNullable<PlanningDocument['kind']>, string>> = {
  'status-report': 'status report',
  'task-list': 'task list',
  roadmap: 'roadmap',
  tracker: 'tracker',
  standards: 'standards',
  catalog: 'catalog',
};

/** The kind, date and figures of a document, for its heading. */
function factsOf(document: PlanningDocument): string[] {
  const { kind, date, historical, totals } = document;
  const tasks = tallyItems(workItems(document));
  return [
    kind ? KINDS[kind] : 'document',
    ...(date ? [date] : []),
    ...(historical ? ['historical'] : []),
    ...(tasks.all > 0 ? [`${tasks.done} of ${counted(tasks.all, 'task')} done`] : []),
    ...(totals.length > 0 ? [`claims ${[...new Set(totals.map(({ percent }) => `${percent}%`))].join(' and ')}`] : []),
  ];
}

function areaFacts({ mark, claimed, role, items, claimedItems }: Area): {
  readonly claim: string;
  readonly counts: string;
} {
  const claim = [mark ?? '', claimed ? `${claimed.percent}%` : '', role === 'work' ? '' : role]
    .filter(Boolean)
    .join(' ');
  const counts = [
    items.length > 0 ? share(tallyItems(items)) : '',
    claimedItems.length > 0 ? `${claimedItems.length} claimed` : '',
  ];
  return { claim, counts: counts.filter(Boolean).join(', ') };
}

function share({ done, all }: Tally): string {
  return `${done}/${all}`;
}

const TITLE_WIDTH = 58;

/** The report for a terminal. */
export function documentsTable({ planning }: DocumentsReport): string {
  const lines = shown(planning).flatMap(({ document, contradictions }) => [
    `${visible(document.path)}  ${factsOf(document).join(' · ')}`,
    ...document.areas.map(area => {
      const { claim, counts } = areaFacts(area);
      const title = `${'  '.repeat(Math.max(0, area.depth - 1))}${visible(clip(area.title, TITLE_WIDTH))}`;
      return `${String(area.line).padStart(6)}  ${title.padEnd(TITLE_WIDTH + 4)} ${claim.padEnd(16)} ${counts}`.trimEnd();
    }),
    ...phaseLines(document),
    ...document.repairs
      .slice(0, SHOWN)
      .map(({ line, meant }) => `${String(line).padStart(6)}  mangled: ${visible(clip(meant, 80))}`),
    ...(document.repairs.length > SHOWN ? [`        … ${document.repairs.length - SHOWN} more mangled lines`] : []),
    ...contradictions.map(contradictionLine),
    '',
  ]);
  const data = planning.data.map(
    ({ places: [{ path, line }], message }) => `${visible(path)}:${line}  ${visible(message)}`,
  );
  return `${[...lines, ...data, ...(data.length > 0 ? [''] : []), ...closing(planning)].join('\n')}\n`;
}

/** How many mangled lines are shown of one document. */
const SHOWN = 3;

function phaseLines({ phases }: PlanningDocument): string[] {
  return phases.flatMap(({ line, name, duration, span, count, from }) => {
    const facts = [
      duration ? durationText(duration) : '',
      span ? `${span.start ?? '?'} to ${span.end ?? 'open'}` : '',
      count && from !== 'heading' ? `${count.unit} ${count.start} to ${count.end}` : '',
    ].filter(Boolean);
    return facts.length > 0
      ? [`${String(line).padStart(6)}  ${visible(clip(name, TITLE_WIDTH))}: ${facts.join(', ')}`]
      : [];
  });
}

function contradictionLine({ kind, places: [{ line }], message }: Contradiction): string {
  return `${String(line).padStart(6)}  ✗ ${kind}: ${visible(message)}`;
}

function closing(planning: Planning): string[] {
  const documents = shown(planning);
  const tasks = tallyItems(documents.flatMap(({ document }) => workItems(document)));
  const found = allContradictions(planning).length;
  return [
    ...planning.corrections.map(
      ({ newer, older }) =>
        `${visible(newer.path)} (${newer.date}) states ${newer.percent}%, and corrects ${visible(older.path)} (${older.date}), which states ${older.percent}%`,
    ),
    ...planning.unread.map(({ path, reason }) => `${visible(path)} was not read: ${visible(reason)}`),
    `${counted(documents.length, 'document')} · ${tasks.done} of ${counted(tasks.all, 'task')} done · ${counted(found, 'contradiction')}`,
  ];
}

/** The report as Markdown. */
export function documentsMarkdown({ planning }: DocumentsReport): string {
  const lines = shown(planning).flatMap(({ document, contradictions }) => [
    `## ${code(document.path)}`,
    '',
    factsOf(document).join(' · '),
    '',
    ...(document.areas.length > 0
      ? [
          '| Area | Line | Claimed | Counted |',
          '|---|---:|---|---:|',
          ...document.areas.map(area => {
            const { claim, counts } = areaFacts(area);
            return `| ${plain(clip(area.title, 100))} | ${area.line} | ${claim} | ${counts} |`;
          }),
          '',
        ]
      : []),
    ...contradictions.map(
      ({ kind, places: [{ line }], message }) => `- ${code(`${document.path}:${line}`)} ${kind}: ${plain(message)}`,
    ),
    ...(contradictions.length > 0 ? [''] : []),
  ]);
  const data = planning.data.map(
    ({ places: [{ path, line }], message }) => `- ${code(`${path}:${line}`)} ${plain(message)}`,
  );
  const end = closing(planning).map(plain);
  return `${['# Planning documents', '', ...lines, ...data, ...(data.length > 0 ? [''] : []), ...end].join('\n')}\n`;
}
