/**
 * The assessment as commands of a GitHub workflow, which GitHub shows as annotations:
 * https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
import { blocks, isGap, summarize } from '../assess/assessment.js';
import { worsens } from '../assess/compare.js';
import type { Evidence } from '../standard/criterion.js';
import { type AssessmentReport, type AssessReport, assessedName, moduleReports } from './assessment-report.js';
import { clip, visible } from './escape.js';
import { criterionTexts, percent } from './phrases.js';

/** GitHub shows this many annotations of each level from one step. */
const ANNOTATIONS_LIMIT = 10;
/** The longest message that is sent, in UTF-16 units. */
const MESSAGE_LIMIT = 1_000;

interface Annotation {
  readonly level: 'error' | 'warning';
  readonly criterion: string;
  readonly problem: Evidence;
}

/**
 * One annotation for each problem, as many as GitHub shows: with a comparison, of what got worse; otherwise of every gap,
 * those that block as errors. The last lines tell the readiness, and count what is left out.
 */
export function assessmentGitHub(report: AssessReport): string {
  const reports = moduleReports(report);
  const all = reports.flatMap(each => annotationsOf(each).map(found => annotation(found, each)));
  const shown = (['error', 'warning'] as const).flatMap(level =>
    all.filter(line => line.startsWith(`::${level} `)).slice(0, ANNOTATIONS_LIMIT),
  );
  const rest = all.length - shown.length;
  return [
    ...reports.flatMap(({ policyProblems, notes }) => [
      ...policyProblems
        .slice(0, ANNOTATIONS_LIMIT)
        .map(({ path, line, message }) => command('warning', { file: path, line, title: 'Policy' }, message)),
      ...notes.map(note => command('notice', {}, note)),
    ]),
    ...shown,
    ...reports.map(each => {
      const base = each.comparison?.base.subject.ref;
      const compared = base === undefined ? '' : `; compared with ${visible(base)}`;
      return `${visible(assessedName(each, 'This module'))} is ${percent(summarize(each.assessment.findings).readiness)} ready${compared}`;
    }),
    ...(rest > 0 ? [`${rest} more problems are in the job summary`] : []),
    '',
  ].join('\n');
}

function annotationsOf({ assessment, comparison }: AssessmentReport): Annotation[] {
  if (comparison)
    return comparison.changes.flatMap(change => {
      const { finding, kind, added } = change;
      const { criterion, message } = finding;
      if (kind === 'undecided')
        return [{ level: 'warning', criterion, problem: { message: `no longer decided: ${message}` } }];
      if (!worsens(change)) return [];
      const level = blocks(finding) ? 'error' : 'warning';
      return problemsOf(added, message).map((problem): Annotation => ({ level, criterion, problem }));
    });
  return assessment.findings.filter(isGap).flatMap(finding =>
    problemsOf(finding.evidence, finding.message).map((problem): Annotation => {
      return { level: blocks(finding) ? 'error' : 'warning', criterion: finding.criterion, problem };
    }),
  );
}

function problemsOf(evidence: readonly Evidence[], message: string): readonly Evidence[] {
  return evidence.length > 0 ? evidence : [{ message }];
}

function annotation({ level, criterion, problem }: Annotation, { standard }: AssessmentReport): string {
  const { path, line, column, message } = problem;
  const { title } = criterionTexts(standard, criterion);
  return command(
    level,
    {
      ...(path === undefined ? {} : { file: path }),
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { col: column }),
      title: `${criterion}: ${title}`,
    },
    message,
  );
}

function command(level: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${propertyText(String(value))}`);
  return `::${level}${list.length === 0 ? '' : ` ${list.join(',')}`}::${dataText(clip(visible(message), MESSAGE_LIMIT))}`;
}

/** Escapes a message as the toolkit of GitHub Actions does. */
function dataText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function propertyText(text: string): string {
  return dataText(visible(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
