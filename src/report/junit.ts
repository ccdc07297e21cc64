/** The assessment as JUnit XML, as CI systems read it: https://github.com/testmoapp/junitxml */
import { blocks, type Finding } from '../assess/assessment.js';
import type { Comparison } from '../assess/compare.js';
import type { AssessmentReport } from './assessment-report.js';
import { criterionTexts } from './phrases.js';
import { element } from './xml.js';

/**
 * A suite for each section and a case for each criterion. Blocking gaps fail. Other gaps, waived, unknown, and
 * not applicable criteria are skipped, each with the reason.
 */
export function assessmentJunit(report: AssessmentReport): string {
  const { standard, assessment, comparison } = report;
  const { owner, repo, ref, sha } = assessment.subject;
  const suites = standard.sections.flatMap(({ id, title }) => {
    const findings = assessment.findings.filter(({ section }) => section === id);
    if (findings.length === 0) return [];
    const cases = findings.map(finding => testcase(finding, criterionTexts(standard, finding.criterion).title));
    return [element('testsuite', { name: title, ...totals(findings), timestamp: assessment.assessedAt }, cases)];
  });
  const properties = element('properties', {}, [
    property('commit', sha),
    property('ref', ref),
    ...(comparison ? baseProperties(comparison) : []),
    ...report.notes.map(note => property('note', note)),
    ...report.policyProblems.map(({ path, line, message }) => property('policy-problem', `${path}:${line} ${message}`)),
  ]);
  const name = `cim-readiness ${owner === null ? '' : `${owner}/`}${repo ?? 'repository'}`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name, ...totals(assessment.findings) }, [properties, ...suites])}\n`;
}

function totals(findings: readonly Finding[]) {
  return {
    tests: findings.length,
    failures: findings.filter(blocks).length,
    errors: 0,
    skipped: findings.filter(finding => !blocks(finding) && finding.status !== 'met').length,
  };
}

function testcase(finding: Finding, title: string): string {
  const { criterion, section, status, message, severity, waiver, evidence } = finding;
  const attributes = { name: title, classname: `${section}.${criterion}` };
  if (status === 'met') return element('testcase', attributes, []);
  const places = evidence.map(({ path, line, message: problem }) =>
    path === undefined ? problem : `${path}${line === undefined ? '' : `:${line}`} ${problem}`,
  );
  if (blocks(finding))
    return element('testcase', attributes, [element('failure', { message, type: criterion }, [], places.join('\n'))]);
  const reason = waiver ? `waived until ${waiver.until}: ${waiver.reason}` : `${status}: ${message}`;
  return element('testcase', attributes, [
    element('skipped', { message: status === 'unmet' && !waiver ? `${severity}: ${message}` : reason }, []),
    ...(places.length > 0 && status === 'unmet' ? [element('system-out', {}, [], places.join('\n'))] : []),
  ]);
}

function property(name: string, value: string): string {
  return element('property', { name, value }, []);
}

function baseProperties({ base, changes }: Comparison): string[] {
  return [
    property('base', base.subject.ref),
    ...changes.map(({ criterion, kind }) => property(`change.${criterion}`, kind)),
  ];
}
