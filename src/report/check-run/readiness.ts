/** The check run `CIM readiness`: https://docs.github.com/en/rest/checks/runs */
import type { Assessment, Finding } from '../../assess/assessment.js';
import { blocks, isGap, summarise } from '../../assess/assessment.js';
import { type Change, type Comparison, improves, worsens } from '../../assess/compare.js';
import { type Enforcement, POLICY_PATH } from '../../policy/policy.js';
import type { Evidence } from '../../standard/criterion.js';
import { counted } from '../../standard/criterion.js';
import type { Standard } from '../../standard/standard.js';
import { clip, code, prose, visible } from '../escape.js';
import { criterionOf, percent, placeOf } from '../phrases.js';
import { fitting } from './size-limit.js';

/** GitHub's limit of annotations for each call. */
export const ANNOTATIONS_A_CALL = 50;
const ANNOTATION_LIMIT = 2_000;
/** The longest sentence in the summary, in characters; longer ones are clipped so that one block never fills it. */
const SENTENCE_LIMIT = 600;
const TITLE_LIMIT = 255;

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  readonly message: string;
}

export interface CheckRunReport {
  readonly conclusion: 'success' | 'neutral' | 'failure';
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
  /** Only for what this change made worse, if it has a line. */
  readonly annotations: readonly Annotation[];
  /** At most three. */
  readonly actions: readonly CheckRunAction[];
}

/** A button. GitHub's limits: 20 characters for the label, 40 for the description, 20 for the identifier. */
export interface CheckRunAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: 'reassess' | 'plan';
}

const REASSESS: CheckRunAction = {
  label: 'Reassess',
  description: 'Assess this commit again',
  identifier: 'reassess',
};
const PLAN: CheckRunAction = {
  label: 'Plan migration',
  description: 'Open the migration issues',
  identifier: 'plan',
};

/** What the check run reports on. */
export interface CheckRunMatter {
  readonly standard: Standard;
  readonly assessment: Assessment;
  /** With the merge base, or with the branch before the push. Absent if there is nothing to compare with. */
  readonly comparison?: Comparison;
  readonly enforcement: Enforcement;
  /** Problems of the policy file. */
  readonly policyProblems?: readonly Evidence[];
  /** Criteria whose input could not be read. */
  readonly unread?: ReadonlySet<string>;
  /** What this change does to how it is assessed itself, which counts after the merge. */
  readonly deferred?: readonly string[];
}

/** The check run for an assessment. */
export function checkRunOf({
  standard,
  assessment,
  comparison,
  enforcement,
  policyProblems = [],
  unread = new Set(),
  deferred = [],
}: CheckRunMatter): CheckRunReport {
  const worse = comparison?.changes.filter(worsens) ?? [];
  const lost = (comparison?.changes ?? []).filter(
    ({ kind, finding }) => kind === 'undecided' && unread.has(finding.criterion) && needsDecision(finding),
  );
  const gaps = assessment.findings.filter(isGap);
  return {
    conclusion: conclude(gaps, worse, lost, enforcement),
    title: titleOf(assessment, comparison, worse, gaps),
    summary: fitting([
      ...policySection(policyProblems),
      ...changeSection(standard, comparison, worse),
      ...deferredSection(deferred),
      sectionTable(standard, assessment),
      ...gapSection(standard, gaps),
      ...unknownSection(standard, assessment),
    ]),
    annotations: [
      ...worse.flatMap(change => annotationsOf(standard, change)),
      ...policyAnnotations(assessment, policyProblems),
    ],
    actions: gaps.length > 0 ? [REASSESS, PLAN] : [REASSESS],
  };
}

/** Whether a criterion blocks while it is unmet: one that must be met, and is not waived. */
function needsDecision({ severity, waiver }: Finding): boolean {
  return severity === 'must' && !waiver;
}

/** The check run for a commit that could not be assessed, and why. */
export function failedCheckRunOf(reason: string, enforcement: Enforcement): CheckRunReport {
  return {
    conclusion: enforcement === 'report' ? 'neutral' : 'failure',
    title: 'Could not assess this commit',
    summary: fitting([
      `**This commit could not be assessed:** ${sentence(reason)}`,
      "This says nothing about the module's readiness. To try again, click *Re-run* or comment `/cim reassess`.",
    ]),
    annotations: [],
    actions: [REASSESS],
  };
}

function conclude(
  gaps: readonly Finding[],
  worse: readonly Change[],
  lost: readonly Change[],
  enforcement: Enforcement,
): CheckRunReport['conclusion'] {
  // What could not be read anymore may hide anything.
  if (lost.length > 0) return enforcement === 'report' ? 'neutral' : 'failure';
  if (!gaps.some(blocks)) return 'success';
  if (enforcement === 'strict') return 'failure';
  return enforcement === 'ratchet' && worse.some(change => blocks(change.finding)) ? 'failure' : 'neutral';
}

function titleOf(
  assessment: Assessment,
  comparison: Comparison | undefined,
  worse: readonly Change[],
  gaps: readonly Finding[],
): string {
  const parts = [`${percent(summarise(assessment.findings).readiness)} ready`];
  if (comparison) {
    const better = comparison.changes.filter(improves).length;
    const undecided = comparison.changes.filter(({ kind }) => kind === 'undecided').length;
    if (worse.length > 0) parts.push(counted(worse.length, 'new gap'));
    else if (undecided === 0)
      parts.push(better > 0 ? `${counted(better, 'criterion', 'criteria')} improved, none worse` : 'none worse');
    if (undecided > 0) parts.push(`${undecided} no longer decided`);
  }
  parts.push(gaps.length === 0 ? 'no gaps' : `${gaps.length} left`);
  return clip(parts.join(' · '), TITLE_LIMIT);
}

