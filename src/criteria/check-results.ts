import type { CheckResult } from '../snapshot/github.js';

/** Conclusions with which a check does not stand in the way. */
const PASSED = new Set(['success', 'neutral', 'skipped']);
/** `stale`: GitHub gave up waiting; it never concluded. */
const PENDING = new Set(['stale', 'pending', 'queued', 'in_progress', 'requested', 'waiting', 'expected']);

/** The results of others: ours say nothing about the tests. */
export function othersOf(checks: readonly CheckResult[]): CheckResult[] {
  return checks.filter(({ app, name }) => app !== 'cim-readiness' && !/^CIM (readiness|commits|version)$/.test(name));
}

export function hasPassed({ conclusion }: CheckResult): boolean {
  return PASSED.has(conclusion);
}

export function isPending({ conclusion }: CheckResult): boolean {
  return PENDING.has(conclusion);
}
