/** The summary of `CIM readiness`: what this change does, the sections, the gaps, and what is unknown. Each thing is said once. */
import { type Assessment, blocks, type Finding, isGap, summarize } from '../../assess/assessment.js';
import { type Change, type Comparison, improves, worsens } from '../../assess/compare.js';
import { counted, type Evidence } from '../../standard/criterion.js';
import type { Standard } from '../../standard/standard.js';
import { type Addresses, criteriaPage, criterionPage, linkedPlace } from '../addresses.js';
import { clip, code, prose } from '../escape.js';
import { criterionMarkdown, criterionTexts, ownMark } from '../phrases.js';
import { xmlText } from '../xml.js';
import { joinWithinLimit } from './size-limit.js';

/** What the summary is about. */
export interface Summarized {
  readonly standard: Standard;
  readonly assessment: Assessment;
  /** With the merge base, or with the branch before the push. Absent if there is nothing to compare with. */
  readonly comparison?: Comparison;
  /** Problems of the policy file. */
  readonly policyProblems?: readonly Evidence[];
  /** What this change does to how it is assessed itself, which counts after the merge. */
  readonly deferred?: readonly string[];
  /** Which packages are assessed, if that is not obvious. */
  readonly scope?: string;
  readonly addresses: Addresses;
  /** The longest summary, in bytes; default: GitHub's limit. */
  readonly limit?: number;
}

/** The longest sentence, in characters; longer ones are clipped so that one block never fills the summary. */
const SENTENCE_LIMIT = 600;
/** The most places shown for one finding. */
const SHOWN = 10;

/** The summary, as Markdown within GitHub's limit. */
export function checkRunSummary(summarized: Summarized): string {
  const { assessment, comparison, addresses, scope, limit } = summarized;
  const changes = comparison?.changes ?? [];
  const told = new Set(
    changes.filter(change => worsens(change) || change.kind === 'undecided').map(({ criterion }) => criterion),
  );
  const rest = assessment.findings.filter(({ criterion }) => !told.has(criterion));
  return joinWithinLimit(
    [
      ...policySection(summarized),
      ...(comparison ? changeSection(summarized, comparison) : []),
      ...deferredSection(summarized),
      sectionTable(summarized),
      ...(scope === undefined ? [] : [prose(scope)]),
      ...gapSection(summarized, rest.filter(isGap)),
      ...unknownSection(
        summarized,
        rest.filter(({ status }) => status === 'unknown'),
      ),
      ...announcedSection(summarized),
    ],
    {
      ...(limit === undefined ? {} : { limit }),
      cut: `*Shortened: GitHub shows at most 65,535 characters. To list the gaps, comment \`/cim status\`. [Each criterion has a page](${criteriaPage(summarized.standard, addresses)}) that says how to meet it.*`,
    },
  );
}

/** The sections that concern the repository, for the check run of several modules. */
export function repositorySections(summarized: Summarized): string[] {
  return [...policySection(summarized), ...deferredSection(summarized)];
}

function policySection(summarized: Summarized): string[] {
  const { policyProblems: problems = [] } = summarized;
  if (problems.length === 0) return [];
  return ['### Problems in the policy file', list(problems.map(problem => placed(summarized, problem)))];
}

function changeSection(summarized: Summarized, { changes }: Comparison): string[] {
  const worse = changes.filter(worsens);
  const better = changes.filter(improves);
  const undecided = changes.filter(({ kind }) => kind === 'undecided');
  const out = ['### What this change does', ...worse.map(change => worsened(summarized, change))];
  if (better.length > 0)
    out.push(`**Improved:** ${better.map(({ finding }) => nameOf(summarized, finding)).join(', ')}`);
  if (undecided.length > 0)
    out.push(
      `**No longer decided:**\n\n${list(undecided.map(({ finding }) => `${nameOf(summarized, finding)}: ${sentence(finding.message)}`))}`,
    );
  if (changes.length === 0) out.push('No criterion improved or got worse.');
  else if (worse.length === 0 && undecided.length === 0) out.push('No criterion got worse.');
  return out;
}

function worsened(summarized: Summarized, { finding, added, kind }: Change): string {
  const words = kind === 'opened' ? 'no longer met' : counted(added.length, 'more problem');
  const fresh = new Set(added);
  const older = finding.evidence.filter(each => !fresh.has(each));
  return [
    `**Worse: ${nameOf(summarized, finding)}**, ${words}. ${sentence(finding.message)}`,
    ...places(summarized, added),
    remedy(summarized, finding),
    ...(older.length > 0
      ? [folded(counted(older.length, 'older problem'), places(summarized, older, finding.count - added.length))]
      : []),
  ].join('\n\n');
}

function deferredSection({ deferred = [] }: Summarized): string[] {
  if (deferred.length === 0) return [];
  return [
    '### Counts after the merge',
    `This change is assessed as its merge base says. It also changes:\n\n${list(deferred.map(prose))}`,
  ];
}

