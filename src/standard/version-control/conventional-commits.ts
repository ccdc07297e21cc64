import { checkCommits, type Unconventional } from '../../facts/commits/commit-check.js';
import { type Baseline, LAST_COMMITS } from '../../facts/releases/baseline.js';
import type { Subject } from '../../snapshot/snapshot.js';
import { type Context, counted, criterion, met, type Outcome, type Problem, unknown, unmet } from '../criterion.js';
import { moduleBaseline } from '../shared/module-releases.js';

const HEADER_LIMIT = 120;

/** The page of a commit on GitHub, if the repository is known. */
export function commitLink({ owner, repo }: Subject, sha: string): { readonly url?: string } {
  return owner && repo ? { url: `https://github.com/${owner}/${repo}/commit/${sha}` } : {};
}

function problemOf({ sha, header, wrong, corrected }: Unconventional, subject: Subject): Problem {
  const instead = corrected === undefined ? '' : `; for example \`${clipped(corrected)}\``;
  return {
    kind: 'unconventional-commit',
    subject: sha,
    message: `commit ${sha.slice(0, 7)} ${wrong}${instead}`,
    excerpt: clipped(header),
    ...commitLink(subject, sha),
  };
}

function clipped(text: string): string {
  return text.length > HEADER_LIMIT ? `${text.slice(0, HEADER_LIMIT - 1).trimEnd()}…` : text;
}

function judge({ commits, words, partial }: Baseline, { subject, policy }: Context): Outcome {
  const { judged, aside, unconventional } = checkCommits(commits, policy.commitTypes);
  const left = aside === 0 ? '' : `; ${aside} of Git's own merges and reverts not checked`;
  if (unconventional.length === 0) {
    if (partial !== undefined)
      return unknown(`the ${judged} newest commits are conventional, but not all were read: ${partial}`);
    if (judged === 0) return met(`there is no commit ${words} to check${left}`);
    return met(
      `${judged === 1 ? 'the one commit' : `all ${judged} commits`} ${words} ${judged === 1 ? 'is' : 'are'} conventional${left}`,
    );
  }
  const problems = unconventional.map(each => problemOf(each, subject));
  const verb = unconventional.length === 1 ? 'is' : 'are';
  return unmet(
    `${unconventional.length} of ${counted(judged, 'commit')} ${words} ${verb} not conventional${left}`,
    problems,
  );
}

export const conventionalCommits = criterion({
  id: 'conventional-commits',
  title: 'Commits follow Conventional Commits',
  severity: 'must',
  kind: 'automatic',
  thresholds: { commitsWithoutBaseline: LAST_COMMITS },
  rationale:
    'If each message says in one known form what the commit does, people and programs can derive the next version and the changelog from history.',
  looksAt:
    "Every commit since the baseline (the policy's `since`, else the newest release that HEAD descends from, else the last 100 commits). Its message must parse as Conventional Commits 1.0, with one of the types build, chore, ci, docs, feat, fix, perf, refactor, revert, style, test, or one that the policy adds.",
  looksNotAt:
    'Merges with Git\'s own `Merge …` header and Git\'s own reverts (`Revert "…"`). If the author is a bot, only the header is checked. Upper and lower case, lengths, and older commits do not matter.',
  remediation:
    'Write each header as `type(scope): description`, with `!` before the colon for a breaking change, and one blank line before the body. Reword commits that are not on a shared branch yet: `git rebase -i BASELINE`, then `reword`. Leave those on the default branch as they are, and prevent new ones (commitlint or `cim-readiness commits` in a hook, squash merging with a conventional title). Then set `since:` in `.github/cim.yml` to the commit from which the convention holds, or release: the next tag is the next baseline.',
  example: {
    met: '```\nfeat(parcel): weigh a parcel before it is sealed\n```',
    unmet: '```\nUpdated some stuff\n```',
  },
  needs: ['history'],
  wants: ['tags', 'files'],
  check: ({ history, tags, files }, context) => {
    const baseline = moduleBaseline(history, tags, files, context);
    return baseline.read
      ? judge(baseline.value, context)
      : unknown(`the commits to check are unknown: ${baseline.reason}`);
  },
});
