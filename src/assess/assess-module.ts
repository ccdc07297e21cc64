import type { Policy } from '../policy/policy.js';
import type { PolicyReading } from '../policy/policy-file.js';
import type { Snapshot, Subject } from '../snapshot/snapshot.js';
import type { Standard } from '../standard/standard.js';
import { assess } from './assess.js';
import type { Assessment } from './assessment.js';
import { type Comparison, compare } from './compare.js';

/** An assessment, what it is compared with, and the policy that it was made under. */
export interface Verdict extends PolicyReading {
  readonly snapshot: Snapshot;
  readonly assessment: Assessment;
  /** Absent where there is nothing to compare with. */
  readonly comparison?: Comparison;
}

/** Delivers what a verdict says; one publisher's failure is its own. */
export interface Publisher {
  readonly name: string;
  publish(verdict: Verdict): Promise<void>;
}

/** Everything outside: where a snapshot and a policy come from, where an assessment goes. */
export interface World {
  readonly standard: Standard;
  collect(subject: Subject): Promise<Snapshot>;
  /** From the default branch, as the snapshot holds it: a pull request never waives itself. */
  policy(snapshot: Snapshot): PolicyReading | Promise<PolicyReading>;
  now(): string;
  /** What the assessment is compared with: of the merge base, or what the branch was before. */
  previous(subject: Subject, policy: Policy): Promise<Assessment | undefined>;
  keep(assessment: Assessment, policy: Policy): Promise<void>;
  readonly publishers: readonly Publisher[];
  /** Told of a publisher that failed; the next one is asked all the same. */
  failed(publisher: Publisher, error: unknown): void;
}

/** The whole way: collect, assess, keep, publish. Every trigger ends here. Throws what the world throws. */
export async function assessModule(subject: Subject, world: World): Promise<Verdict> {
  const snapshot = await world.collect(subject);
  const { policy, problems } = await world.policy(snapshot);
  const assessment = assess(snapshot, world.standard, policy, world.now());
  const previous = await world.previous(assessment.subject, policy);
  await world.keep(assessment, policy);
  const verdict = {
    snapshot,
    assessment,
    policy,
    problems,
    ...(previous ? { comparison: compare(previous, assessment) } : {}),
  };
  for (const publisher of world.publishers) {
    try {
      await publisher.publish(verdict);
    } catch (error) {
      world.failed(publisher, error);
    }
  }
  return verdict;
}
