/** What people say against verdicts, in Markdown. */
import type { Dispute } from '../fleet/disputes.js';
import { clip, code, prose } from './escape.js';

const SHOWN = 10;

/** One dispute, without the criterion. */
export function disputeText({ by, at, reason, sha }: Dispute): string {
  return `disputed by ${code(by)} on ${at.slice(0, 10)} at ${code(sha.slice(0, 7))}: ${prose(clip(reason, 300))}`;
}

/** A list of disputes; the newest are shown. */
export function disputeList(disputes: readonly Dispute[]): string {
  const shown = disputes.slice(-SHOWN).map(each => `- ${code(each.criterion)}: ${disputeText(each)}`);
  return [...shown, ...(disputes.length > SHOWN ? [`- … and ${disputes.length - SHOWN} more`] : [])].join('\n');
}
