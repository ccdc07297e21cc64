/** The check run `CIM commits`: the commits of a pull request, and its title if merging squashes them. */

import type { CheckedCommits } from '../../facts/commits/commit-check.js';
import type { Enforcement } from '../../policy/policy.js';
import { counted } from '../../standard/criterion.js';
import { firstCommitsMarkdown } from '../commits.js';
import { clip, code, prose } from '../escape.js';
import type { CheckRunReport } from './report.js';
import { joinWithinLimit } from './size-limit.js';

/** The title of a pull request, checked as the header of the commit that merging makes of it. */
export interface JudgedTitle {
  readonly title: string;
  /** What is wrong with the title. Absent if nothing is. */
  readonly wrong?: string;
  readonly corrected?: string;
}

export interface CommitsInput extends CheckedCommits {
  /** Absent if the title does not become the header of a commit. */
  readonly title?: JudgedTitle;
  /** Whether the commits land as they are. Otherwise they are advice. */
  readonly commitsLand: boolean;
  /** Why some commits could not be checked. Absent if all were. */
  readonly partial?: string;
  readonly enforcement: Enforcement;
}

/** The most rows that fit into a check run with the longest headers. */
const SHOWN = 60;

/** The check run for commits. */
export function commitsCheckRun({ title, commitsLand, enforcement, ...commits }: CommitsInput): CheckRunReport {
  const { unconventional, judged, partial } = commits;
  const wrong = (commitsLand ? unconventional.length : 0) + (title?.wrong === undefined ? 0 : 1);
  // A commit that was not checked can hide anything.
  const isChecked = partial === undefined || !commitsLand;
  return {
    conclusion: wrong === 0 && isChecked ? 'success' : enforcement === 'report' ? 'neutral' : 'failure',
    title: commitsLand ? titleOf(unconventional.length, judged, title, isChecked) : squashTitleOf(title),
    summary: joinWithinLimit([
      firstCommitsMarkdown({ range: 'of this change', ...commits }, SHOWN).trimEnd(),
      ...(partial === undefined ? [] : [prose(`Not all commits were checked: ${partial}.`)]),
      ...(title ? [titleSection(title)] : []),
      ...(commitsLand ? [] : [ADVICE]),
      ...(wrong === 0 ? [] : [HOW_TO_FIX]),
    ]),
    annotations: [],
    actions: [],
  };
}

function titleOf(wrong: number, judged: number, title: JudgedTitle | undefined, isChecked: boolean): string {
  const parts = [
    wrong > 0
      ? `${wrong} of ${counted(judged, 'commit')} not conventional`
      : `${counted(judged, 'commit')}, ${judged === 1 ? 'conventional' : 'all conventional'}`,
    ...(isChecked ? [] : ['not all commits checked']),
    ...(title?.wrong === undefined ? [] : ['title not conventional']),
  ];
  return parts.join(' · ');
}

function squashTitleOf(title: JudgedTitle | undefined): string {
  return title?.wrong === undefined ? 'The title is conventional' : 'The title is not conventional';
}

function titleSection({ title, wrong, corrected }: JudgedTitle): string {
  const shown = code(clip(title, 200));
  if (wrong === undefined)
    return `The title ${shown} is a valid Conventional Commits header. Merging makes it the header of a commit.`;
  const instead = corrected === undefined ? '' : ` Corrected: ${code(clip(corrected, 200))}`;
  return `**The title ${shown}** ${prose(wrong)}. Merging makes it the header of a commit.${instead}`;
}

const ADVICE =
  'This repository only squashes, so only the title lands. The messages of the commits above are advice and block nothing.';

const HOW_TO_FIX =
  '*How to fix:* reword the commits above with `git rebase -i`, then push with `--force-with-lease`. Edit the title at the top of the pull request. A header has the form `type(scope): description`: https://www.conventionalcommits.org/en/v1.0.0/';
