/** The report of `cim-readiness evidence`: answers to questions of others, from what was measured and from nothing else. */
import { type Assessment, type Finding, summarize } from '../assess/assessment.js';
import { counted } from '../standard/criterion.js';
import type { Standard } from '../standard/standard.js';
import { PUBLISHED_DOCS } from './addresses.js';
import { clip, visible } from './escape.js';
import { jsonText } from './json-text.js';
import { percent } from './phrases.js';
import { BADGE_QUESTIONS, BASELINE_QUESTIONS, type Question } from './questionnaires.js';

export const EVIDENCE_SCHEMA = 'cim-readiness/evidence/v1';
/** The type of the predicate of the in-toto statement. */
export const PREDICATE_TYPE = `${PUBLISHED_DOCS}/evidence.md`;

export interface EvidenceReport {
  readonly standard: Standard;
  readonly assessment: Assessment;
  /** The version of this program. */
  readonly tool: string;
}

/** A question with its answer; without a status, nothing measured answers it. */
interface Answer extends Question {
  readonly status: 'Met' | null;
  /** What was measured. */
  readonly because: string;
}

/** A question is met if all of its criteria are; one that is not is left to a person, because it may be met in another way. */
function answersTo(questions: readonly Question[], { assessment, standard }: EvidenceReport): Answer[] {
  const findings = new Map(assessment.findings.map(finding => [finding.criterion, finding]));
  return questions.map(question => {
    const own = question.criteria.map(id => ({ id, finding: findings.get(id) }));
    const status = own.every(({ finding }) => finding?.status === 'met') ? 'Met' : null;
    return { ...question, status, because: own.map(each => reason(each, standard)).join('; ') };
  });
}

function reason({ id, finding }: { id: string; finding: Finding | undefined }, standard: Standard): string {
  if (!finding) return `${standard.id} has no criterion ${id}`;
  const [proof] = finding.evidence;
  const place = proof?.path === undefined ? '' : ` (${proof.path}${proof.line === undefined ? '' : `:${proof.line}`})`;
  return `${id} is ${finding.status}: ${finding.message}${finding.status === 'met' ? place : ''}`;
}

const linkOf = ({ assessment: { subject } }: EvidenceReport) =>
  `https://github.com/${subject.owner ?? ''}/${subject.repo ?? ''}`;

/** The longest justification, in characters: all of them must fit into one address. */
const LONGEST = 280;

/** The answers that can be proposed, as fields of the badge's form. https://www.bestpractices.dev/docs/automation-proposals */
function fieldsOf(answers: readonly Answer[], report: EvidenceReport): [key: string, value: string][] {
  const { sha } = report.assessment.subject;
  const at = `${linkOf(report)}/tree/${sha}`;
  return answers
    .filter(({ status }) => status !== null)
    .flatMap(({ id, because, confirm }): [string, string][] => {
      const key = id.toLowerCase().replace(/[.-]/g, '_');
      const asked = confirm === undefined ? '' : `Please confirm ${confirm}. `;
      const said = visible(`${asked}Measured by cim-readiness at ${at}: ${because}.`);
      return [
        [`${key}_status`, 'Met'],
        [`${key}_justification`, clip(said, LONGEST)],
      ];
    });
}

const both = (report: EvidenceReport) => ({
  badge: answersTo(BADGE_QUESTIONS, report),
  baseline: answersTo(BASELINE_QUESTIONS, report),
});

/**
 * The address of the badge's form with the answers filled in. A person reviews them there and saves them.
 * @param section a level of the form, which ignores the fields of other levels, or `choose`
 */
function addressOf(section: string, answers: readonly Answer[], report: EvidenceReport): string {
  const fields = fieldsOf(answers, report);
  const query = new URLSearchParams([['as', 'edit'], ['url', linkOf(report)], ['section', section], ...fields]);
  return `https://www.bestpractices.dev/projects?${query.toString()}`;
}

/** The answers, what a person must confirm, and what nothing measured answers. */
export function evidenceTable(report: EvidenceReport): string {
  const { badge, baseline } = both(report);
  return `${[
    ...part('OpenSSF Best Practices, passing', badge),
    addressOf('passing', badge, report),
    '',
    ...part('OSPS Baseline', baseline),
    addressOf('choose', baseline, report),
  ].join('\n')}\n`;
}

function part(title: string, answers: readonly Answer[]): string[] {
  const met = answers.filter(({ status }) => status !== null);
  const open = answers.filter(({ status }) => status === null);
  return [
    `${title}: ${counted(met.length, 'answer')} measured, ${open.length} left to a person`,
    ...met.map(({ id, confirm }) => `  ✓ ${id}${confirm === undefined ? '' : `  confirm ${confirm}`}`),
    ...open.map(({ id, because }) => `  ? ${id}  ${visible(because)}`),
    '',
  ];
}

/** The report as JSON, in the form that `schemas/evidence-v1.json` describes. */
export function evidenceJson(report: EvidenceReport): string {
  const { badge, baseline } = both(report);
  const { owner, repo, ref, sha } = report.assessment.subject;
  const valueOf = ({ id, asks, status, because, criteria, confirm }: Answer) => ({
    id,
    asks,
    status,
    because,
    criteria,
    confirm: confirm ?? null,
  });
  return jsonText({
    schema: EVIDENCE_SCHEMA,
    standard: report.standard.id,
    subject: { owner, repo, ref, sha },
    badge: { address: addressOf('passing', badge, report), answers: badge.map(valueOf) },
    baseline: { address: addressOf('choose', baseline, report), answers: baseline.map(valueOf) },
  });
}

/** The address of the badge's form. */
export function evidenceBadge(report: EvidenceReport): string {
  return `${addressOf('passing', both(report).badge, report)}\n`;
}

/** The answers to the OSPS Baseline as `.bestpractices.json`, which the badge's site reads from a repository. */
export function evidenceBaseline(report: EvidenceReport): string {
  return jsonText(Object.fromEntries(fieldsOf(both(report).baseline, report)));
}

/** An in-toto statement about the commit: https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md */
export function evidenceInToto({ standard, assessment, tool }: EvidenceReport): string {
  const { subject, assessedAt, findings } = assessment;
  const { owner, repo, sha, ref } = subject;
  const summary = summarize(findings);
  return jsonText({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [
      { ...(repo === null ? {} : { name: `${owner === null ? '' : `${owner}/`}${repo}` }), digest: { gitCommit: sha } },
    ],
    predicateType: PREDICATE_TYPE,
    predicate: {
      assessor: { name: 'cim-readiness', version: tool },
      standard: { id: standard.id, revision: standard.revision },
      assessedAt,
      ref,
      summary: { ...summary, text: `${percent(summary.readiness)} ready` },
      findings: findings.map(({ criterion, severity, kind, status, message, waiver, attestation }) => ({
        criterion,
        severity,
        status,
        message,
        // A person said so, and code did not measure it.
        attestedBy: kind === 'attested' && status === 'met' ? (attestation?.by ?? null) : null,
        waivedUntil: waiver?.until ?? null,
      })),
    },
  });
}
