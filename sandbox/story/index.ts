import type { EmulatedGitHub } from '../emulated-github.js';
import { checks } from './checks.js';
import { crates } from './crates.js';
import { fixes } from './fixes.js';
import { migration } from './migration.js';
import { policy } from './policy.js';
import { registry } from './registry.js';
import { reportBug, review } from './review.js';
import { Story } from './story.js';
import { tags } from './tags.js';

/** Plays the whole story and prints each step. Returns the number of expected steps that did not happen. */
export async function playStory(github: EmulatedGitHub): Promise<number> {
  const story = new Story(github);
  const chapters = [checks, migration, policy, fixes, tags, reportBug, registry, review, crates];
  for (const chapter of chapters) await chapter(story);
  const refused = github.deliveries.filter(delivery => delivery.status !== 202);
  story.chapter('Webhooks');
  story.tell(refused.length === 0, `the app accepted all ${github.deliveries.length} webhooks`);
  return story.missing;
}
