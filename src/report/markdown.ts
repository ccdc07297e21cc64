/** The assessment as GitHub-flavored Markdown, for an issue, a wiki, or a job summary. */
import { blocks, type Finding, summarize } from '../assess/assessment.js';
import type { ChangeKind, Comparison } from '../assess/compare.js';
import type { Standard } from '../standard/standard.js';
import { type AssessmentReport, type AssessReport, assessedName, moduleReports } from './assessment-report.js';
import { code, plain, prose } from './escape.js';
import { criterionMarkdown, ownMark, percent, placeMarkdown } from './phrases.js';

const SHOWN = 20;

/** The assessment as Markdown; what changed comes first. */
export function assessmentMarkdown(report: AssessReport): string {
  return moduleReports(report).map(moduleMarkdown).join('\n');
}

function moduleMarkdown(report: AssessmentReport): string {
  const { standard, assessment, comparison, notes, policyProblems } = report;
  const { subject, findings } = assessment;
  const name = plain(assessedName(report, 'this repository'));
  const unmet = findings.filter(finding => finding.status === 'unmet');
  const lines = [
    `# Readiness of ${name}`,
    '',
    `**${percent(summarize(findings).readiness)} ready** at ${code(subject.sha.slice(0, 7))} (${code(subject.ref)})`,
    ...notes.flatMap(note => ['', prose(note)]),
    ...policyProblems.flatMap(problem => ['', `${placeMarkdown(problem)}${prose(problem.message)}`]),
    ...(comparison ? changes(standard, comparison) : []),
    '',
    '| | met | unmet | unknown | n/a |',
    '|---|---:|---:|---:|---:|',
    ...standard.sections.flatMap(section => {
      const own = findings.filter(finding => finding.section === section.id);
      const { met, unmet: gaps, unknown, notApplicable } = summarize(own);
      return own.length === 0 ? [] : [`| ${section.title} | ${met} | ${gaps} | ${unknown} | ${notApplicable} |`];
    }),
    ...gaps(standard, 'Blocking gaps', unmet.filter(blocks)),
    ...gaps(
      standard,
      'Other gaps',
      unmet.filter(finding => !blocks(finding) && !finding.waiver),
    ),
    ...list(
      'Waived',
      findings.filter(finding => finding.waiver && finding.status !== 'met'),
    ),
    ...list(
      'Unknown',
      findings.filter(finding => finding.status === 'unknown' && !finding.waiver),
    ),
    ...list(
      'Met',
      findings.filter(finding => finding.status === 'met'),
    ),
    ...list(
      'Not applicable',
      findings.filter(finding => finding.status === 'not-applicable'),
    ),
    ...list(
      'Announced',
      (assessment.announced ?? []).map(each => ({ ...each, message: `${each.status}; ${each.message}` })),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function changes(standard: Standard, { base, changes: all }: Comparison): string[] {
  const title = ['', `## Since ${code(base.subject.ref)}`, ''];
  if (all.length === 0) return [...title, 'No change.'];
  const lines = all.map(change => {
    const { criterion, kind, added, finding } = change;
    const places = added.slice(0, SHOWN).map(each => `  - ${placeMarkdown(each)}${prose(each.message)}`);
    const more = added.length > SHOWN ? [`  - … and ${added.length - SHOWN} more`] : [];
    return [
      `- ${CHANGES[kind]}: ${criterionMarkdown(standard, criterion).title} (${code(finding.criterion)})`,
      ...places,
      ...more,
    ].join('\n');
  });
  return [...title, ...lines];
}

const CHANGES: Readonly<Record<ChangeKind, string>> = {
  opened: 'New gap',
  widened: 'More problems',
  closed: 'Closed',
  narrowed: 'Fewer problems',
  undecided: 'No longer decided',
};

function gaps(standard: Standard, title: string, of: readonly Finding[]): string[] {
  if (of.length === 0) return [];
  return ['', `## ${title}`, ...of.flatMap(each => gap(standard, each))];
}

function gap(standard: Standard, { criterion, message, evidence, count }: Finding): string[] {
  const { title, remediation } = criterionMarkdown(standard, criterion);
  const shown = evidence.slice(0, SHOWN).map(each => `- ${placeMarkdown(each)}${prose(each.message)}`);
  return [
    '',
    `### ${title} (${code(criterion)})${ownMark(standard, criterion)}`,
    '',
    prose(message),
    ...(shown.length > 0 ? ['', ...shown] : []),
    ...(count > SHOWN ? [`- … and ${count - SHOWN} more`] : []),
    '',
    `*How to fix:* ${remediation}`,
  ];
}

function list(title: string, of: readonly Finding[]): string[] {
  if (of.length === 0) return [];
  return ['', `## ${title}`, '', ...of.map(({ criterion, message }) => `- ${code(criterion)}: ${prose(message)}`)];
}
