/**
 * The migration issues of a module as they should be: a tracking issue, and under it an issue for each section with gaps.
 * Measurements check the boxes. Pure: the same assessment and the same input from people give the same texts.
 */
import { type Finding, isGap, summarize } from '../../assess/assessment.js';
import { counted } from '../../standard/criterion.js';
import type { Standard } from '../../standard/standard.js';
import { disputeList, disputeText } from '../disputes.js';
import { joinWithinLimit } from '../check-run/size-limit.js';
import { clip, code, prose } from '../escape.js';
import { withNames } from '../names.js';
import { criterionMarkdown, percent, placeMarkdown } from '../phrases.js';
import type { MigrationFacts, MigrationInput, WantedIssue, WantedIssues } from './input.js';
import type { AwaitedApproval, MigrationState } from '../../fleet/migration-state.js';
import type { Dispute } from '../../fleet/disputes.js';
import { isUnderReview, type Review } from '../../fleet/review.js';
import { issueKey } from './marker.js';
import { migrationSteps } from './steps.js';

/** The longest text of an issue, in bytes; below GitHub's 65,536 characters to leave room for what people write. */
const LIMIT = 60_000;
const SHOWN = 10;

/** The issues as they should be. */
export function migrationIssues(matter: MigrationInput): WantedIssues {
  const { standard, assessment, numbers, keyed, disputes } = matter;
  const name = matter.name ?? assessment.subject.repo ?? 'this module';
  const keyOf = (part: string) => issueKey({ part, ...(keyed === undefined ? {} : { module: keyed }) });
  const sections = standard.sections.flatMap(({ id, title }) => {
    const findings = assessment.findings.filter(finding => finding.section === id);
    const gaps = findings.filter(isGap);
    if (gaps.length === 0 && !numbers.has(id)) return [];
    return [
      {
        key: keyOf(id),
        title: `${name}: close the gaps in ${title}`,
        text: unmarked(withNames(sectionText(standard, { title, findings, disputes }), standard.names)),
        done: gaps.length === 0,
      },
    ];
  });
  const tracking: WantedIssue = {
    key: keyOf('tracking'),
    title: `Production migration: ${name}`,
    text: unmarked(withNames(trackingText(matter), standard.names)),
    done: !assessment.findings.some(isGap) && !isUnderReview(matter.review) && matter.review.proposal === null,
  };
  return { tracking, sections };
}

/** The text without anything that looks like a hidden marker, whatever a path or a name contains. */
function unmarked(text: string): string {
  return text.replaceAll('<!--', '<!\u200c--');
}

const BAR = 20;

function trackingText(matter: MigrationInput): string {
  const { assessment, facts, state } = matter;
  const { met, unmet, unknown, waived, notApplicable, readiness } = summarize(assessment.findings);
  const filled = Math.floor(readiness * BAR);
  const { steps, phase } = migrationSteps(matter);
  const claim =
    facts.claimed === 'production' && readiness < 1
      ? [
          `The registry lists this module as ${code('production')}, but it does not meet every applicable criterion yet.`,
        ]
      : [];
  return joinWithinLimit(
    [
      'This issue tracks the migration of this module to production. This app keeps it up to date by measuring. Text that you write below it is never changed.',
      `**Phase: ${phase}**`,
      `\`${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}\` **${percent(readiness)} ready** at ${code(assessment.subject.sha.slice(0, 7))}: ${met} met, ${unmet} unmet${waived > 0 ? ` (${waived} waived)` : ''}, ${unknown} unknown, ${notApplicable} not applicable.`,
      ...claim,
      ...decisionText(matter.review),
      ...steps.map(({ title, tasks }) => `### ${title}\n\n${tasks.map(taskLine).join('\n')}`),
      `### Blockers\n\n${blockersText(facts, state)}`,
      `### Estimate\n\n${estimateText(state)}`,
      ...(matter.disputes.length > 0 ? [`### Disputed verdicts\n\n${disputeList(matter.disputes)}`] : []),
      ...expiryText(matter),
      ...approvalText(matter.awaited),
      'To list the commands that work here, comment `/cim help`.',
    ],
    { limit: LIMIT },
  );
}

/** What was decided of the status, and what is proposed. */
function decisionText({ decision, proposal }: Review): string[] {
  const reason = decision?.reason === undefined ? '' : `: ${prose(clip(decision.reason, 300))}`;
  const decided = decision
    ? [
        `${decision.status === 'production' ? 'Promoted' : 'Demoted'} to ${code(decision.status)} by ${code(decision.by)} on ${decision.at.slice(0, 10)}${reason}.`,
      ]
    : [];
  const proposed = proposal
    ? [
        `**A demotion is proposed** since ${proposal.at.slice(0, 10)}, and a reviewer of the standard decides:\n\n${proposal.reasons.map(each => `- ${prose(each)}`).join('\n')}\n\nTo demote the module, comment \`/cim demote because REASON\`.`,
      ]
    : [];
  return [...decided, ...proposed];
}

