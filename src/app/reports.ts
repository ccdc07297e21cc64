/** The reports of a target's assessment for its check runs. */
import type { ModuleAssessment } from '../assess/assess-modules.js';
import { unreadPart, unreadReason } from '../assess/unread.js';
import { proposedCommits } from '../facts/commits/proposed-commits.js';
import { whatLands } from '../facts/commits/what-lands.js';
import { effectiveEnforcement } from '../policy/enforcement.js';
import type { Enforcement, Policy } from '../policy/policy.js';
import { commitsCheckRun } from '../report/check-run/commits.js';
import { shownName } from '../report/check-run/names.js';
import { modulesCheckRun } from '../report/check-run/modules.js';
import { failedCheckRun } from '../report/check-run/readiness.js';
import type { CheckRunReport } from '../report/check-run/report.js';
import type { NamedReport } from '../report/check-run/shared.js';
import type { PullMemory } from '../store/ledger.js';
import type { AssessedCommit } from './assess-commit.js';
import type { AppContext } from './context.js';
import { deferredChanges } from './gate.js';

/** The report of `CIM readiness`, and why the assessment must be retried, if it must. */
export function readinessReport(
  assessed: AssessedCommit,
  { addresses }: Pick<AppContext, 'addresses'>,
): {
  readonly report: CheckRunReport;
  readonly retry?: string;
} {
  const { standard, modules, policy, problems, snapshot, base } = assessed;
  const reason = unreadReason(snapshot);
  if (reason !== undefined)
    return {
      report: failedCheckRun(`${reason}. This app tries again.`, enforcementFor(policy, assessed)),
      retry: reason,
    };
  const reported = (module: ModuleAssessment) => ({ ...module, enforcement: enforcementFor(module.policy, assessed) });
  const [first, ...others] = modules;
  const report = modulesCheckRun({
    standard,
    addresses,
    modules: [reported(first), ...others.map(reported)],
    policyProblems: problems,
    ...(base ? { deferred: deferredChanges(snapshot, base) } : {}),
  });
  // What a change cannot have made unknown by itself may be read the next time.
  const changes = modules.flatMap(({ comparison }) => comparison?.changes ?? []);
  const lost = changes.filter(({ kind }) => kind === 'undecided');
  const [retry] = lost.flatMap(({ finding }) => unreadPart(finding, snapshot, standard) ?? []);
  return { report, ...(retry === undefined ? {} : { retry }) };
}

/** As strict as the default branch asks for by now: whoever begins at an old commit is not assessed by what it claimed. */
function enforcementFor(policy: Policy, { snapshot, base, claimed }: AssessedCommit): Enforcement {
  return effectiveEnforcement(policy, snapshot, base && claimed === 'production' ? { status: claimed } : base);
}

/** The report of `CIM commits`: the commits of a change, and the title of its pull request. */
export function commitsReport(assessed: AssessedCommit): CheckRunReport {
  const { snapshot, policy, pull } = assessed;
  const enforcement = enforcementFor(policy, assessed);
  const { history, repository } = snapshot.parts;
  if (!history.read) return failedCheckRun(`The commits could not be read: ${history.reason}`, enforcement);
  const { title, ...commits } = proposedCommits(history.value, snapshot.subject.base, pull?.title, policy.commitTypes);
  const lands = whatLands(repository.read ? repository.value : undefined, commits.judged + commits.aside);
  return commitsCheckRun({
    ...commits,
    ...(title && lands.title ? { title } : {}),
    // Without a pull request, the commits come from a merge queue.
    commitsLand: lands.commits || !pull,
    enforcement,
  });
}

/** What a check run said of a pull request. */
export function namedReport({ number, reports }: PullMemory, name: string): NamedReport[] {
  const report = reports[name] as CheckRunReport | undefined;
  return report ? [{ name: `#${number}`, report }] : [];
}

/** Whether a check run of a name might already be on the assessed commit. */
export function mayExist({ snapshot: { parts }, standard }: AssessedCommit): (name: string) => boolean {
  const { checks } = parts;
  return run => {
    const names = [run, shownName(run, standard.names)];
    return !checks.read || checks.value.some(({ name }) => names.includes(name));
  };
}
