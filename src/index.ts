/** The Probot app: which event of GitHub starts what. */
import type { ApplicationFunction, Probot } from 'probot';
import type { House } from './triggers/house.js';
import { onComments } from './triggers/on-comments.js';
import { onCommits } from './triggers/on-commits.js';
import { onIssues } from './triggers/on-issues.js';
import { onResults } from './triggers/on-results.js';
import { onReviews } from './triggers/on-reviews.js';
import { onSettings } from './triggers/on-settings.js';
import { onTags } from './triggers/on-tags.js';

const TRIGGERS: readonly ((app: Probot, house: House) => void)[] = [
  onCommits,
  onResults,
  onTags,
  onComments,
  onReviews,
  onIssues,
  onSettings,
];

/** The app, in a house. */
export function readiness(house: House): ApplicationFunction {
  return (app: Probot) => {
    for (const on of TRIGGERS) on(app, house);
  };
}
