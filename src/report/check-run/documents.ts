/** The check run `CIM documents`: what in the planning documents and the data files of the registry cannot be true. */
import type { FleetDocument } from '../../fleet/documents.js';
import { type RegistryFault, registryFaults, type RegistryReading } from '../../fleet/registry-reading.js';
import { counted } from '../../standard/criterion.js';
import { clip, code, plain, prose, visible } from '../escape.js';
import type { Annotation, CheckRunReport } from './report.js';
import { joinWithinLimit } from './size-limit.js';

export interface DocumentsInput {
  readonly reading: RegistryReading;
  /** What a pull request would change; absent for the default branch. */
  readonly before?: RegistryReading;
}

/** The most annotations; the summary counts all. */
const MOST_ANNOTATIONS = 200;

/** The check run. It never fails: a date passes without anyone's doing, and what a document claims blocks no change. */
export function documentsCheckRun({ reading, before }: DocumentsInput): CheckRunReport {
  const all = faultsOf(reading);
  const earlier = before ? faultsOf(before) : [];
  const fresh = without(all, earlier);
  const fixed = without(earlier, all).length;
  return {
    conclusion: fresh.length === 0 ? 'success' : 'neutral',
    title: titleOf(all.length, before ? { fresh: fresh.length, fixed } : undefined),
    summary: joinWithinLimit([
      ...(before ? listed('New contradictions', fresh) : listed('Contradictions', all)),
      ...documentsTable(reading.documents),
      ...unreadList(reading),
      'A contradiction is a claim that another line, another document, a manifest, or the calendar contradicts. It blocks nothing.',
    ]),
    annotations: fresh.slice(0, MOST_ANNOTATIONS).map(annotationOf),
    actions: [],
  };
}

function faultsOf({ contradictions, view }: RegistryReading): RegistryFault[] {
  return registryFaults(contradictions, view.problems);
}

function without(faults: readonly RegistryFault[], others: readonly RegistryFault[]): RegistryFault[] {
  const known = new Set(others.map(keyOf));
  return faults.filter(each => !known.has(keyOf(each)));
}

/** A line that moves does not make a contradiction new. */
function keyOf({ path, kind, message }: RegistryFault): string {
  return `${path} ${kind} ${message}`;
}

function titleOf(all: number, change: { readonly fresh: number; readonly fixed: number } | undefined): string {
  if (!change) return all === 0 ? 'No contradictions' : counted(all, 'contradiction');
  const parts = [
    change.fresh > 0 ? `${change.fresh} new` : 'No new contradictions',
    ...(change.fixed > 0 ? [`${change.fixed} fixed`] : []),
    `${all} in all`,
  ];
  return parts.join(' · ');
}

function listed(title: string, faults: readonly RegistryFault[]): string[] {
  if (faults.length === 0) return [];
  return [
    `### ${title}`,
    ...faults.map(
      ({ path, line, kind, message }) =>
        `- ${code(`${path}:${line}`)} ${kind === null ? '' : `*${kind}:* `}${plain(clip(message, 500))}`,
    ),
  ];
}

function documentsTable(documents: readonly FleetDocument[]): string[] {
  const rows = documents.map(({ path, kind, tally, totals, isHistorical }) => {
    const claims = [...new Set(totals.map(({ percent }) => `${percent}%`))].join(', ');
    return `| ${code(path).replaceAll('|', '\\|')} | ${kind.replace('-', ' ')}${isHistorical ? ', historical' : ''} | ${claims} | ${tally.done} of ${tally.all} |`;
  });
  return rows.length === 0
    ? []
    : [['| Document | Kind | Claimed | Tasks done |', '|---|---|---|---|', ...rows].join('\n')];
}

function unreadList({ unread }: RegistryReading): string[] {
  return unread.length === 0
    ? []
    : ['### Not read', ...unread.map(({ path, reason }) => `- ${code(path)}: ${prose(clip(reason, 300))}`)];
}

function annotationOf({ path, line, kind, message }: RegistryFault): Annotation {
  return {
    path,
    start_line: line,
    end_line: line,
    annotation_level: 'warning',
    title: kind ?? 'registry',
    message: clip(visible(message), 2_000),
  };
}
