/** Disputes: people who say that a verdict is wrong. A dispute changes no verdict, and is open as long as the verdict is the same. */
import { z } from 'zod';
import type { Finding } from '../assess/assessment.js';

/** What the ledger holds of a dispute: the verdict as it was, with its evidence. */
const DATA = z.object({
  criterion: z.string(),
  /** The package that it is about, if several of the repository are assessed. */
  module: z.string().optional(),
  reason: z.string(),
  /** The issue or pull request where it was said. */
  number: z.number(),
  sha: z.string(),
  status: z.enum(['met', 'unmet', 'unknown', 'not-applicable']),
  message: z.string(),
  evidence: z.array(z.object({ path: z.string().optional(), line: z.number().optional(), message: z.string() })),
});
export type DisputeData = z.infer<typeof DATA>;

export interface Dispute extends DisputeData {
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

/** An event, and the person who caused it. */
export interface DisputeEvent {
  readonly by: string | null;
  /** ISO 8601. */
  readonly at: string;
  readonly data?: unknown;
}

/** The disputes in events, the oldest first. If a person disputed a criterion more than once, the newest dispute counts. */
export function readDisputes(events: readonly DisputeEvent[]): readonly Dispute[] {
  const found = new Map<string, Dispute>();
  for (const { by, at, data } of events) {
    const read = DATA.safeParse(data);
    if (!read.success || by === null) continue;
    const { criterion, module = '' } = read.data;
    const key = JSON.stringify([by, criterion, module]);
    found.delete(key);
    found.set(key, { ...read.data, by, at });
  }
  return [...found.values()];
}

/** The disputes about a module. @param name the package, if several of the repository are assessed */
export function moduleDisputes(disputes: readonly Dispute[], name: string | undefined): readonly Dispute[] {
  return disputes.filter(({ module }) => module === undefined || name === undefined || module === name);
}

/** The disputes whose verdict is still the same. */
export function openDisputes(
  disputes: readonly Dispute[],
  findings: readonly Pick<Finding, 'criterion' | 'status'>[],
): readonly Dispute[] {
  const statuses = new Map(findings.map(({ criterion, status }) => [criterion, status]));
  return disputes.filter(({ criterion, status }) => statuses.get(criterion) === status);
}
