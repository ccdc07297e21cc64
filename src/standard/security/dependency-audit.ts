import type { Package } from '../../cargo/model.js';
import { selectScope } from '../../cargo/scope.js';
import { auditLock, type Concern } from '../../facts/advisories/audit.js';
import { ignoredAdvisories } from '../../facts/advisories/ignored.js';
import { AUTOMATIC, findRuns } from '../../facts/ci/ci-runs.js';
import type { AdvisoryDatabase } from '../../snapshot/advisories.js';
import type { Files } from '../../snapshot/files.js';
import type { Alert } from '../../snapshot/github.js';
import {
  counted,
  criterion,
  fromCi,
  met,
  notApplicable,
  type Outcome,
  type Problem,
  unknown,
  metOrUnmet,
} from '../criterion.js';
import { followRuns, resultsOfOtherApps } from '../shared/check-results.js';
import { moduleCi, runEvidence } from '../shared/ci-outcomes.js';
import { packagesInScope } from '../shared/scope.js';

const GRAVE: readonly Alert['severity'][] = ['high', 'critical', 'unrated'];

/** A database that is more days old lacks many advisories. */
const OLD = 30;

export const dependencyAudit = criterion({
  id: 'dependency-audit',
  title: 'Dependencies have no known vulnerabilities',
  severity: 'must',
  kind: 'automatic',
  rationale: 'Attackers try known vulnerabilities first. An update fixes them, once somebody knows that they exist.',
  looksAt:
    "GitHub's open alerts for the committed Cargo.lock, or a given copy of an advisory database (RustSec's, or files in the OSV format): no vulnerability is of severity high or critical, or without a rating. Or CI's audit step, if its job succeeded on this commit and a failure of the step would have failed the job.",
  looksNotAt:
    'Vulnerabilities of severity low and moderate, and advisories that only warn (unmaintained, unsound, notice). What the configuration of cargo-audit or cargo-deny ignores stays a vulnerability, and the finding names the file. Without a Cargo.lock, or if neither GitHub nor a database was read, the vulnerabilities are unknown.',
  remediation:
    'Update the dependency that the alert or advisory names (`cargo update -p NAME`), or replace it. To know of vulnerabilities, allow this app to read Dependabot alerts and turn them on (*Settings → Advanced Security*), run `cargo audit` in CI, or name a copy of the advisory database (`--advisories DIR`).',
  example: { met: 'No open alert.', unmet: 'An open alert of severity high for `time` 0.1.' },
  needs: ['files'],
  wants: ['alerts', 'advisories', 'checks', 'repository'],
  check({ files, alerts, advisories, checks, repository }, context) {
    const asked = context.policy.module === undefined ? {} : { module: context.policy.module };
    const scope = selectScope(files, { ...asked, repo: context.subject.repo });
    if (scope.kind === 'no-crate') return notApplicable(scope.reason);
    const open = alerts.read ? alerts.value.dependencies : alerts;
    const lock = lockOf(files, packagesInScope(files, context));
    if (lock !== undefined) {
      const audits = [
        ...(open.read ? [auditOfGitHub(open.value, lock)] : []),
        ...(advisories.read ? auditByDatabase(files, lock, advisories.value) : []),
      ];
      if (audits.length > 0) return outcomeOf(audits);
    }
    const ci = moduleCi({ files, repository }, context);
    const { fitting } = findRuns(ci, 'security', AUTOMATIC, run => !run.does.includes('sast'));
    const results = checks.read ? resultsOfOtherApps(checks.value, context) : [];
    const { passed, failed, pending, proving } = followRuns(ci, fitting, results);
    if (passed.length > 0) return fromCi(met("CI's audit passed on this commit", runEvidence(passed)));
    // An audit can run on some commits only, such as those that change Cargo.lock.
    const comes = checks.read && proving.length > 0 && failed.length === 0;
    const undecided = (message: string) => (comes ? fromCi(unknown(message)) : unknown(message));
    if (lock === undefined) return undecided('no Cargo.lock is committed, so the versions in use are unknown');
    if (pending.length > 0) return undecided("CI's audit has not finished yet");
    if (advisories.read) return undecided(`${lock} could not be read, so the versions in use are unknown`);
    const [first] = failed;
    const said = first ? `; CI's audit did not pass: \`${first.name}\` concluded as ${first.conclusion}` : '';
    return undecided(`advisories for the dependencies were not read: ${open.read ? '' : open.reason}${said}`);
  },
});

/** What one source knows about the vulnerabilities of a Cargo.lock. */
interface Audit {
  readonly problems: readonly Problem[];
  /** What it found nothing in. */
  readonly nothing: string;
  /** What else there is to say. */
  readonly note?: string;
}

function outcomeOf(audits: readonly Audit[]): Outcome {
  const problems = audits.flatMap(audit => audit.problems);
  const notes = audits.flatMap(({ note }) => (note === undefined ? [] : [note]));
  const found = `${counted(problems.length, 'open vulnerability', 'open vulnerabilities')} of severity high or above, or without a rating`;
  return metOrUnmet({
    problems: problems,
    met: [
      `no ${audits.map(({ nothing }) => nothing).join(' and no ')} of severity high or critical, or without a rating`,
      ...notes,
    ].join('; '),
    unmet: [found, ...notes].join('; '),
  });
}

function auditOfGitHub(open: readonly Alert[], lock: string): Audit {
  const grave = open.filter(({ severity }) => GRAVE.includes(severity));
  return { problems: grave.map(alert => alertProblem(alert, lock)), nothing: 'open alert' };
}

/** Nothing if the Cargo.lock could not be read. */
function auditByDatabase(files: Files, lock: string, database: AdvisoryDatabase): Audit[] {
  const concerns = auditLock(files, lock, database);
  if (concerns === undefined) return [];
  const ignored = ignoredAdvisories(files);
  const isGrave = ({ advisory }: Concern) => advisory.informational === undefined && GRAVE.includes(advisory.severity);
  const grave = concerns.filter(isGrave);
  const rest = concerns.length - grave.length;
  const note = [
    `advisory database of ${database.date}, ${counted(database.age, 'day')} old`,
    ...(database.age > OLD ? ['update it: it lacks newer advisories'] : []),
    ...(rest > 0 ? [`${counted(rest, 'advisory', 'advisories')} of lower severity or only a warning`] : []),
    ...(database.notUnderstood > 0 ? [`${counted(database.notUnderstood, 'file')} of it could not be understood`] : []),
  ].join('; ');
  return [{ problems: grave.map(concern => advisoryProblem(concern, lock, ignored)), nothing: 'advisory', note }];
}

function advisoryProblem(
  { crate, version, line, advisory: { id, summary, severity, url } }: Concern,
  path: string,
  ignored: ReadonlyMap<string, string>,
): Problem {
  const by = ignored.get(id);
  return {
    kind: 'vulnerability',
    subject: `${crate}: ${id}`,
    path,
    line,
    message: `\`${crate}\` ${version}: ${summary} (${id}, ${severity}): update it${by === undefined ? '' : `; \`${by}\` ignores it, but it remains a vulnerability`}`,
    ...(url === undefined ? {} : { url }),
  };
}

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