/** `- [x] …` */
export function taskLine({ done, words }: { readonly done: boolean; readonly words: string }): string {
  return `- [${done ? 'x' : ' '}] ${words}`;
}

function blockersText({ dependencies }: MigrationFacts, { blocked }: MigrationState): string {
  const waiting = dependencies
    .filter(({ status }) => status !== undefined && status !== 'production')
    .map(({ name, status }) => `- It depends on ${code(name)}, which the registry lists as ${code(status ?? '')}.`);
  const told = blocked.map(({ on, reason, by }) => `- ${code(on)}: ${prose(reason)} (reported by ${code(by)})`);
  const all = [...told, ...waiting];
  return all.length > 0 ? all.join('\n') : 'None known. To add one, comment `/cim blocked by MODULE or LINK: REASON`.';
}

function estimateText({ estimate }: MigrationState): string {
  if (!estimate) return 'None yet. To give one, comment `/cim estimate N weeks`.';
  const weeks = counted(estimate.weeks, 'week');
  return `${weeks}, estimated by ${code(estimate.by)} on ${estimate.on}.`;
}

/** How many days before its expiry a waiver or an attestation is shown. */
const AHEAD_DAYS = 7;

function expiryText({ policy, assessment }: MigrationInput): string[] {
  const today = assessment.assessedAt.slice(0, 10);
  const soon = new Date(Date.parse(today) + AHEAD_DAYS * 86_400_000).toISOString().slice(0, 10);
  const all = [
    ...policy.waivers.map(({ criterion, until }) => ({ what: 'waiver', criterion, until })),
    ...policy.attestations.map(({ criterion, until }) => ({ what: 'attestation', criterion, until })),
  ].filter(({ until }) => until <= soon);
  if (all.length === 0) return [];
  const lines = all.map(
    ({ what, criterion, until }) =>
      `- The ${what} of ${code(criterion)} ${until < today ? `expired on ${until}` : `expires on ${until}`}; to renew it, comment ${code(`/cim ${what === 'waiver' ? 'waive' : 'attest'} ${criterion} until DATE …`)}.`,
  );
  return [`### Expiring\n\n${lines.join('\n')}`];
}

function approvalText(awaited: AwaitedApproval | undefined): string[] {
  if (!awaited) return [];
  const lines = awaited.needs.map(({ what, without }) => `- ${code(what)}: ${without}`);
  return [
    `### Waiting for approval\n\nThis app asks for more than the organization has approved. An owner can [review the request](${awaited.url}). Until it is approved:\n\n${lines.join('\n')}`,
  ];
}

interface Section {
  readonly title: string;
  readonly findings: readonly Finding[];
  readonly disputes: readonly Dispute[];
}

function sectionText(standard: Standard, { title, findings, disputes }: Section): string {
  const gaps = findings.filter(isGap).length;
  const applying = findings.filter(({ status }) => status !== 'not-applicable');
  const head = `**${title}** of the CIM Module Production Readiness Standards: ${gaps === 0 ? 'no gap left' : `${counted(gaps, 'gap')} left`}. This app checks a box when the default branch meets its criterion, and closes this issue when no gap is left.`;
  return joinWithinLimit([head, ...applying.map(each => disputedText(standard, each, disputes))], { limit: LIMIT });
}

/** The finding, and what people say against it. */
function disputedText(standard: Standard, finding: Finding, disputes: readonly Dispute[]): string {
  const own = disputes.filter(({ criterion }) => criterion === finding.criterion);
  return [findingText(standard, finding), ...own.map(each => `  - ${disputeText(each)}`)].join('\n');
}

function findingText(standard: Standard, finding: Finding): string {
  const { criterion, status, waiver } = finding;
  const name = `**${criterionMarkdown(standard, criterion).title}** (${code(criterion)}${finding.severity === 'should' ? ', `should`' : ''})`;
  if (status === 'met') return taskLine({ done: true, words: name });
  if (waiver)
    return taskLine({ done: true, words: `${name}: waived until ${waiver.until}, ${prose(clip(waiver.reason, 300))}` });
  const message = prose(clip(finding.message, 600));
  if (status === 'unknown') return taskLine({ done: false, words: `${name}: unknown: ${message}` });
  const of = standard.criterion(criterion);
  const shown = finding.evidence
    .slice(0, SHOWN)
    .map(each => `  - ${placeMarkdown(each)}${prose(clip(each.message, 400))}`);
  const more = finding.count - shown.length;
  return [
    taskLine({ done: false, words: `${name}: ${message}` }),
    ...shown,
    ...(more > 0 ? [`  - … and ${more} more`] : []),
    '',
    ...(of ? [`  *Why:* ${of.rationale}`, '', `  *How to fix:* ${of.remediation.replaceAll('\n', '\n  ')}`] : []),
  ].join('\n');
}
