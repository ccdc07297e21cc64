/** The assessment as GitHub-flavoured Markdown: for an issue, a wiki, a summary of a workflow. */
import { type Assessment, blocks, type Finding, summarise } from '../assess/assessment.js';
import type { Standard } from '../standard/standard.js';
import { code, plain, prose } from './escape.js';
import { criterionOf, percent, placeOf } from './phrases.js';

const SHOWN = 20;

export function markdownReport({ subject, findings }: Assessment, standard: Standard): string {
  const name =
    subject.repo === null
      ? 'this repository'
      : plain(`${subject.owner === null ? '' : `${subject.owner}/`}${subject.repo}`);
  const unmet = findings.filter(finding => finding.status === 'unmet');
  const lines = [
    `# Readiness of ${name}`,
    '',
    `**${percent(summarise(findings).readiness)} ready** at ${code(subject.sha.slice(0, 7))} (${code(subject.ref)})`,
    '',
    '| | met | unmet | unknown | n/a |',
    '|---|---:|---:|---:|---:|',
    ...standard.sections.flatMap(section => {
      const own = findings.filter(finding => finding.section === section.id);
      const { met, unmet: gaps, unknown, notApplicable } = summarise(own);
      return own.length === 0 ? [] : [`| ${section.title} | ${met} | ${gaps} | ${unknown} | ${notApplicable} |`];
    }),
    ...gaps(standard, 'What blocks', unmet.filter(blocks)),
    ...gaps(
      standard,
      'What should be better',
      unmet.filter(finding => !blocks(finding) && !finding.waiver),
    ),
    ...list(
      'Waived',
      findings.filter(finding => finding.waiver && finding.status !== 'met'),
    ),
    ...list(
      'Not decided',
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
  ];
  return `${lines.join('\n')}\n`;
}

function gaps(standard: Standard, title: string, of: readonly Finding[]): string[] {
  if (of.length === 0) return [];
  return ['', `## ${title}`, ...of.flatMap(each => gap(standard, each))];
}

function gap(standard: Standard, { criterion, message, evidence, count }: Finding): string[] {
  const { title, remediation } = criterionOf(standard, criterion);
  const shown = evidence.slice(0, SHOWN).map(each => `- ${placeOf(each)}${prose(each.message)}`);
  return [
    '',
    `### ${title} (${code(criterion)})`,
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
