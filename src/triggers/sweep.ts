/** What time alone changes: waivers and attestations that run out are told a week ahead, and when they have run out. */
import type { MigrationMemory } from '../ledger/ledger.js';
import type { House } from './house.js';

const AHEAD_DAYS = 7;

/** Has each module assessed again, once a day, whose policy runs out soon or has run out. */
export async function sweep(house: House): Promise<void> {
  const today = house.now().slice(0, 10);
  const soon = new Date(Date.parse(today) + AHEAD_DAYS * 86_400_000).toISOString().slice(0, 10);
  for (const memory of await house.ledger.migrations()) {
    const { owner, repo } = memory.assessment.subject;
    if (!owner || !repo || !runsOut(memory, soon) || memory.assessment.assessedAt.slice(0, 10) >= today) continue;
    await house.chores.put({ kind: 'reassess', owner, repo, installation: memory.installation });
  }
}

/** Whether something ends by a day, or ended since the module was assessed last. */
function runsOut({ policy, assessment }: MigrationMemory, soon: string): boolean {
  const last = assessment.assessedAt.slice(0, 10);
  return [...policy.waivers, ...policy.attestations].some(({ until }) => until <= soon && until >= last);
}