function policySection(problems: readonly Evidence[]): string[] {
  if (problems.length === 0) return [];
  return [
    '### Problems in the policy file',
    list(problems.map(problem => `${placeOf(problem)}${sentence(problem.message)}`)),
  ];
}

function changeSection(standard: Standard, comparison: Comparison | undefined, worse: readonly Change[]): string[] {
  if (!comparison) return [];
  const better = comparison.changes.filter(improves);
  const undecided = comparison.changes.filter(change => change.kind === 'undecided');
  const out = ['### What this change does'];
  if (comparison.changes.length === 0) out.push('No criterion improved or got worse.');
  else if (worse.length === 0) out.push('No criterion got worse.');
  for (const change of worse) out.push(worsened(standard, change));
  if (better.length > 0) out.push(`**Improved:** ${better.map(change => nameOf(standard, change.finding)).join(', ')}`);
  if (undecided.length > 0) {
    out.push(
      `**Now unknown:** ${undecided.map(change => `${nameOf(standard, change.finding)} (${sentence(change.finding.message)})`).join(', ')}`,
    );
  }
  return out;
}

function worsened(standard: Standard, { finding, added, kind }: Change): string {
  const words = kind === 'opened' ? 'no longer met' : counted(added.length, 'more problem');
  return `**Worse: ${nameOf(standard, finding)}**, ${words}. ${sentence(finding.message)}\n\n${evidenceList(added)}\n\n${remedy(standard, finding)}`;
}

function deferredSection(deferred: readonly string[]): string[] {
  if (deferred.length === 0) return [];
  return [
    '### Counts after the merge',
    `This change is assessed as its merge base says. It also changes:\n\n${list(deferred.map(prose))}`,
  ];
}

function sectionTable(standard: Standard, { findings }: Assessment): string {
  const rows = standard.sections.map(section => {
    const { met, unmet, unknown, notApplicable } = summarise(
      findings.filter(finding => finding.section === section.id),
    );
    return `| ${section.title} | ${met} | ${unmet} | ${unknown} | ${notApplicable} |`;
  });
  return ['### Sections', '', '| | met | unmet | unknown | n/a |', '|---|---:|---:|---:|---:|', ...rows].join('\n');
}

function gapSection(standard: Standard, gaps: readonly Finding[]): string[] {
  const section = (title: string, of: readonly Finding[]) =>
    of.length === 0
      ? []
      : [
          `### ${title}`,
          ...of.map(
            gap =>
              `**${nameOf(standard, gap)}** ${sentence(gap.message)}\n\n${evidenceList(gap.evidence, gap.count)}\n\n${remedy(standard, gap)}`,
          ),
        ];
  return [
    ...section('Blocking gaps', gaps.filter(blocks)),
    ...section(
      'Other gaps',
      gaps.filter(gap => !blocks(gap)),
    ),
  ];
}

function unknownSection(standard: Standard, { findings }: Assessment): string[] {
  const undecided = findings.filter(finding => finding.status === 'unknown');
  if (undecided.length === 0) return [];
  return ['### Unknown', list(undecided.map(finding => `${nameOf(standard, finding)}: ${sentence(finding.message)}`))];
}

const SHOWN = 10;

function evidenceList(evidence: readonly Evidence[], count = evidence.length): string {
  const shown = evidence.slice(0, SHOWN).map(each => `${placeOf(each)}${sentence(each.message)}`);
  const more = count - shown.length;
  return list(more > 0 ? [...shown, `… and ${more} more`] : shown);
}

function sentence(text: string): string {
  return prose(clip(text, SENTENCE_LIMIT));
}

function list(items: readonly string[]): string {
  return items.map(item => `- ${item}`).join('\n');
}

function nameOf(standard: Standard, finding: Finding): string {
  return `${criterionOf(standard, finding.criterion).title} (${code(finding.criterion)})`;
}

function remedy(standard: Standard, finding: Finding): string {
  return `*How to fix:* ${criterionOf(standard, finding.criterion).remediation}`;
}

/** Annotations for problems of the policy, only on the branch that contains the policy file in force. */
function policyAnnotations({ subject }: Assessment, problems: readonly Evidence[]): Annotation[] {
  if (subject.base !== undefined) return [];
  return problems.flatMap(({ path, line, message }) =>
    path === POLICY_PATH && line !== undefined
      ? [
          {
            path,
            start_line: line,
            end_line: line,
            annotation_level: 'warning',
            title: 'Policy file',
            message: clip(visible(message), ANNOTATION_LIMIT),
          } satisfies Annotation,
        ]
      : [],
  );
}

function annotationsOf(standard: Standard, { finding, added }: Change): Annotation[] {
  const { title } = criterionOf(standard, finding.criterion);
  return added.flatMap(each =>
    each.path === undefined || each.line === undefined
      ? []
      : [
          {
            path: each.path,
            start_line: each.line,
            end_line: each.line,
            annotation_level: blocks(finding) ? 'failure' : 'warning',
            title: clip(`${title} (${finding.criterion})`, TITLE_LIMIT),
            message: clip(visible(each.message), ANNOTATION_LIMIT),
          } satisfies Annotation,
        ],
  );
}
