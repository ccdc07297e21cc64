/** Answers to commands, as comments on GitHub. */
import { type Assessment, blocks, type Finding, isGap, summarise } from '../assess/assessment.js';
import { type Comparison, improves, worsens } from '../assess/compare.js';
import type { Standard } from '../standard/standard.js';
import { suggest } from '../text/suggest.js';
import { clip, code, prose } from './escape.js';
import { criterionOf, percent, placeOf } from './phrases.js';

/** GitHub: a comment holds at most this many characters. */
export const COMMENT_LIMIT = 65_536;
const SHOWN = 15;

/** The commands, as a table. */
export function commandHelp(
  commands: readonly { readonly usage: string; readonly does: string; readonly right: string }[],
): string {
  const rows = commands.map(({ usage, does, right }) => `| ${code(`/cim ${usage}`)} | ${does} | ${WHO[right]} |`);
  return [
    'A command stands on a line of its own.',
    '',
    '| Command | What it does | Who |',
    '|---|---|---|',
    ...rows,
  ].join('\n');
}

const WHO: Readonly<Record<string, string>> = {
  anyone: 'anyone',
  write: 'who can write here',
  maintain: 'who can maintain this repository',
  'write or author': "who can write here, and the pull request's author",
};

/** How ready a module is, by an assessment; without one, how to come by one. */
export function statusAnswer(assessment: Assessment | undefined, standard: Standard): string {
  if (!assessment) return 'Not assessed yet. Comment `/cim reassess` to have it assessed now.';
  const gaps = assessment.findings.filter(isGap);
  const parts = [headline(assessment)];
  if (gaps.length > 0) parts.push(gapList(gaps, standard));
  return parts.join('\n\n');
}

/**
 * What an assessment made again says.
 * @param comparison with the last assessment of the same commit; absent where there was none
 * @param ids the criteria that were asked about; none is all
 */
export function reassessedAnswer(
  assessment: Assessment,
  comparison: Comparison | undefined,
  ids: readonly string[],
  standard: Standard,
): string {
  const parts = [headline(assessment)];
  const changes = comparison?.changes ?? [];
  const worse = changes.filter(worsens);
  const better = changes.filter(improves);
  if (!comparison) parts.push('This commit was not assessed before.');
  else if (changes.length === 0) parts.push('Nothing changed since the last time.');
  if (worse.length > 0) parts.push(`**Worse:** ${worse.map(({ finding }) => nameOf(finding, standard)).join(', ')}`);
  if (better.length > 0) parts.push(`**Better:** ${better.map(({ finding }) => nameOf(finding, standard)).join(', ')}`);
  const asked = assessment.findings.filter(({ criterion }) => ids.includes(criterion));
  if (asked.length > 0) parts.push(asked.map(each => findingItem(each, standard)).join('\n'));
  return clip(parts.join('\n\n'), COMMENT_LIMIT);
}

/** There is no criterion of this name. */
export function noSuchCriterion(name: string, { criterionIds }: Standard): string {
  if (name === '') return 'Name a criterion, as in `/cim explain readme`.';
  const near = suggest(name, criterionIds);
  return `There is no criterion ${code(clip(name, 80))}${near === undefined ? '' : `; did you mean ${code(near)}?`}.`;
}

/** There is no command of this name. */
export function noSuchCommand(name: string, commands: readonly string[]): string {
  const near = suggest(name, commands);
  const hint =
    near === undefined ? 'comment `/cim help` to see what there is' : `did you mean ${code(`/cim ${near}`)}?`;
  return `There is no command ${code(clip(name, 80))}; ${hint}`;
}

/** A person may not give a command: what is needed. */
export function notAllowed(name: string, right: string): string {
  return `${code(`/cim ${name}`)} needs ${NEEDED[right] ?? right}.`;
}

const NEEDED: Readonly<Record<string, string>> = {
  write: 'write access to this repository',
  'write or author': 'write access here, or to be the author',
  maintain: 'the right to maintain this repository',
};

/** A command that could not be done. */
export function couldNot(name: string, reason: string): string {
  return `${code(`/cim ${name}`)} could not be done: ${prose(reason)}`;
}

/** The answers to the commands of one comment, in one comment. */
export function answerTo(answers: readonly { readonly line: string; readonly answer: string }[]): string {
  const texts = answers.map(({ line, answer }) =>
    answers.length === 1 ? answer : `> ${code(clip(line, 200))}\n\n${answer}`,
  );
  return clip(texts.join('\n\n'), COMMENT_LIMIT);
}

function headline({ findings, subject }: Assessment): string {
  const { met, unmet, unknown, readiness } = summarise(findings);
  const gaps = findings.filter(blocks).length;
  const words = gaps === 0 ? 'nothing blocks' : gaps === 1 ? 'one criterion blocks' : `${gaps} criteria block`;
  const sha = code(subject.sha.slice(0, 7));
  return `**${percent(readiness)} ready**, ${words} (${sha}: ${met} met, ${unmet} unmet, ${unknown} not decided).`;
}

function gapList(gaps: readonly Finding[], standard: Standard): string {
  const shown = gaps.slice(0, SHOWN).map(gap => findingItem(gap, standard));
  return [...shown, ...(gaps.length > SHOWN ? [`- … and ${gaps.length - SHOWN} more`] : [])].join('\n');
}

function findingItem(finding: Finding, standard: Standard): string {
  const [first] = finding.evidence;
  const place = first && finding.status === 'unmet' ? placeOf(first) : '';
  return `- ${finding.status === 'met' ? '✓' : '✗'} ${nameOf(finding, standard)}: ${place}${prose(clip(finding.message, 300))}`;
}

function nameOf({ criterion }: Finding, standard: Standard): string {
  return `${criterionOf(standard, criterion).title} (${code(criterion)})`;
}
