/**
 * The assessment as SARIF 2.1.0 for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/ and
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
import { createHash } from 'node:crypto';
import type { Invocation, Notification, PhysicalLocation, ReportingDescriptor, Result, Run } from 'sarif';
import { type Assessment, type Finding, isGap } from '../assess/assessment.js';
import type { Comparison } from '../assess/compare.js';
import type { Criterion, Evidence } from '../standard/criterion.js';
import { type AssessmentReport, type AssessReport, moduleReports } from './assessment-report.js';
import { visible } from './escape.js';
import { jsonText } from './json-text.js';

/** GitHub's limit of results for each run. */
const RESULTS_A_RUN = 25_000;

/** GitHub refuses a result without a location: a problem of the whole repository is shown at its manifest. */
const WHOLE_REPOSITORY = 'Cargo.toml';

/** One run for each module, with a result for each problem. Waived findings are suppressed, and unknown ones are notifications. */
export function assessmentSarif(report: AssessReport): string {
  return jsonText({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: moduleReports(report).map(runOf),
  });
}

function runOf(report: AssessmentReport): Run {
  const { standard, module, assessment, comparison } = report;
  const { owner, repo, sha, ref } = assessment.subject;
  const unmet = assessment.findings.filter(({ status }) => status === 'unmet');
  const added = addedProblems(comparison);
  // Blocking gaps first: GitHub keeps the first results of a run.
  const ordered = [
    ...unmet.filter(({ severity }) => severity === 'must'),
    ...unmet.filter(({ severity }) => severity !== 'must'),
  ];
  return {
    tool: { driver: { name: 'cim-readiness', rules: standard.criteria.map(ruleOf) } },
    automationDetails: { id: `cim-readiness/${repo ?? 'repository'}/${module === undefined ? '' : `${module}/`}` },
    ...(owner !== null && repo !== null
      ? {
          versionControlProvenance: [
            { repositoryUri: `https://github.com/${owner}/${repo}`, revisionId: sha, branch: ref },
          ],
        }
      : {}),
    originalUriBaseIds: { ROOT: { description: { text: 'The root of the repository.' } } },
    invocations: [invocationOf(report)],
    columnKind: 'utf16CodeUnits',
    results: ordered.flatMap(finding => resultsOf(finding, added)).slice(0, RESULTS_A_RUN),
    ...(comparison ? { properties: { base: comparison.base.subject } } : {}),
  };
}

function ruleOf({ id, title, severity, kind, rationale, looksAt, remediation }: Criterion): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: rationale },
    help: { text: `${looksAt}\n\n${remediation}`, markdown: `${looksAt}\n\n**How to fix:** ${remediation}` },
    defaultConfiguration: { level: severity === 'must' ? 'error' : 'warning' },
    properties: { tags: [severity, kind] },
  };
}

function resultsOf(finding: Finding, added: ReadonlySet<Evidence> | undefined): Result[] {
  const { criterion, severity, message, evidence, waiver } = finding;
  const problems: readonly Evidence[] = evidence.length > 0 ? evidence : [{ message }];
  return problems.map(problem => ({
    ruleId: criterion,
    level: severity === 'must' ? 'error' : 'warning',
    message: { text: plainMessage(problem.message) },
    locations: [{ physicalLocation: locationOf(problem) }],
    partialFingerprints: { 'cimReadinessProblem/v1': fingerprint(criterion, problem) },
    ...(added && isGap(finding) ? { baselineState: added.has(problem) ? 'new' : 'unchanged' } : {}),
    ...(waiver
      ? { suppressions: [{ kind: 'external', justification: visible(`${waiver.reason} (until ${waiver.until})`) }] }
      : {}),
  }));
}

function locationOf({
  path = WHOLE_REPOSITORY,
  line,
  column,
}: Pick<Evidence, 'path' | 'line' | 'column'>): PhysicalLocation {
  return {
    artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'ROOT' },
    region: { startLine: line ?? 1, ...(column === undefined ? {} : { startColumn: column }) },
  };
}

/** Text of a SARIF message, in which square brackets would be a link (SARIF 3.11.6). */
function plainMessage(text: string): string {
  return visible(text).replace(/[\\[\]]/g, '\\$&');
}

/** What identifies a problem from one commit to the next. */
function fingerprint(criterion: string, { kind, subject, path, message }: Evidence): string {
  const identity = kind === undefined ? [message] : [kind, subject ?? ''];
  return createHash('sha256')
    .update([criterion, path ?? '', ...identity].join('\0'))
    .digest('hex')
    .slice(0, 32);
}

function addedProblems(comparison: Comparison | undefined): ReadonlySet<Evidence> | undefined {
  return comparison && new Set(comparison.changes.flatMap(({ added }) => added));
}

/** What is not a result: unknown findings, notes, and problems of the policy. */
function invocationOf({ assessment, notes, policyProblems }: AssessmentReport): Invocation {
  return {
    executionSuccessful: true,
    toolExecutionNotifications: [...notes.map(note => notification('note', note)), ...unknownFindings(assessment)],
    toolConfigurationNotifications: policyProblems.map(problem => ({
      ...notification('warning', problem.message),
      locations: [{ physicalLocation: locationOf(problem) }],
    })),
  };
}

function unknownFindings({ findings }: Assessment): Notification[] {
  return findings
    .filter(({ status }) => status === 'unknown')
    .map(({ criterion, message }) => ({
      ...notification('note', message),
      associatedRule: { id: criterion },
    }));
}

function notification(level: Notification.level, text: string): Notification {
  return { level, message: { text: plainMessage(text) } };
}
