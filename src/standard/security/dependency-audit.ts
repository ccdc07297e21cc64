import type { Package } from '../../cargo/model.js';
import { selectScope } from '../../cargo/scope.js';
import { AUTOMATIC, findRuns } from '../../facts/ci/ci-runs.js';
import type { Files } from '../../snapshot/files.js';
import type { Alert } from '../../snapshot/github.js';
import { counted, criterion, fromCi, met, notApplicable, type Problem, unknown, unmet } from '../criterion.js';
import { followRuns, resultsOfOtherApps } from '../shared/check-results.js';
import { moduleCi, runEvidence } from '../shared/ci-outcomes.js';
import { packagesInScope } from '../shared/scope.js';

const GRAVE: readonly Alert['severity'][] = ['high', 'critical', 'unrated'];

export const dependencyAudit = criterion({
  id: 'dependency-audit',
  title: 'Dependencies have no known vulnerabilities',
  severity: 'must',
  kind: 'automatic',
  rationale: 'Attackers try known vulnerabilities first. An update fixes them, once somebody knows that they exist.',
  looksAt:
    "GitHub's open alerts for the committed Cargo.lock: no alert is of severity high or critical, or without a rating. Or CI's audit step, if its job succeeded on this commit and a failure of the step would have failed the job.",
  looksNotAt:
    'Alerts of severity low and moderate. Without a Cargo.lock, or if GitHub was not read, the alerts are unknown.',
  remediation:
    'Update the dependency that the alert names (`cargo update -p NAME`), or replace it. Allow this app to read Dependabot alerts and turn them on (*Settings → Advanced Security*), or run `cargo audit` in CI.',
  example: { met: 'No open alert.', unmet: 'An open alert of severity high for `time` 0.1.' },
  needs: ['files'],
  wants: ['alerts', 'checks', 'repository'],
  check({ files, alerts, checks, repository }, context) {
    const asked = context.policy.module === undefined ? {} : { module: context.policy.module };
    const scope = selectScope(files, { ...asked, repo: context.subject.repo });
    if (scope.kind === 'no-crate') return notApplicable(scope.reason);
    const open = alerts.read ? alerts.value.dependencies : alerts;
    const lock = lockOf(files, packagesInScope(files, context));
    if (open.read && lock !== undefined) {
      const grave = open.value.filter(({ severity }) => GRAVE.includes(severity));
      if (grave.length === 0) return met('no open alert of severity high or critical, or without a rating');
      return unmet(
        `${counted(grave.length, 'open vulnerability', 'open vulnerabilities')} of severity high or above, or without a rating`,
        grave.map(alert => alertProblem(alert, lock)),
      );
    }
    const ci = moduleCi({ files, repository }, context);
    const { fitting } = findRuns(ci, 'security', AUTOMATIC, run => !run.does.includes('sast'));
    const results = checks.read ? resultsOfOtherApps(checks.value) : [];
    const { passed, failed, pending, proving } = followRuns(ci, fitting, results);
    if (passed.length > 0) return fromCi(met("CI's audit passed on this commit", runEvidence(passed)));
    // An audit can run on some commits only, such as those that change Cargo.lock.
    const comes = checks.read && proving.length > 0 && failed.length === 0;
    const undecided = (message: string) => (comes ? fromCi(unknown(message)) : unknown(message));
    if (lock === undefined) return undecided('no Cargo.lock is committed, so the versions in use are unknown');
    if (pending.length > 0) return undecided("CI's audit has not finished yet");
    const [first] = failed;
    const said = first ? `; CI's audit did not pass: \`${first.name}\` concluded as ${first.conclusion}` : '';
    return undecided(`advisories for the dependencies were not read: ${open.read ? '' : open.reason}${said}`);
  },
});

/** The committed Cargo.lock: at the root, or beside the module. */
function lockOf(files: Files, packages: readonly Package[]): string | undefined {
  const beside = packages.map(({ folder }) => (folder === '' ? 'Cargo.lock' : `${folder}/Cargo.lock`));
  return ['Cargo.lock', ...beside].find(path => files.entries.has(path));
}

function alertProblem({ severity, summary, url, package: name }: Alert, path: string): Problem {
  return {
    kind: 'vulnerability',
    subject: name === undefined ? summary : `${name}: ${summary}`,
    path,
    message: `${name ? `\`${name}\`: ` : ''}${summary} (${severity}): update it`,
    ...(url === undefined ? {} : { url }),
  };
}
