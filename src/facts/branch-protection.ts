/** What the rules in force on a branch require: rulesets and classic protection merged, as GitHub applies them. */
import type { BranchRule } from '../snapshot/github.js';

/** How many approvals a pull request needs at least. */
export const LEAST_APPROVALS = 1;

/** What the standard requires of the default branch. */
const ASKED: readonly {
  readonly kind: BranchRule['kind'];
  /** The least count, where the rule has one. */
  readonly least?: number;
  readonly has: string;
  readonly lacks: string;
}[] = [
  {
    kind: 'pull-request',
    least: LEAST_APPROVALS,
    has: 'pull requests with an approval',
    lacks: 'no rule requires a pull request with at least one approval: add one',
  },
  {
    kind: 'status-checks',
    least: 1,
    has: 'status checks',
    lacks: 'no rule requires status checks: require those of the workflows that run tests',
  },
  { kind: 'no-force-push', has: 'no force push', lacks: 'force pushes are allowed: block them' },
  { kind: 'no-deletion', has: 'no deletion', lacks: 'the branch can be deleted: restrict deletions' },
];

export interface MissingRule {
  readonly rule: BranchRule['kind'];
  /** What is missing and what to do: a phrase. */
  readonly message: string;
}

export interface Protection {
  /** The required rules that are in force, each with its source. */
  readonly inForce: readonly string[];
  /** The rules that are missing. */
  readonly missing: readonly MissingRule[];
}

/** Compares the rules in force with those that the standard requires. Of several rules of a kind, the strictest counts. */
export function summarizeProtection(rules: readonly BranchRule[]): Protection {
  const answers = ASKED.map(asked => {
    const fitting = rules.filter(({ kind, count }) => kind === asked.kind && (count ?? 1) >= (asked.least ?? 0));
    const sources = [...new Set(fitting.map(({ source }) => source))].sort();
    return { ...asked, sources };
  });
  return {
    inForce: answers.flatMap(({ has, sources }) => (sources.length > 0 ? [`${has} (${sources.join(', ')})`] : [])),
    missing: answers.flatMap(({ kind, lacks, sources }) =>
      sources.length > 0 ? [] : [{ rule: kind, message: lacks }],
    ),
  };
}
