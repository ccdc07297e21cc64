import { LEAST_APPROVALS, summarizeProtection } from '../../facts/branch-protection.js';
import { counted, criterion, metOrUnmet } from '../criterion.js';

export const protectedMain = criterion({
  id: 'protected-main',
  title: 'The default branch is protected',
  severity: 'must',
  kind: 'automatic',
  thresholds: { leastApprovals: LEAST_APPROVALS },
  rationale:
    'Everything that reaches the default branch reaches every module that depends on this one. Protection keeps unreviewed and untested changes out, and keeps commits from disappearing.',
  looksAt:
    'The rules in force on the default branch, from rulesets and classic branch protection together, as GitHub applies them: a pull request with at least one approval, required status checks, no force push, and no deletion.',
  looksNotAt: 'Who can bypass the rules. If GitHub does not let this app read the rules, they are unknown, not absent.',
  remediation:
    'On GitHub, open *Settings → Rules → Rulesets → New branch ruleset*, target the default branch, and set it to *Active*. Select *Restrict deletions*, *Block force pushes*, *Require a pull request before merging* with 1 required approval, and *Require status checks to pass* with the checks of your workflows.',
  example: {
    met: 'A ruleset *main* that requires a pull request with one approval and the check `test`, and blocks force pushes and deletions.',
    unmet: 'A ruleset that only blocks deletions: anyone with write access can push anything.',
  },
  needs: ['protection'],
  check: ({ protection }) => {
    const { inForce, missing } = summarizeProtection(protection);
    const rules = inForce.length === 0 ? 'no rule is in force' : `in force: ${inForce.join('; ')}`;
    return metOrUnmet({
      problems: missing.map(({ rule, message }) => ({ kind: 'missing-rule', subject: rule, message })),
      met: rules,
      unmet: `${counted(missing.length, 'rule')} missing; ${rules}`,
    });
  },
});
