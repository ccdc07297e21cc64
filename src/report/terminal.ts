/** The assessment in a terminal: readiness, sections, gaps with their places, and how to fix them. */
import { styleText } from 'node:util';
import { type Assessment, blocks, type Finding, summarize } from '../assess/assessment.js';
import { type Change, type Comparison, improves, worsens } from '../assess/compare.js';
import { counted, type Evidence } from '../standard/criterion.js';
import type { Standard } from '../standard/standard.js';
import { type AssessmentReport, type AssessReport, assessedName, moduleReports } from './assessment-report.js';
import type { Display } from './display.js';
import { visible } from './escape.js';
import { criterionTexts, ownMark, percent } from './phrases.js';
import { wrap } from './wrap.js';

/** The most places shown for one finding. */
const SHOWN = 5;

/** The assessment for a terminal. */
export function assessmentTable(report: AssessReport, display: Display): string {
  return moduleReports(report)
    .map(each => moduleTable(each, display))
    .join('\n');
}

function moduleTable(report: AssessmentReport, { color, width }: Display): string {
  const { standard, assessment, comparison, notes, policyProblems } = report;
  const paint: Paint = color ? (format, text) => styleText(format, text, { validateStream: false }) : (_, text) => text;
  const page = new Page(standard, Math.max(40, Math.min(width, 110)), paint);
  const unmet = assessment.findings.filter(finding => finding.status === 'unmet');
  title(page, report, [...notes, ...policyProblems.map(({ path, line, message }) => `${path}:${line} ${message}`)]);
  sections(page, assessment);
  if (comparison) changes(page, comparison);
  findings(page, 'Blocking gaps', unmet.filter(blocks));
  findings(
    page,
    'Other gaps',
    unmet.filter(finding => !blocks(finding) && !finding.waiver),
  );
  waived(
    page,
    assessment.findings.filter(finding => finding.waiver && finding.status !== 'met'),
  );
  undecided(
    page,
    assessment.findings.filter(finding => finding.status === 'unknown' && !finding.waiver),
  );
  // Of some criteria alone, all are told: nothing else would say that they are met.
  if (assessment.findings.length < standard.criteria.length)
    told(
      page,
      assessment.findings.filter(({ status }) => status === 'met' || status === 'not-applicable'),
    );
  announced(page, assessment.announced ?? []);
  footer(page, unmet);
  return page.toString();
}

type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;

class Page {
  private readonly lines: string[] = [];

  constructor(
    readonly standard: Standard,
    readonly width: number,
    readonly paint: Paint,
  ) {}

  line(text = ''): void {
    this.lines.push(text);
  }

  /** Wraps at words; continued lines are indented like the first. */
  text(text: string, indent: number, format?: Parameters<Paint>[0]): void {
    for (const line of wrap(text, this.width - indent)) {
      this.lines.push(' '.repeat(indent) + (format === undefined ? line : this.paint(format, line)));
    }
  }

  toString(): string {
    return `${this.lines.join('\n')}\n`;
  }
}

function title(page: Page, report: AssessmentReport, notes: readonly string[]): void {
  const { subject, findings: all } = report.assessment;
  const { readiness } = summarize(all);
  const name = assessedName(report, 'This repository');
  const at = /^0+$/.test(subject.sha) ? 'no commit yet' : subject.sha.slice(0, 7);
  const filled = Math.round(readiness * 30);
  page.line(`${page.paint('bold', visible(name))}  ${visible(subject.ref)} · ${at}`);
  page.line(
    `${page.paint('green', '█'.repeat(filled))}${page.paint('dim', '░'.repeat(30 - filled))} ${page.paint('bold', `${percent(readiness)} ready`)}`,
  );
  for (const note of notes) page.text(visible(note), 0, 'yellow');
  page.line();
}

function sections(page: Page, { findings: all }: Assessment): void {
  const width = Math.max(...page.standard.sections.map(section => section.title.length));
  for (const section of page.standard.sections) {
    const own = all.filter(finding => finding.section === section.id);
    if (own.length === 0) continue;
    const { met, unmet, unknown, notApplicable } = summarize(own);
    const parts = [
      met > 0 && page.paint('green', `${met} met`),
      unmet > 0 && page.paint('red', `${unmet} unmet`),
      unknown > 0 && page.paint('yellow', `${unknown} unknown`),
      notApplicable > 0 && page.paint('dim', `${notApplicable} n/a`),
    ].filter(Boolean);
    page.line(`  ${section.title.padEnd(width)}  ${parts.join(page.paint('dim', ' · '))}`);
  }
  page.line();
}

