/** Campaigns that are over go into the archive. */
import { archiveIn, isOver, progressOf, runningCampaigns } from '../fleet/campaigns.js';
import { fleetView } from '../fleet/view.js';
import type { FleetPolicy } from '../policy/fleet-policy.js';
import type { AppContext, Job } from './context.js';
import { organizationFleet } from './fleet-parts.js';

/** Closes the campaigns that are over, each once. The archive holds private modules, too: those who show it leave them out. */
export async function closeCampaigns({ campaigns }: FleetPolicy, job: Job, context: AppContext): Promise<void> {
  const { ledger, now } = context;
  const archive = archiveIn(await ledger.noted(job.installation, ['campaign-closed']));
  const running = runningCampaigns(campaigns, archive);
  if (running.length === 0) return;
  const { modules } = fleetView((await organizationFleet(context, job.installation)).parts);
  for (const campaign of running) {
    const progress = progressOf(campaign, modules);
    if (!isOver(progress, now().slice(0, 10))) continue;
    const { name, criteria, until, ask, modules: of } = progress;
    await ledger.note(job, { kind: 'campaign-closed', by: null, data: { name, criteria, until, ask, modules: of } });
  }
}