function sectionTable({ standard, assessment: { findings } }: Summarized): string {
  const rows = standard.sections.flatMap(section => {
    const own = findings.filter(finding => finding.section === section.id);
    const { met, unmet, unknown, notApplicable } = summarize(own);
    return own.length > 0 ? [`| ${section.title} | ${met} | ${unmet} | ${unknown} | ${notApplicable} |`] : [];
  });
  return ['### Sections', '', '| | met | unmet | unknown | n/a |', '|---|---:|---:|---:|---:|', ...rows].join('\n');
}

/** The gaps; those that were there before this change are folded. */
function gapSection(summarized: Summarized, gaps: readonly Finding[]): string[] {
  const isOld = summarized.comparison !== undefined;
  const section = (title: string, of: readonly Finding[]) =>
    of.length === 0
      ? []
      : [`### ${title}${isOld ? ' that were there before' : ''}`, ...of.map(each => gapText(summarized, each, isOld))];
  return [
    ...section('Blocking gaps', gaps.filter(blocks)),
    ...section(
      'Other gaps',
      gaps.filter(gap => !blocks(gap)),
    ),
  ];
}

function gapText(summarized: Summarized, gap: Finding, isOld: boolean): string {
  const details = [...places(summarized, gap.evidence, gap.count), remedy(summarized, gap)];
  if (!isOld) return [`**${nameOf(summarized, gap)}** ${sentence(gap.message)}`, ...details].join('\n\n');
  return folded(htmlNameOf(summarized, gap), [sentence(gap.message), ...details]);
}

/** What is unknown; criteria with the same cause stand together. */
function unknownSection(summarized: Summarized, unknown: readonly Finding[]): string[] {
  if (unknown.length === 0) return [];
  const byCause = new Map<string, Finding[]>();
  for (const finding of unknown) {
    const cause = isAwaitingAttestation(finding) ? NOT_ATTESTED : sentence(finding.cause ?? finding.message);
    byCause.set(cause, [...(byCause.get(cause) ?? []), finding]);
  }
  return [
    '### Unknown',
    ...[...byCause].map(([cause, findings]) =>
      list([`${findings.map(each => nameOf(summarized, each)).join(', ')}: ${cause}`]),
    ),
  ];
}

const NOT_ATTESTED = 'not attested yet. To attest a criterion, comment `/cim attest CRITERION with LINK: STATEMENT`.';

function isAwaitingAttestation({ kind, status, attestation }: Finding): boolean {
  return kind === 'attested' && status === 'unknown' && attestation === null;
}

/** Criteria that count nowhere yet. */
function announcedSection(summarized: Summarized): string[] {
  const { announced = [] } = summarized.assessment;
  if (announced.length === 0) return [];
  const items = announced.map(each => `${nameOf(summarized, each)}: ${each.status}; ${sentence(each.message)}`);
  return ['### Announced by the organization', list(items)];
}

/** The places of problems as a list, or nothing. */
function places(summarized: Summarized, evidence: readonly Evidence[], count = evidence.length): string[] {
  const shown = evidence.slice(0, SHOWN).map(each => placed(summarized, each));
  const more = count - shown.length;
  const items = more > 0 ? [...shown, `… and ${more} more`] : shown;
  return items.length === 0 ? [] : [list(items)];
}

function placed({ assessment: { subject }, addresses }: Summarized, evidence: Evidence): string {
  return `${linkedPlace(evidence, subject, addresses)}${sentence(evidence.message)}`;
}

function sentence(text: string): string {
  return prose(clip(text, SENTENCE_LIMIT));
}

function list(items: readonly string[]): string {
  return items.map(item => `- ${item}`).join('\n');
}

/** @param summary HTML in one line */
function folded(summary: string, parts: readonly string[]): string {
  return [`<details><summary>${summary}</summary>`, ...parts, '</details>'].join('\n\n');
}

/** The title of a criterion, linked to its page, and its ID. */
function nameOf({ standard, addresses, assessment }: Summarized, { criterion }: Finding): string {
  const { title } = criterionMarkdown(standard, criterion);
  const page = criterionPage(standard, criterion, assessment.subject.owner, addresses);
  return `${page === undefined ? title : `[${title}](${page})`} (${code(criterion)})${ownMark(standard, criterion)}`;
}

function htmlNameOf({ standard, addresses, assessment }: Summarized, { criterion }: Finding): string {
  const title = xmlText(criterionTexts(standard, criterion).title);
  const page = criterionPage(standard, criterion, assessment.subject.owner, addresses);
  const linked = page === undefined ? title : `<a href="${xmlText(page)}">${title}</a>`;
  return `${linked} (<code>${xmlText(criterion)}</code>)${ownMark(standard, criterion)}`;
}

function remedy({ standard }: Summarized, { criterion }: Finding): string {
  return `*How to fix:* ${criterionMarkdown(standard, criterion).remediation}`;
}
