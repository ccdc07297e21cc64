/** The assessment as JSON by `schemas/assessment-v1.json`: the same commit gives the same bytes. */
import { type Assessment, type Finding, summarize } from '../assess/assessment.js';
import type { Comparison } from '../assess/compare.js';
import type { Evidence } from '../standard/criterion.js';
import type { AssessmentReport, AssessReport } from './assessment-report.js';
import { jsonText } from './json-text.js';

/** The schema that the JSON names. */
export const ASSESSMENT_SCHEMA = 'cim-readiness/assessment/v1';

/** The schema of the assessments of several modules in one repository. */
export const ASSESSMENTS_SCHEMA = 'cim-readiness/assessments/v1';

/** The assessment, or a list of them if the policy names several packages. */
export function assessmentJson(report: AssessReport): string {
  if (!('modules' in report)) return jsonText(reportValue(report));
  return jsonText({
    schema: ASSESSMENTS_SCHEMA,
    modules: report.modules.map(each => ({ module: each.module, assessment: reportValue(each) })),
  });
}

/** The assessment, with the problems of the policy, and the changes if there is a comparison. */
function reportValue({ assessment, comparison, policyProblems }: AssessmentReport): Record<string, unknown> {
  return {
    ...assessmentValue(assessment),
    policyProblems: policyProblems.map(({ path, line, message }) => ({ path, line, message })),
    ...(comparison ? { changes: comparisonValue(comparison) } : {}),
  };
}

/** The assessment as a plain value, its keys in the order in which they are printed. */
export function assessmentValue({ standard, subject, assessedAt, findings }: Assessment): Record<string, unknown> {
  const { owner, repo, ref, sha } = subject;
  return {
    schema: ASSESSMENT_SCHEMA,
    standard,
    subject: { owner, repo, ref, sha },
    assessedAt,
    summary: summarize(findings),
    findings: findings.map(findingJson),
  };
}

function comparisonValue({ base, changes }: Comparison): Record<string, unknown> {
  return { base: base.subject, changes: changes.map(({ criterion, kind, added }) => ({ criterion, kind, added })) };
}

function findingJson(finding: Finding): Record<string, unknown> {
  return {
    criterion: finding.criterion,
    section: finding.section,
    severity: finding.severity,
    kind: finding.kind,
    status: finding.status,
    message: finding.message,
    count: finding.count,
    evidence: finding.evidence.map(evidenceJson),
    hints: finding.hints.map(evidenceJson),
    waiver: finding.waiver,
    attestation: finding.attestation,
  };
}

function evidenceJson({ kind, subject, path, line, column, message, excerpt, url }: Evidence): Record<string, unknown> {
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(subject === undefined ? {} : { subject }),
    ...(path === undefined ? {} : { path }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    message,
    ...(excerpt === undefined ? {} : { excerpt }),
    ...(url === undefined ? {} : { url }),
  };
}
