/** Campaigns: some modules, some criteria, and a date. Their progress is measured, and an ended one goes into the archive. */
import { z } from 'zod';
import type { Campaign } from '../policy/fleet-policy.js';
import type { DisputeEvent } from './disputes.js';
import type { Measured } from './measured.js';

/** What decides the progress of a module. */
export interface Campaigner {
  readonly name: string;
  readonly measured: Pick<Measured, 'findings'> | null;
}

/** What a module still has to do. */
export interface CampaignModule {
  readonly name: string;
  /** The criteria that are not met; what does not apply is done. */
  readonly left: readonly string[];
}

export interface CampaignProgress {
  readonly name: string;
  readonly criteria: readonly string[];
  readonly until: string;
  readonly ask: readonly string[];
  readonly modules: readonly CampaignModule[];
  /** Criteria of modules: those that are done, and all. */
  readonly done: number;
  readonly all: number;
  /** The day on which it ended; null while it runs. */
  readonly closedOn: string | null;
}

const CLOSED = z.object({
  name: z.string(),
  criteria: z.array(z.string()),
  until: z.string(),
  ask: z.array(z.string()),
  modules: z.array(z.object({ name: z.string(), left: z.array(z.string()) })),
});
/** What the ledger holds of an ended campaign. */
export type ClosedCampaign = z.infer<typeof CLOSED>;

/** A campaign as it ended. */
export interface ArchivedCampaign extends ClosedCampaign {
  readonly at: string;
}

/** The archive in events, the oldest first. */
export function archiveIn(events: readonly Pick<DisputeEvent, 'at' | 'data'>[]): ArchivedCampaign[] {
  return events.flatMap(({ at, data }) => {
    const read = CLOSED.safeParse(data);
    return read.success ? [{ ...read.data, at }] : [];
  });
}

/** How far a campaign is. */
export function progressOf(campaign: Campaign, modules: readonly Campaigner[]): CampaignProgress {
  const own = modules.filter(({ name }) => campaign.modules.some(glob => isNamedBy(name, glob)));
  return counted(
    campaign,
    own.map(({ name, measured }) => ({
      name,
      left: campaign.criteria.filter(id => {
        const status = measured?.findings.find(({ criterion }) => criterion === id)?.status;
        return status !== 'met' && status !== 'not-applicable';
      }),
    })),
    null,
  );
}

/** How far an archived campaign came. */
export function archivedProgress(archived: ArchivedCampaign): CampaignProgress {
  return counted(archived, archived.modules, archived.at.slice(0, 10));
}

function counted(
  { name, criteria, until, ask }: Omit<Campaign, 'modules'>,
  modules: readonly CampaignModule[],
  closedOn: string | null,
): CampaignProgress {
  const all = modules.length * criteria.length;
  const done = all - modules.reduce((sum, { left }) => sum + left.length, 0);
  return { name, criteria, until, ask, modules, done, all, closedOn };
}

/** Whether a campaign is over: everything is done, or its date has passed. @param today YYYY-MM-DD */
export function isOver({ done, all, until }: CampaignProgress, today: string): boolean {
  return (all > 0 && done === all) || until < today;
}

/** The campaigns that have not been closed yet; one whose date was moved after that runs again. */
export function runningCampaigns(campaigns: readonly Campaign[], archive: readonly ArchivedCampaign[]): Campaign[] {
  return campaigns.filter(({ name, until }) => !archive.some(each => each.name === name && each.until >= until));
}

/** Whether a name fits a pattern; `*` stands for any characters, and case does not matter. */
function isNamedBy(name: string, glob: string): boolean {
  const [first = '', ...rest] = glob.toLowerCase().split('*');
  const text = name.toLowerCase();
  if (rest.length === 0) return text === first;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0 || found + piece.length > text.length - last.length) return false;
    at = found + piece.length;
  }
  return true;
}
