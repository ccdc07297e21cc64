/** Comments on migration issues. */
import type { Finding } from '../../assess/assessment.js';
import type { Review } from '../../fleet/review.js';
import { code } from '../escape.js';

const SHOWN = 12;

/** The comment on an issue that a person closed although gaps remain, and that this app reopens. */
export function closedByHand(gaps: readonly Finding[], module?: string): string {
  return `Reopened: the default branch does not meet ${named(gaps)} yet. This app closes the issue when it does. To keep the issue closed, close it as *not planned*. To accept a gap until a date, comment ${waive(gaps, module)}.`;
}

/** The comment on an issue that a person closed as not planned: it stays closed, and its gaps still count. */
export function droppedByHand(gaps: readonly Finding[], module?: string): string {
  return `Closed as not planned, so it stays closed. Its gaps still count: ${named(gaps)}. To stop a gap from blocking, comment ${waive(gaps, module)}.`;
}

function named(gaps: readonly Finding[]): string {
  const shown = gaps.slice(0, SHOWN).map(({ criterion }) => code(criterion));
  return `${shown.join(', ')}${gaps.length > SHOWN ? ` and ${gaps.length - SHOWN} more` : ''}`;
}

function waive([first]: readonly Finding[], module: string | undefined): string {
  const of = module === undefined ? '' : ` for ${module}`;
  return code(`/cim waive ${first?.criterion ?? 'ID'}${of} until DATE because REASON`);
}

/** The announcement of a promotion. */
export function announcement(module: string, version: string | undefined, { approvals, decision }: Review): string {
  const steps = approvals.map(({ step, by, at }) => `- ${step.replaceAll('-', ' ')}: ${code(by)}, ${at.slice(0, 10)}`);
  return [
    `**${code(version === undefined ? module : `${module} ${version}`)} is now in production.** Promoted by ${code(decision?.by ?? '')} after the review process:`,
    steps.join('\n'),
    'From now on, its maintenance promises are measured.',
  ].join('\n\n');
}
