/** A tag: the check run on its commit reports whether each release tag there is valid. The worst result counts. */
import { modulesOf, policyIn } from '../../assess/modules.js';
import { collectGitHub } from '../../collect/github.js';
import { effectiveEnforcement } from '../../policy/enforcement.js';
import { standardInForce } from '../../standard/in-force.js';
import { VERSION_RUN } from '../../report/check-run/names.js';
import { failedCheckRun } from '../../report/check-run/readiness.js';
import { type NamedReport, sharedReport } from '../../report/check-run/shared.js';
import { versionCheckRun } from '../../report/check-run/version.js';
import type { Snapshot } from '../../snapshot/snapshot.js';
import { checkModuleTag } from '../../standard/shared/module-releases.js';
import { conclude } from '../check-runs.js';
import type { Handler } from '../context.js';
import { RetryError } from '../errors.js';
import { WorkerEndedError } from '../pool/wire.js';

export const tag: Handler = async (job, context) => {
  const { octokit, owner, repo, repository, which } = job;
  if (context.ended !== undefined) throw new WorkerEndedError(context.ended);
  const ref = `refs/tags/${which}`;
  const snapshot = await collectGitHub(octokit, { owner, repo, repository, ref, takenAt: context.now() });
  const { subject, parts } = snapshot;
  const { policy } = policyIn(snapshot, context.standard);
  const { names } = standardInForce(context.standard, policy);
  const enforcement = effectiveEnforcement(policy, snapshot);
  const mayExist =
    !parts.checks.read || parts.checks.value.some(({ name }) => [VERSION_RUN, names.version].includes(name));
  const place = { sha: subject.sha, name: VERSION_RUN, names };
  const reason = [parts.files, parts.history, parts.tags].flatMap(part => (part.read ? [] : [part.reason]))[0];
  if (reason !== undefined) {
    if (mayExist)
      await conclude(job, context, place, failedCheckRun(`${reason}. This app tries again.`, enforcement), true);
    throw new RetryError(reason);
  }
  const modules = modulesOf(snapshot, policy);
  const [first, ...others] = tagsAt(snapshot).flatMap(name =>
    modules.flatMap((module): NamedReport[] => {
      const answers = checkModuleTag(name, parts, { subject, policy: module.policy });
      if (!answers.read || !answers.value) return [];
      const report = { tag: name, commit: subject.sha, exists: true, answers: answers.value };
      const named = module.name === undefined ? name : `${name} of ${module.name}`;
      return [{ name: named, report: versionCheckRun(report, enforcement) }];
    }),
  );
  if (!first) return;
  const report = sharedReport([first, ...others], `This commit has ${others.length + 1} release tags.`);
  await conclude(job, context, place, report, mayExist);
  context.log.info({ owner, repo, tag: which, sha: subject.sha, conclusion: report.conclusion }, 'tag checked');
};

/** The tags on the assessed commit, in Git's order. */
function tagsAt({ subject, parts: { tags } }: Snapshot): string[] {
  return tags.read ? tags.value.filter(({ commit }) => commit === subject.sha).map(({ name }) => name) : [];
}
