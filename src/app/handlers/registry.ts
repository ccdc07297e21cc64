/** The registry's repository: its files are read, its documents are checked, and its pull request is brought up to date. */
import { isRegistryName } from '../../facts/registry/registry.js';
import { documentsCheckRun } from '../../report/check-run/documents.js';
import { DOCUMENTS_RUN } from '../../report/check-run/names.js';
import { readFleetPolicyOf } from '../../collect/github/fleet-policy.js';
import { closeCampaigns } from '../campaigns.js';
import { conclude } from '../check-runs.js';
import type { Handler } from '../context.js';
import { fleetFor, isRegistry, readFiles, registryFilesAt, registryHead, registryRecord } from '../registry.js';
import { updateRegistryPull } from '../registry-pull.js';
import { addDueWork } from '../schedule.js';
import { notice } from './notice.js';

export const registry: Handler = async (job, context) => {
  // In version 0.1.0, this target of a module was the notice to the registry.
  if (!isRegistryName(job.repo)) return notice(job, context);
  const { ledger, log } = context;
  const { installation, owner, repo } = job;
  const head = await registryHead(job);
  const files = head && (await registryFilesAt(job, head.sha, head.tree));
  if (!files || !isRegistry(files)) return ledger.registryRead(installation, undefined);
  const fleet = await fleetFor(job, context, head.isPublic);
  const reading = readFiles(files, fleet);
  await ledger.registryRead(installation, registryRecord(job, head, reading));
  await conclude(job, context, { sha: head.sha, name: DOCUMENTS_RUN }, documentsCheckRun({ reading }), true);
  const policy = await readFleetPolicyOf(job.octokit, owner);
  await ledger.fleetPolicyRead(job, policy);
  await closeCampaigns(policy, job, context);
  if (!head.isArchived && policy.registryPullRequest)
    await updateRegistryPull({ head, files, reading, fleet }, job, context);
  // What is due does not wait for the next sweep: a new installation has its first digest soon.
  await addDueWork(context);
  log.info({ owner, repo, sha: head.sha }, 'the registry was read');
};
