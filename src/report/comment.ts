/** Answers to `/cim` commands, as comments on GitHub. */
import { type Assessment, blocks, type Finding, isGap, summarize } from '../assess/assessment.js';
import { type Comparison, improves, worsens } from '../assess/compare.js';
import { counted } from '../standard/criterion.js';
import type { Dispute } from '../fleet/disputes.js';
import type { Standard } from '../standard/standard.js';
import { suggest } from '../text/suggest.js';
import { disputeList } from './disputes.js';
import { clip, code, prose } from './escape.js';
import { criterionMarkdown, percent, placeMarkdown } from './phrases.js';

/** GitHub's limit for a comment, in characters. */
export const COMMENT_LIMIT = 65_536;
const SHOWN = 15;

/** A table of the commands. */
export function commandHelp(
  commands: readonly { readonly usage: string; readonly does: string; readonly right: string }[],
): string {
  const rows = commands.map(({ usage, does, right }) => `| ${code(`/cim ${usage}`)} | ${does} | ${WHO[right]} |`);
  return [
    'Write each command on a line of its own.',
    '',
    '| Command | What it does | Who |',
    '|---|---|---|',
    ...rows,
  ].join('\n');
}

const WHO: Readonly<Record<string, string>> = {
  anyone: 'anyone',
  write: 'anyone with write access',
  maintain: 'anyone with maintain access',
  'write or author': 'anyone with write access, and the author of the pull request',
  reviewer: 'reviewers of the standard',
  'maintain or reviewer': 'anyone with maintain access, and reviewers of the standard',
};

/** A module as it was assessed. */
export interface AssessedModule {
  /** The package, if several of the repository are assessed. */
  readonly name?: string;
  readonly assessment: Assessment;
  /** What people say against its verdicts. */
  readonly disputes?: readonly Dispute[];
}

/** The readiness of each module. If none was ever assessed: how to assess it. */
export function statusAnswer(modules: readonly AssessedModule[], standard: Standard): string {
  if (modules.length === 0) return 'Not assessed yet. To assess it now, comment `/cim reassess`.';
  const texts = modules.map(module => {
    const gaps = module.assessment.findings.filter(isGap);
    const { disputes = [] } = module;
    return [
      headline(module),
      ...(gaps.length > 0 ? [gapList(gaps, standard)] : []),
      ...(disputes.length > 0 ? [`**Disputed verdicts:**\n\n${disputeList(disputes)}`] : []),
    ].join('\n\n');
  });
  return clip(texts.join('\n\n'), COMMENT_LIMIT);
}

/** A module that was reassessed. */
export interface ReassessedModule extends AssessedModule {
  /** With the last assessment of the same commit; absent if there was none. */
  readonly comparison?: Comparison;
}

/** The answer to `/cim reassess`. @param ids the criteria that the command names; empty for all */
export function reassessedAnswer(
  modules: readonly ReassessedModule[],
  ids: readonly string[],
  standard: Standard,
): string {
  const texts = modules.map(module => reassessedText(module, ids, standard));
  return clip(texts.join('\n\n'), COMMENT_LIMIT);
}

function reassessedText(module: ReassessedModule, ids: readonly string[], standard: Standard): string {
  const { assessment, comparison } = module;
  const parts = [headline(module)];
  const changes = comparison?.changes ?? [];
  const worse = changes.filter(worsens);
  const better = changes.filter(improves);
  if (!comparison) parts.push('This commit was not assessed before.');
  else if (changes.length === 0) parts.push('Nothing changed since the last assessment.');
  if (worse.length > 0) parts.push(`**Worse:** ${worse.map(({ finding }) => nameOf(finding, standard)).join(', ')}`);
  if (better.length > 0)
    parts.push(`**Improved:** ${better.map(({ finding }) => nameOf(finding, standard)).join(', ')}`);
  const undecided = changes.filter(({ kind }) => kind === 'undecided');
  if (undecided.length > 0)
    parts.push(`**No longer decided:** ${undecided.map(({ finding }) => nameOf(finding, standard)).join(', ')}`);
  const asked = assessment.findings.filter(({ criterion }) => ids.includes(criterion));
  if (asked.length > 0) parts.push(asked.map(each => findingItem(each, standard)).join('\n'));
  return parts.join('\n\n');
}

/** The answer if no criterion has this ID. */
export function noSuchCriterion(name: string, { criterionIds }: Standard): string {
  if (name === '') return 'Give the ID of a criterion, as in `/cim explain readme`.';
  const near = suggest(name, criterionIds);
  return `There is no criterion ${code(clip(name, 80))}${near === undefined ? '' : `; did you mean ${code(near)}?`}.`;
}

/** The answer if no command has this name. */
export function noSuchCommand(name: string, commands: readonly string[]): string {
  const near = suggest(name, commands);
  const hint = near === undefined ? '`/cim help` lists the commands' : `did you mean ${code(`/cim ${near}`)}?`;
  return `There is no command ${code(clip(name, 80))}; ${hint}`;
}

/** The answer to a person without the right for a command: what it requires. */
export function notAllowed(name: string, right: string): string {
  return `${code(`/cim ${name}`)} requires ${REQUIRED[right] ?? right}.`;
}

const REQUIRED: Readonly<Record<string, string>> = {
  write: 'write access to this repository',
  'write or author': 'write access to this repository, or being the author of the pull request',
  maintain: 'maintain access to this repository',
  reviewer: 'being a reviewer of the standard, as the policy of the organization names them',
  'maintain or reviewer':
    'maintain access to this repository, or being a reviewer of the standard, as the policy of the organization names them',
};

/** The answer to a command that failed. */
export function commandFailed(name: string, reason: string): string {
  return `${code(`/cim ${name}`)} failed: ${prose(reason)}`;
}

/** The answers to the commands of one comment, in one comment. */
export function answerTo(answers: readonly { readonly line: string; readonly answer: string }[]): string {
  const texts = answers.map(({ line, answer }) =>
    answers.length === 1 ? answer : `> ${code(clip(line, 200))}\n\n${answer}`,
  );
  return clip(texts.join('\n\n'), COMMENT_LIMIT);
}

function headline({ name, assessment: { findings, subject } }: AssessedModule): string {
  const { met, unmet, unknown, readiness } = summarize(findings);
  const gaps = findings.filter(blocks).length;
  const words = gaps === 0 ? 'no blocking gaps' : counted(gaps, 'blocking gap');
  const sha = code(subject.sha.slice(0, 7));
  return `${name === undefined ? '' : `${code(name)}: `}**${percent(readiness)} ready**, ${words} (${sha}: ${met} met, ${unmet} unmet, ${unknown} unknown).`;
}

function gapList(gaps: readonly Finding[], standard: Standard): string {
  const shown = gaps.slice(0, SHOWN).map(gap => findingItem(gap, standard));
  return [...shown, ...(gaps.length > SHOWN ? [`- … and ${gaps.length - SHOWN} more`] : [])].join('\n');
}

function findingItem(finding: Finding, standard: Standard): string {
  const [first] = finding.evidence;
  const place = first && finding.status === 'unmet' ? placeMarkdown(first) : '';
  return `- ${finding.status === 'met' ? '✓' : '✗'} ${nameOf(finding, standard)}: ${place}${prose(clip(finding.message, 300))}`;
}

function nameOf({ criterion }: Finding, standard: Standard): string {
  return `${criterionMarkdown(standard, criterion).title} (${code(criterion)})`;
}
