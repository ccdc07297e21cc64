import { assess } from './assess/assess.js';
import type { Assessment } from './assess/assessment.js';
import type { Policy } from './snapshot/policy.js';
import type { Snapshot, Subject } from './snapshot/snapshot.js';

/** Delivers what an assessment says; one publisher's failure is its own. */
export interface Publisher {
  readonly name: string;
  publish(assessment: Assessment, previous: Assessment | undefined): Promise<void>;
}

/** Everything outside: where a snapshot and a policy come from, where an assessment goes. */
export interface World {
  collect(subject: Subject): Promise<Snapshot>;
  /** From the default branch: a pull request never waives itself. */
  policy(subject: Subject): Promise<Policy>;
  now(): string;
  readonly ledger: {
    latest(subject: Subject): Promise<Assessment | undefined>;
    append(assessment: Assessment): Promise<void>;
  };
  readonly publishers: readonly Publisher[];
  /** Told of a publisher that failed; the next one is asked all the same. */
  failed(publisher: Publisher, error: unknown): void;
}

/** The whole way: collect, assess, keep, publish. Every trigger ends here. Throws what `collect` and `policy` throw. */
export async function assessModule(subject: Subject, world: World): Promise<Assessment> {
  const [snapshot, policy] = await Promise.all([world.collect(subject), world.policy(subject)]);
  const assessment = assess(snapshot, policy, world.now());
  const previous = await world.ledger.latest(subject);
  await world.ledger.append(assessment);
  for (const publisher of world.publishers) {
    try {
      await publisher.publish(assessment, previous);
    } catch (error) {
      world.failed(publisher, error);
    }
  }
  return assessment;
}
