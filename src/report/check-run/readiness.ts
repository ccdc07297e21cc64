/** The check run `CIM readiness`: an assessment, and what a change does to it. */
import { type Assessment, blocks, type Finding, isGap, summarize } from '../../assess/assessment.js';
import { type Change, type Comparison, improves, worsens } from '../../assess/compare.js';
import { type Enforcement, POLICY_PATH } from '../../policy/policy.js';
import { FIXES } from '../../fixes/all.js';
import { counted, type Evidence } from '../../standard/criterion.js';
import type { Standard } from '../../standard/standard.js';
import { clip, prose, visible } from '../escape.js';
import { criterionTexts, percent } from '../phrases.js';
import { type Annotation, type CheckRunAction, type CheckRunReport, TITLE_LIMIT } from './report.js';
import { joinWithinLimit } from './size-limit.js';
import { type Summarized, checkRunSummary } from './summary.js';

const ANNOTATION_LIMIT = 2_000;
/** The most criteria that the title names as no longer decided. */
const MOST_NAMED = 3;

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

const FIX: CheckRunAction = {
  label: 'Fix files',
  description: 'Propose fixes for the gaps',
  identifier: 'fix',
};
const FIXABLE = new Set(FIXES.filter(({ isDraft }) => !isDraft).flatMap(({ criteria }) => criteria));

/** What the check run reports on. */
export interface CheckRunInput extends Summarized {
  readonly enforcement: Enforcement;
}

/** The check run for an assessment. */
export function readinessCheckRun({ enforcement, ...summarized }: CheckRunInput): CheckRunReport {
  const { standard, assessment, comparison, policyProblems = [] } = summarized;
  const worse = comparison?.changes.filter(worsens) ?? [];
  const lost = (comparison?.changes ?? []).filter(
    ({ kind, finding, awaitsCi }) => kind === 'undecided' && needsDecision(finding) && !awaitsCi,
  );
  const gaps = assessment.findings.filter(isGap);
  return {
    conclusion: conclude(gaps, worse, lost, enforcement),
    title: titleOf(assessment, comparison, gaps.length),
    summary: checkRunSummary(summarized),
    annotations: [
      ...worse.flatMap(change => annotationsOf(standard, change)),
      ...policyAnnotations(assessment, policyProblems),
    ],
    actions: [
      REASSESS,
      ...(gaps.length > 0 ? [PLAN] : []),
      // Of a change, only what it makes worse is fixed.
      ...((assessment.subject.base === undefined ? gaps : worse).some(({ criterion }) => FIXABLE.has(criterion))
        ? [FIX]
        : []),
    ],
  };
}

/** Whether a change must not make a criterion unknown: it blocks while it is unmet, and its status is up to the change. */
function needsDecision({ severity, kind, waiver }: Finding): boolean {
  // Attestations come from the policy of the default branch, and expire there.
  return severity === 'must' && kind !== 'attested' && !waiver;
}

/** The check run for a commit that could not be assessed, and why. */
export function failedCheckRun(reason: string, enforcement: Enforcement): CheckRunReport {
  return {
    conclusion: enforcement === 'report' ? 'neutral' : 'failure',
    title: 'Could not be assessed',
    summary: joinWithinLimit([
      `**This commit could not be assessed:** ${prose(clip(reason, 600))}`,
      "This says nothing about the module's readiness. To try again, click *Re-run* or comment `/cim reassess`.",
    ]),
    annotations: [],
    actions: [REASSESS],
    isFailed: true,
  };
}

function conclude(
  gaps: readonly Finding[],
  worse: readonly Change[],
  lost: readonly Change[],
  enforcement: Enforcement,
): CheckRunReport['conclusion'] {
  // What could not be read anymore may hide anything, and what can be read is up to the author of the change.
  if (lost.length > 0) return enforcement === 'report' ? 'neutral' : 'failure';
  if (!gaps.some(blocks)) return 'success';
  if (enforcement === 'strict') return 'failure';
  return enforcement === 'ratchet' && worse.some(change => blocks(change.finding)) ? 'failure' : 'neutral';
}

function titleOf({ findings }: Assessment, comparison: Comparison | undefined, gaps: number): string {
  const now = percent(summarize(findings).readiness);
  const before = comparison ? percent(summarize(comparison.base.findings).readiness) : now;
  const parts = [
    before === now ? `${now} ready` : `${now} ready (was ${before})`,
    ...(comparison ? movement(comparison) : []),
    gaps === 0 ? 'no gaps' : `${gaps} left`,
  ];
  return clip(parts.join(' · '), TITLE_LIMIT);
}

/** What a change does, in a few words. Nothing is said to be none worse while something became unknown. */
function movement({ changes }: Comparison): string[] {
  const worse = changes.filter(worsens);
  const opened = worse.filter(({ kind }) => kind === 'opened').length;
  const unknown = changes.filter(({ kind }) => kind === 'undecided').map(({ criterion }) => criterion);
  const better = changes.filter(improves).length;
  const parts = [
    ...(opened > 0 ? [counted(opened, 'new gap')] : []),
    ...(worse.length > opened ? [`${counted(worse.length - opened, 'gap')} worse`] : []),
    ...(unknown.length > 0 ? [`${unknown.length} no longer decided (${named(unknown)})`] : []),
  ];
  if (parts.length > 0) return parts;
  return [better > 0 ? `${counted(better, 'criterion', 'criteria')} improved, none worse` : 'none worse'];
}

function named(ids: readonly string[]): string {
  const more = ids.length - MOST_NAMED;
  return [...ids.slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** Annotations of problems in the policy file, only on the branch that contains the policy file in force. */
export function policyAnnotations({ subject }: Assessment, problems: readonly Evidence[]): Annotation[] {
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
  const { title } = criterionTexts(standard, finding.criterion);
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
