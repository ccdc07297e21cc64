import type { Alert } from '../snapshot/github.js';
import { AUTOMATIC, findRuns } from '../snapshot/workflows/facts.js';
import { hasPassed, isPending, othersOf } from './check-results.js';
import { ciFor, proofs } from './ci-evidence.js';
import { counted, criterion, type Evidence, met, unknown, unmet } from './criterion.js';

const GRAVE: readonly Alert['severity'][] = ['high', 'critical', 'unrated'];

export const dependencyAudit = criterion({
  id: 'dependency-audit',
  title: 'Dependencies have no known vulnerabilities',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'A known hole is the first that is tried. It is closed by an update, once somebody knows that it is there.',
  looksAt:
    "GitHub's open alerts for the committed Cargo.lock: none of severity high or critical, or without a rating. Or CI's audit step, where it passed on this commit.",
  looksNotAt:
    'Alerts of severity low and moderate. Without a Cargo.lock, and where GitHub was not asked, nothing is known.',
  remediation:
    'Update what the alert names (`cargo update -p NAME`), or replace it. Allow the app to read Dependabot alerts and switch them on (Settings → Advanced Security), or run `cargo audit` in CI.',
  example: { met: 'No open alert.', unmet: 'An open alert of severity high for `time` 0.1.' },
  needs: ['files'],
  wants: ['alerts', 'checks', 'repository'],
  check({ files, alerts, checks, repository }, context) {
    const open = alerts.read ? alerts.value.dependencies : alerts;
    const locked = files.entries.has('Cargo.lock');
    if (open.read && locked) {
      const grave = open.value.filter(({ severity }) => GRAVE.includes(severity));
      if (grave.length > 0)
        return unmet(
          `${counted(grave.length, 'open vulnerability', 'open vulnerabilities')} of severity high or above, or without a rating`,
          grave.map(alertEvidence),
        );
      return met('no open alert of severity high or critical, or without a rating');
    }
    const ci = ciFor({ files, repository }, context);
    const { fitting } = findRuns(ci, 'security', AUTOMATIC);
    const results = checks.read ? othersOf(checks.value) : [];
    if (fitting.length > 0 && results.length > 0 && results.every(hasPassed))
      return met("CI's audit passed on this commit", proofs(fitting));
    if (!locked) return unknown('no Cargo.lock is committed: which versions are used is not known');
    const reason = open.read ? '' : open.reason;
    if (fitting.length > 0 && results.some(isPending)) return unknown("CI's audit has not ended yet");
    return unknown(`whether an advisory concerns the dependencies was not read: ${reason}`);
  },
});

function alertEvidence({ severity, summary, url, package: name }: Alert): Evidence {
  return {
    path: 'Cargo.lock',
    message: `${name ? `\`${name}\`: ` : ''}${summary} (${severity}): update it`,
    ...(url === undefined ? {} : { url }),
  };
}
