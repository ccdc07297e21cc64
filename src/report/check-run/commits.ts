/** The check-run `CIM commits`: the commits of a pull request, and its title where it is squashed. */

import type { JudgedCommits } from '../../facts/commits/commit-check.js';
import type { Enforcement } from '../../policy/policy.js';
import { counted } from '../../standard/criterion.js';
import { firstCommitsMarkdown } from '../commits.js';
import { clip, code, prose } from '../escape.js';
import type { CheckRunReport } from './readiness.js';
import { fitting } from './size-limit.js';

/** A pull request's title, judged as the header of the commit that squashing makes of it. */
export interface JudgedTitle {
  readonly title: string;
  /** What is wrong with it; absent where nothing is. */
  readonly wrong?: string;
  readonly corrected?: string;
}

export interface CommitsMatter extends JudgedCommits {
  /** Absent where squash merging is off, or there is no pull request. */
  readonly title?: JudgedTitle;
  /** Why not all commits could be judged, where they could not. */
  readonly partial?: string;
  readonly enforcement: Enforcement;
}

/** So many rows fit into a check-run, however long their headers. */
const SHOWN = 60;

/** Words the judgement as a check-run. */
export function commitsCheckRunOf({ title, enforcement, ...commits }: CommitsMatter): CheckRunReport {
  const { unconventional, judged, partial } = commits;
  const wrong = unconventional.length + (title?.wrong === undefined ? 0 : 1);
  const passed = partial === undefined ? 'success' : 'neutral';
  return {
    conclusion: wrong === 0 ? passed : enforcement === 'report' ? 'neutral' : 'failure',
    title: titleOf(unconventional.length, judged, title),
    summary: fitting([
      firstCommitsMarkdown({ range: 'of this change', ...commits }, SHOWN).trimEnd(),
      ...(partial === undefined ? [] : [prose(`Not all commits were judged: ${partial}.`)]),
      ...(title ? [titleSection(title)] : []),
      ...(wrong === 0 ? [] : [HOW_TO_FIX]),
    ]),
    annotations: [],
    actions: [],
  };
}

function titleOf(wrong: number, judged: number, title: JudgedTitle | undefined): string {
  const parts = [
    wrong > 0
      ? `${wrong} of ${counted(judged, 'commit')} not conventional`
      : `${counted(judged, 'commit')}, ${judged === 1 ? 'conventional' : 'all conventional'}`,
    ...(title?.wrong === undefined ? [] : ['nor is the title']),
  ];
  return parts.join(' · ');
}

function titleSection({ title, wrong, corrected }: JudgedTitle): string {
  const shown = code(clip(title, 200));
  if (wrong === undefined)
    return `The title ${shown} is a Conventional Commit: squashing makes it the commit's header.`;
  const instead = corrected === undefined ? '' : ` Instead: ${code(clip(corrected, 200))}`;
  return `**The title ${shown}**, which squashing makes the commit's header: it ${prose(wrong)}.${instead}`;
}

const HOW_TO_FIX =
  '*How to fix:* `git rebase -i` and *reword* the commits named above, then push with `--force-with-lease`; edit the title at the top of the pull request. The form is `type(scope): description`: https://www.conventionalcommits.org/en/v1.0.0/';
