import { firstParentLine } from '../../facts/commits/commit-graph.js';
import { readMessage } from '../../facts/commits/commit-message.js';
import { type Baseline, LAST_COMMITS } from '../../facts/releases/baseline.js';
import type { History } from '../../snapshot/history.js';
import { type Context, counted, criterion, type Outcome, unknown, metOrUnmet } from '../criterion.js';
import { moduleBaseline } from '../shared/module-releases.js';
import { commitLink } from './conventional-commits.js';

function judge(history: History, { commits, words, partial }: Baseline, { subject }: Context): Outcome {
  const since = new Set(commits.map(({ sha }) => sha));
  // Merges into the branch of a pull request are not on the default branch's line.
  const line = firstParentLine(history, subject.base).filter(({ sha }) => since.has(sha));
  const problems = line
    .filter(({ parents }) => parents.length > 1)
    .map(({ sha, message }) => ({
      kind: 'merge-commit',
      subject: sha,
      message: `commit ${sha.slice(0, 7)} is a merge: rebase or squash instead`,
      excerpt: readMessage(message).header.slice(0, 120),
      ...commitLink(subject, sha),
    }));
  if (problems.length === 0 && partial !== undefined)
    return unknown(`no merge found, but not all commits were read: ${partial}`);
  return metOrUnmet({
    problems,
    met: `no merge on the first-parent line, ${counted(line.length, 'commit')} ${words}`,
    unmet: `${counted(problems.length, 'merge')} on the first-parent line ${words}`,
  });
}

export const linearHistory = criterion({
  id: 'linear-history',
  title: 'The default branch has a linear history',
  severity: 'must',
  kind: 'automatic',
  thresholds: { commitsWithoutBaseline: LAST_COMMITS },
  rationale:
    'Without merges, each commit of the default branch is one reviewed change that can be bisected, reverted, and released by itself.',
  looksAt:
    "The first-parent line from the assessed commit down to the baseline (the policy's `since`, else the newest release that HEAD descends from, else the last 100 commits): no commit on the line has two parents.",
  looksNotAt: 'Merges on side branches, and merges before the baseline.',
  remediation:
    "In the repository's settings, allow squash or rebase merging and turn merge commits off (*Settings → General → Pull Requests*). Require a linear history in the default branch's ruleset. Use `git pull --rebase`. Existing merges stay: set `since:` in `.github/cim.yml` to a later commit, or make a release, because the next tag is the next baseline.",
  example: {
    met: '```\n* feat: weigh parcels\n* fix: round weights up\n```',
    unmet: "```\n*   Merge branch 'weigh'\n|\\\n| * feat: weigh parcels\n```",
  },
  needs: ['history'],
  wants: ['tags', 'files'],
  check: ({ history, tags, files }, context) => {
    const baseline = moduleBaseline(history, tags, files, context);
    return baseline.read
      ? judge(history, baseline.value, context)
      : unknown(`the commits to check are unknown: ${baseline.reason}`);
  },
});
