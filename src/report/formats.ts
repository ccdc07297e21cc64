/**
 * The output formats of each command: one map from the name that `--format` takes to its writer. The first entry is the default.
 * A new format is a writer and a line here: `--format` offers it, and `test/report/formats.test.ts` feeds it every report.
 * Writers are loaded only when asked for.
 */
import type { AssessReport } from './assessment-report.js';
import type { CommitsReport } from './commits.js';
import type { CriteriaReport } from './criteria.js';
import type { CompareReport } from './differences.js';
import type { Display } from './display.js';
import type { DoctorReport } from './doctor/report.js';
import type { EvidenceReport } from './evidence.js';
import type { Explanation } from './explain.js';
import type { DocumentsReport } from './fleet/documents.js';
import type { FixReport } from './fix.js';
import type { FleetReport } from './fleet/fleet.js';
import type { ModulesReport } from './fleet/modules.js';
import type { HistoryReport } from './history.js';
import type { PolicyReport } from './policy.js';
import type { TagReport } from './tag.js';
import type { NextReport } from './way.js';

/** Puts a report into one format; the text ends with a newline. Pure. */
export type Writer<Report> = (report: Report, display: Display) => string;

type Formats<Report> = Readonly<Record<string, () => Promise<Writer<Report>>>>;

export const FORMATS = {
  assess: {
    table: async () => (await import('./terminal.js')).assessmentTable,
    json: async () => (await import('./json.js')).assessmentJson,
    markdown: async () => (await import('./markdown.js')).assessmentMarkdown,
    sarif: async () => (await import('./sarif.js')).assessmentSarif,
    html: async () => (await import('./html.js')).assessmentHtml,
    junit: async () => (await import('./junit.js')).assessmentJunit,
    github: async () => (await import('./github.js')).assessmentGitHub,
  } satisfies Formats<AssessReport>,
  commits: {
    table: async () => (await import('./commits.js')).commitsTable,
    json: async () => (await import('./commits.js')).commitsJson,
    markdown: async () => (await import('./commits.js')).commitsMarkdown,
  } satisfies Formats<CommitsReport>,
  tag: {
    table: async () => (await import('./tag.js')).tagTable,
    json: async () => (await import('./tag.js')).tagJson,
    markdown: async () => (await import('./tag.js')).tagMarkdown,
  } satisfies Formats<TagReport>,
  history: {
    table: async () => (await import('./history.js')).historyTable,
    json: async () => (await import('./history.js')).historyJson,
    csv: async () => (await import('./history.js')).historyCsv,
    svg: async () => (await import('./history.js')).historySvg,
  } satisfies Formats<HistoryReport>,
  criteria: {
    table: async () => (await import('./criteria.js')).criteriaTable,
    json: async () => (await import('./criteria.js')).criteriaJson,
    markdown: async () => (await import('./criteria.js')).criteriaMarkdown,
  } satisfies Formats<CriteriaReport>,
  explain: {
    markdown: async () => (await import('./explain.js')).explanationMarkdown,
    json: async () => (await import('./explain.js')).explanationJson,
  } satisfies Formats<Explanation>,
  documents: {
    table: async () => (await import('./fleet/documents.js')).documentsTable,
    json: async () => (await import('./fleet/documents.js')).documentsJson,
    markdown: async () => (await import('./fleet/documents.js')).documentsMarkdown,
  } satisfies Formats<DocumentsReport>,
  modules: {
    table: async () => (await import('./fleet/modules.js')).modulesTable,
    json: async () => (await import('./fleet/modules.js')).modulesJson,
    csv: async () => (await import('./fleet/modules.js')).modulesCsv,
  } satisfies Formats<ModulesReport>,
  next: {
    table: async () => (await import('./way.js')).nextTable,
    json: async () => (await import('./way.js')).nextJson,
  } satisfies Formats<NextReport>,
  compare: {
    table: async () => (await import('./differences.js')).compareTable,
    json: async () => (await import('./differences.js')).compareJson,
  } satisfies Formats<CompareReport>,
  fix: {
    diff: async () => (await import('./fix.js')).fixDiff,
    json: async () => (await import('./fix.js')).fixJson,
  } satisfies Formats<FixReport>,
  fleet: {
    table: async () => (await import('./fleet/fleet.js')).fleetTable,
    json: async () => (await import('./fleet/fleet.js')).fleetJson,
    csv: async () => (await import('./fleet/fleet.js')).fleetCsv,
    markdown: async () => (await import('./fleet/tracker.js')).fleetMarkdown,
    html: async () => (await import('./fleet/html.js')).fleetHtml,
  } satisfies Formats<FleetReport>,
  policy: {
    table: async () => (await import('./policy.js')).policyTable,
    json: async () => (await import('./policy.js')).policyJson,
    junit: async () => (await import('./policy.js')).policyJunit,
  } satisfies Formats<PolicyReport>,
  evidence: {
    table: async () => (await import('./evidence.js')).evidenceTable,
    json: async () => (await import('./evidence.js')).evidenceJson,
    badge: async () => (await import('./evidence.js')).evidenceBadge,
    baseline: async () => (await import('./evidence.js')).evidenceBaseline,
    'in-toto': async () => (await import('./evidence.js')).evidenceInToto,
  } satisfies Formats<EvidenceReport>,
  doctor: {
    table: async () => (await import('./doctor/report.js')).doctorTable,
    json: async () => (await import('./doctor/report.js')).doctorJson,
  } satisfies Formats<DoctorReport>,
};

/** A command that has output formats. */
export type Reporter = keyof typeof FORMATS;

/** The formats that a command offers. */
export type FormatOf<R extends Reporter> = keyof (typeof FORMATS)[R] & string;

/** What a command's writers take. */
export type ReportOf<R extends Reporter> =
  (typeof FORMATS)[R] extends Readonly<Record<string, () => Promise<Writer<infer Report>>>> ? Report : never;

/** The names of a command's formats, the default first. */
export function formatNames<R extends Reporter>(reporter: R): readonly FormatOf<R>[] {
  return Object.keys(FORMATS[reporter]) as FormatOf<R>[];
}

/** Writes a command's report in one of its formats. */
export async function written<R extends Reporter>(
  reporter: R,
  format: FormatOf<R>,
  report: ReportOf<R>,
  display: Display,
): Promise<string> {
  const load = (FORMATS[reporter] as Formats<ReportOf<R>>)[format];
  if (!load) throw new Error(`${reporter} has no format ${format}`);
  return (await load())(report, display);
}
