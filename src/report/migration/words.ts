/** Comments on migration issues. */
import type { Finding } from '../../assess/assessment.js';
import { code } from '../escape.js';

const SHOWN = 12;

/** Somebody closed an issue whose gaps remain: it is open again. */
export function closedByHand(gaps: readonly Finding[]): string {
  return `What this issue asks for is not met yet: ${named(gaps)}. It is open again, and closes by itself when the default branch meets it. To leave it be, close it as *not planned*; to accept a gap for a while, comment ${waive(gaps)}.`;
}

/** Somebody dropped an issue: it stays closed, and the gaps stay gaps. */
export function droppedByHand(gaps: readonly Finding[]): string {
  return `Closed as not planned: it stays closed. The gaps still count: ${named(gaps)}. To take one out of what blocks, comment ${waive(gaps)}.`;
}

function named(gaps: readonly Finding[]): string {
  const shown = gaps.slice(0, SHOWN).map(({ criterion }) => code(criterion));
  return `${shown.join(', ')}${gaps.length > SHOWN ? ` and ${gaps.length - SHOWN} more` : ''}`;
}

function waive([first]: readonly Finding[]): string {
  return code(`/cim waive ${first?.criterion ?? 'ID'} until DATE because REASON`);
}
