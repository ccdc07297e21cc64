/** The weekly digest: one issue in the registry's repository, rewritten each week. */
import { createHash } from 'node:crypto';
import { archivedProgress } from '../../fleet/campaigns.js';
import { digestOf, type DigestModule, type MergedOver, movementOf, weekOf } from '../../fleet/digest.js';
import { fleetView } from '../../fleet/view.js';
import { readFleetPolicyOf } from '../../collect/github/fleet-policy.js';
import { applyIssue, ensureLabel, knownIssues, planIssue } from '../../publish/migration.js';
import { READINESS_RUN } from '../../report/check-run/names.js';
import { DIGEST_KEY, DIGEST_TITLE, digestText } from '../../report/fleet/digest.js';
import { withNames } from '../../report/names.js';
import type { AppContext, Handler, Job } from '../context.js';
import type { OrganizationFleet } from '../fleet-parts.js';
import { isGone } from '../errors.js';
import { fleetFor } from '../registry.js';

/** The most modules for which one digest asks who merged. */
const MOST_MERGES = 20;

export const digest: Handler = async (job, context) => {
  const { octokit, owner, repo } = job;
  const { ledger, now } = context;
  const policy = await readFleetPolicyOf(octokit, owner);
  const record = await ledger.registry(job.installation);
  if (!policy.digest || record?.repository !== job.repository) return;
  const { data } = await octokit.rest.repos.get({ owner, repo });
  if (data.archived) return;
  const fleet = await fleetFor(job, context, !data.private);
  const view = fleetView(fleet.parts);
  const modules = await modulesOf(fleet, context);
  const merged = await mergedOver(modules, fleet, job, context);
  const campaigns = [...view.campaigns.running, ...view.campaigns.archive.map(archivedProgress)];
  const whole = withNames(digestText(digestOf({ modules, campaigns, merged }, now()), policy), context.standard.names);
  const text = whole.replaceAll('<!--', '<!\u200c--');
  const place = { owner, repo };
  const known = (await knownIssues(octokit, place)).get(DIGEST_KEY);
  const wanted = { key: DIGEST_KEY, title: DIGEST_TITLE, text, done: false };
  const action = planIssue(wanted, known, hashOf);
  if (action?.kind === 'create') await ensureLabel(octokit, place);
  if (action) await applyIssue(octokit, place, action);
  await ledger.note(job, { kind: 'digest', by: null, data: { week: weekOf(now()) } });
};

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** The modules that may be shown, with their histories and policies. */
async function modulesOf({ parts, modules }: OrganizationFleet, { ledger }: AppContext): Promise<DigestModule[]> {
  return Promise.all(
    fleetView(parts).modules.map(async module => {
      const repository = modules.get(module.name.toLowerCase())?.repository;
      const memories = repository === undefined ? [] : await ledger.modulesOf(repository);
      const policy = (memories.find(({ name }) => name === module.measured?.name) ?? memories[0])?.policy;
      return {
        module,
        points: repository === undefined ? [] : await ledger.history(repository),
        waivers: policy?.waivers ?? [],
        attestations: policy?.attestations ?? [],
      };
    }),
  );
}

/** Who merged what made a module worse, although this app's check run had failed. Sends at most three requests for a module. */
async function mergedOver(
  modules: readonly DigestModule[],
  fleet: OrganizationFleet,
  { octokit }: Job,
  { appId, now }: AppContext,
): Promise<MergedOver[]> {
  const from = new Date(Date.parse(now()) - 7 * 86_400_000).toISOString();
  const worse = modules.filter(each => {
    const moved = movementOf(each, from);
    return moved !== undefined && moved.now.blocking > moved.before.blocking;
  });
  const found: MergedOver[] = [];
  for (const { module, points } of worse.slice(0, MOST_MERGES)) {
    const place = fleet.modules.get(module.name.toLowerCase());
    const bad = points.find(
      ({ at, blocking }, index) => at >= from && blocking > (points[index - 1]?.blocking ?? blocking),
    );
    if (!place || !bad) continue;
    const { owner, repo } = place;
    try {
      const { data: pulls } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit({
        owner,
        repo,
        commit_sha: bad.sha,
      });
      const pull = pulls.find(({ merged_at: at }) => at);
      if (!pull) continue;
      const ref = pull.head.sha;
      const { data: runs } = await octokit.rest.checks.listForRef({
        owner,
        repo,
        ref,
        check_name: READINESS_RUN,
        app_id: appId,
      });
      if (!runs.check_runs.some(({ conclusion }) => conclusion === 'failure')) continue;
      const { data: whole } = await octokit.rest.pulls.get({ owner, repo, pull_number: pull.number });
      const person = whole.merged_by?.login;
      if (person !== undefined) found.push({ name: module.name, number: pull.number, person });
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  return found;
}