function changes(page: Page, { base, changes: all }: Comparison): void {
  const show = (change: Change) => {
    const { finding, added } = change;
    page.line(
      `  ${page.paint('red', '▼')} ${page.paint('bold', finding.criterion)}  ${visible(criterionTexts(page.standard, finding.criterion).title)}`,
    );
    places(page, added, added.length);
  };
  page.line(page.paint('bold', `Since ${visible(base.subject.ref)}`));
  const worse = all.filter(worsens);
  for (const change of worse) show(change);
  for (const { finding } of all.filter(improves)) page.line(`  ${page.paint('green', '▲')} ${finding.criterion}`);
  for (const { criterion, kind } of all)
    if (kind === 'undecided') page.line(`  ${page.paint('yellow', '?')} ${criterion}  no longer decided`);
  if (all.length === 0) page.line('  no change');
  page.line();
}

function findings(page: Page, heading: string, gaps: readonly Finding[]): void {
  if (gaps.length === 0) return;
  page.line(page.paint('bold', `${heading} (${gaps.length})`));
  for (const gap of gaps) {
    const { title: name, remediation } = criterionTexts(page.standard, gap.criterion);
    page.line();
    page.line(
      `  ${page.paint('red', '✗')} ${page.paint('bold', gap.criterion)}  ${visible(name)}${ownMark(page.standard, gap.criterion)}`,
    );
    page.text(visible(gap.message), 4);
    places(page, gap.evidence, gap.count);
    page.text(`→ ${visible(remediation.replace(/(?<!\s)\s*\n\s*/g, ' '))}`, 4, 'cyan');
  }
  page.line();
}

function places(page: Page, evidence: readonly Evidence[], count: number): void {
  for (const { path, line, message } of evidence.slice(0, SHOWN)) {
    const where = path === undefined ? '' : `${visible(path)}${line === undefined ? '' : `:${line}`}`;
    const [first = '', ...rest] = wrap(`${where}${where ? '  ' : ''}${visible(message)}`, page.width - 6);
    const painted =
      where && first.startsWith(where) ? page.paint('underline', where) + first.slice(where.length) : first;
    page.line(`    · ${painted}`);
    for (const each of rest) page.line(`      ${each}`);
  }
  if (count > SHOWN) page.line(page.paint('dim', `      … and ${count - SHOWN} more`));
}

function waived(page: Page, all: readonly Finding[]): void {
  if (all.length === 0) return;
  page.line(page.paint('bold', `Waived (${all.length})`));
  for (const { criterion, waiver } of all)
    page.text(
      `${criterion}: ${visible(waiver?.reason ?? '')}, by ${visible(waiver?.by ?? '')} until ${waiver?.until}`,
      2,
    );
  page.line();
}

/** Unknown findings, grouped by cause. */
function undecided(page: Page, all: readonly Finding[]): void {
  if (all.length === 0) return;
  page.line(page.paint('bold', `Unknown (${all.length})`));
  for (const [cause, group] of grouped(all)) {
    page.text(group.map(finding => finding.criterion).join(', '), 2, 'yellow');
    page.text(visible(cause), 4, 'dim');
  }
  page.line();
}

function told(page: Page, all: readonly Finding[]): void {
  for (const { criterion, status, message } of all) {
    page.line(
      `  ${status === 'met' ? page.paint('green', '✓') : page.paint('dim', '–')} ${page.paint('bold', criterion)}`,
    );
    page.text(visible(message), 4);
  }
  if (all.length > 0) page.line();
}

/** Criteria that count nowhere yet. */
function announced(page: Page, all: readonly Finding[]): void {
  if (all.length === 0) return;
  page.line(page.paint('bold', `Announced (${all.length})`));
  for (const { criterion, status, message } of all) page.text(`${criterion}: ${status}; ${visible(message)}`, 2, 'dim');
  page.line();
}

function grouped(all: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of all) {
    const { cause = finding.message } = finding;
    groups.set(cause, [...(groups.get(cause) ?? []), finding]);
  }
  return groups;
}

function footer(page: Page, unmet: readonly Finding[]): void {
  const [first] = unmet;
  if (!first) page.line(page.paint('green', 'No gaps.'));
  else
    page.text(
      `${counted(unmet.filter(blocks).length, 'blocking gap')}. For details: cim-readiness explain ${first.criterion}`,
      0,
      'dim',
    );
}
