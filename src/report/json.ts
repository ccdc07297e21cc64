/** The assessment as JSON by `schemas/assessment-v1.json`: the same commit gives the same bytes. */
import { blocks, type Finding, summarize } from '../assess/assessment.js';
import type { Comparison } from '../assess/compare.js';
import type { Evidence } from '../standard/criterion.js';
import type { Standard } from '../standard/standard.js';
import { criterionPage, PUBLISHED_DOCS } from './addresses.js';
import type { AssessmentReport, AssessReport } from './assessment-report.js';
import { jsonText } from './json-text.js';
import { criterionTexts, isOwn } from './phrases.js';

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
function reportValue(report: AssessmentReport): Record<string, unknown> {
  const { comparison, policyProblems } = report;
  return {
    ...assessmentValue(report),
    policyProblems: policyProblems.map(({ path, line, message }) => ({ path, line, message })),
    ...(comparison ? { changes: comparisonValue(comparison) } : {}),
  };
}

/** The assessment as a plain value, its keys in the order in which they are printed. */
function assessmentValue({ standard, assessment, scope }: AssessmentReport): Record<string, unknown> {
  const { subject, assessedAt, findings, announced } = assessment;
  const { owner, repo, ref, sha } = subject;
  const blocking = findings.filter(blocks).map(({ criterion }) => criterion);
  return {
    schema: ASSESSMENT_SCHEMA,
    standard: assessment.standard,
    subject: { owner, repo, ref, sha },
    assessedAt,
    summary: summarize(findings),
    verdict: { ready: isReady(findings), blocking, judged: scope ? judgedValue(scope) : null },
    findings: findings.map(finding => findingJson(finding, standard, owner)),
    ...(announced ? { announced: announced.map(finding => findingJson(finding, standard, owner)) } : {}),
  };
}

function comparisonValue({ base, changes }: Comparison): Record<string, unknown> {
  return { base: base.subject, changes: changes.map(({ criterion, kind, added }) => ({ criterion, kind, added })) };
}

function judgedValue({ packages, left }: NonNullable<AssessmentReport['scope']>): Record<string, unknown> {
  const [first = null, ...members] = packages;
  return { package: first, members, notJudged: left };
}

/** Whether the module is ready: every `must` is met, not applicable, or waived. */
function isReady(findings: readonly Finding[]): boolean {
  return findings.every(
    ({ severity, status, waiver }) =>
      severity !== 'must' || status === 'met' || status === 'not-applicable' || waiver !== null,
  );
}

function findingJson(finding: Finding, standard: Standard, owner: string | null): Record<string, unknown> {
  const { title, remediation } = criterionTexts(standard, finding.criterion);
  const page = criterionPage(standard, finding.criterion, owner, {
    docs: PUBLISHED_DOCS,
    github: 'https://github.com',
  });
  return {
    criterion: finding.criterion,
    title,
    ...(isOwn(standard, finding.criterion) ? { own: true } : {}),
    section: finding.section,
    severity: finding.severity,
    kind: finding.kind,
    status: finding.status,
    message: finding.message,
    blocks: blocks(finding),
    remediation,
    docs: page ?? null,
    ...(finding.enforced === undefined ? {} : { enforced: finding.enforced }),
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
