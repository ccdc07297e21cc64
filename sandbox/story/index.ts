import type { EmulatedGitHub } from '../emulated-github.js';
import { checks } from './checks.js';
import { migration } from './migration.js';
import { policy } from './policy.js';
import { tags } from './tags.js';
import { Tale } from './tale.js';

/** Plays the whole story and prints each step. Returns the number of expected steps that did not happen. */
export async function playStory(github: EmulatedGitHub): Promise<number> {
  const tale = new Tale(github);
  for (const chapter of [checks, migration, policy, tags]) await chapter(tale);
  const refused = github.deliveries.filter(delivery => delivery.status !== 202);
  tale.chapter('Webhooks');
  tale.tell(refused.length === 0, `the app accepted all ${github.deliveries.length} webhooks`);
  return tale.missing;
}
