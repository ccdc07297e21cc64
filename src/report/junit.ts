/** The assessment as JUnit XML, as CI systems read it: https://github.com/testmoapp/junitxml */
import { blocks, type Finding } from '../assess/assessment.js';
import type { Comparison } from '../assess/compare.js';
import { type AssessmentReport, type AssessReport, moduleReports } from './assessment-report.js';
import { criterionTexts } from './phrases.js';
import { element } from './xml.js';

/**
 * A suite for each section and a case for each criterion. Blocking gaps fail. Other gaps, waived, unknown, and
 * not applicable criteria are skipped, each with the reason.
 */
export function assessmentJunit(report: AssessReport): string {
  const reports = moduleReports(report);
  const { owner, repo, ref, sha } = reports[0].assessment.subject;
  const properties = element('properties', {}, [
    property('commit', sha),
    property('ref', ref),
    ...reports.flatMap(propertiesOf),
  ]);
  const name = `cim-readiness ${owner === null ? '' : `${owner}/`}${repo ?? 'repository'}`;
  const all = reports.flatMap(({ assessment }) => assessment.findings);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name, ...totals(all) }, [properties, ...reports.flatMap(suitesOf)])}\n`;
}

function suitesOf({ standard, module, assessment }: AssessmentReport): string[] {
  return standard.sections.flatMap(({ id, title }) => {
    const findings = assessment.findings.filter(({ section }) => section === id);
    if (findings.length === 0) return [];
    const cases = findings.map(finding => testcase(finding, criterionTexts(standard, finding.criterion).title));
    const name = module === undefined ? title : `${module}: ${title}`;
    return [element('testsuite', { name, ...totals(findings), timestamp: assessment.assessedAt }, cases)];
  });
}

function propertiesOf({ module, comparison, notes, policyProblems }: AssessmentReport): string[] {
  return [
    ...(comparison ? baseProperties(comparison, module) : []),
    ...notes.map(note => property('note', note)),
    ...policyProblems.map(({ path, line, message }) => property('policy-problem', `${path}:${line} ${message}`)),
  ];
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

function baseProperties({ base, changes }: Comparison, module: string | undefined): string[] {
  const of = module === undefined ? '' : `${module}.`;
  return [
    property(`${of}base`, base.subject.ref),
    ...changes.map(({ criterion, kind }) => property(`${of}change.${criterion}`, kind)),
  ];
}
