/** The rows of the ledger's tables, and what identifies their contents. */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Assessment } from '../../assess/assessment.js';
import type { Policy } from '../../policy/policy.js';
import type { KnownCheckRun } from '../ledger.js';

export interface KnownRow {
  readonly id: number;
  readonly concluded: number;
  readonly digest: string | null;
}

export function knownOf({ id, concluded, digest }: KnownRow): KnownCheckRun {
  return { id, concluded: concluded === 1, ...(digest === null ? {} : { digest }) };
}

export interface EventRow {
  readonly number: number;
  readonly kind: string;
  readonly at: string;
  readonly data: string;
}

export interface PullRow {
  readonly repository: number;
  readonly number: number;
  readonly sha: string;
  readonly reports: string;
}

/** Unpacks text. Returns a text that is not JSON if it is damaged. */
export function unzipped(bytes: Uint8Array): string {
  try {
    return gunzipSync(bytes).toString('utf8');
  } catch {
    return '';
  }
}

/** What of a policy decides findings: waivers and attestations are compared by the findings themselves. */
export function digestOfPolicy({ commitTypes, thresholds, module, since, deploys, notifiesRegistry }: Policy): string {
  return hashOf([commitTypes, thresholds, module, since, deploys, notifiesRegistry]);
}

/** Identifies the content of an assessment, regardless of its time. */
export function digestOf({ subject, findings }: Assessment, others: unknown): string {
  return hashOf([subject, findings, others]);
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
