/** The assessment as JSON, in the form that `schemas/assessment-v1.json` describes: the same commit, the same bytes. */
import { type Assessment, type Finding, summarise } from '../assess/assessment.js';
import type { Evidence } from '../standard/criterion.js';

/** The name of the form, which every such JSON bears. */
export const ASSESSMENT_SCHEMA = 'cim-readiness/assessment/v1';

/** The JSON as a plain value, its keys in the order in which they are printed. */
export function assessmentJson({ standard, subject, assessedAt, findings }: Assessment): Record<string, unknown> {
  const { owner, repo, ref, sha } = subject;
  return {
    schema: ASSESSMENT_SCHEMA,
    standard,
    subject: { owner, repo, ref, sha },
    assessedAt,
    summary: summarise(findings),
    findings: findings.map(findingJson),
  };
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

function evidenceJson({ path, line, column, message, excerpt, url }: Evidence): Record<string, unknown> {
  return {
    ...(path === undefined ? {} : { path }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    message,
    ...(excerpt === undefined ? {} : { excerpt }),
    ...(url === undefined ? {} : { url }),
  };
}
