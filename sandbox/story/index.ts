import type { EmulatedGitHub } from '../emulated-github.js';
import { checks } from './checks.js';
import { migration } from './migration.js';
import { policy } from './policy.js';
import { tags } from './tags.js';
import { Tale } from './tale.js';

/** Plays the whole story and prints it as a tale; gives how many things did not appear. */
export async function playStory(github: EmulatedGitHub): Promise<number> {
  const tale = new Tale(github);
  for (const chapter of [checks, migration, policy, tags]) await chapter(tale);
  const refused = github.deliveries.filter(delivery => delivery.status !== 202);
  tale.chapter('And behind it');
  tale.tell(refused.length === 0, `${github.deliveries.length} webhooks, each accepted`);
  return tale.missing;
}
