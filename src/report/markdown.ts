/** The assessment as GitHub-flavoured Markdown: for an issue, a wiki, a summary of a workflow. */
import { type Assessment, blocks, type Finding, summarise } from '../assess/assessment.js';
import { STANDARD } from '../standard/standard.js';
import { code, plain, prose } from './escape.js';
import { criterionOf, percent, placeOf } from './phrases.js';

const SHOWN = 20;

export function markdownReport({ subject, findings }: Assessment): string {
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
    ...STANDARD.flatMap(section => {
      const own = findings.filter(finding => finding.section === section.id);
      const { met, unmet: gaps, unknown, notApplicable } = summarise(own);
      return own.length === 0 ? [] : [`| ${section.title} | ${met} | ${gaps} | ${unknown} | ${notApplicable} |`];
    }),
    ...gaps('What blocks', unmet.filter(blocks)),
    ...gaps(
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

function gaps(title: string, of: readonly Finding[]): string[] {
  if (of.length === 0) return [];
  return ['', `## ${title}`, ...of.flatMap(gap)];
}

function gap({ criterion, message, evidence, count }: Finding): string[] {
  const { title, remediation } = criterionOf(criterion);
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
