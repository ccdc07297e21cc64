import type { Policy } from '../policy/policy.js';
import type { PolicyReading } from '../policy/policy-file.js';
import type { Snapshot, Subject } from '../snapshot/snapshot.js';
import type { Standard } from '../standard/standard.js';
import { assess } from './assess.js';
import type { Assessment } from './assessment.js';
import { type Comparison, compare } from './compare.js';

/** An assessment with its snapshot, its policy, and the comparison with an earlier assessment. */
export interface Verdict extends PolicyReading {
  readonly snapshot: Snapshot;
  readonly assessment: Assessment;
  /** Absent if there is no earlier assessment. */
  readonly comparison?: Comparison;
}

/** Publishes an assessment. The failure of one publisher does not affect the others. */
export interface Publisher {
  readonly name: string;
  publish(verdict: Verdict): Promise<void>;
}

/** The environment of an assessment: where the snapshot and the policy come from, and where the assessment goes. */
export interface World {
  readonly standard: Standard;
  collect(subject: Subject): Promise<Snapshot>;
  /** Reads the policy of the default branch from the snapshot: a pull request cannot waive its own gaps. */
  policy(snapshot: Snapshot): PolicyReading | Promise<PolicyReading>;
  now(): string;
  /** The assessment to compare with: that of the merge base, or the previous one of the branch. */
  previous(subject: Subject, policy: Policy): Promise<Assessment | undefined>;
  keep(assessment: Assessment, policy: Policy): Promise<void>;
  readonly publishers: readonly Publisher[];
  /** Called when a publisher fails. The next publisher is called anyway. */
  failed(publisher: Publisher, error: unknown): void;
}

/** Collects, assesses, stores, and publishes. Throws the errors of `world`. */
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
