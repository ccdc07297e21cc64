import type { Policy } from '../policy/policy.js';
import type { PolicyReading } from '../policy/policy-file.js';
import type { Snapshot, Subject } from '../snapshot/snapshot.js';
import { standardInForce } from '../standard/in-force.js';
import type { Standard } from '../standard/standard.js';
import { assess } from './assess.js';
import type { Assessment } from './assessment.js';
import { type Comparison, compare } from './compare.js';
import { type ModuleToAssess, modulesOf } from './modules.js';

/** The assessment of one module, and the comparison with an earlier one. */
export interface ModuleAssessment extends ModuleToAssess {
  readonly assessment: Assessment;
  /** Absent if there is no earlier assessment. */
  readonly comparison?: Comparison;
}

/** The assessments of a repository's modules, with their snapshot and its policy. */
export interface RepositoryAssessment extends PolicyReading {
  /** The standard that the policy puts in force. */
  readonly standard: Standard;
  readonly snapshot: Snapshot;
  /** Several if the policy names several packages. */
  readonly modules: readonly [ModuleAssessment, ...ModuleAssessment[]];
}

/** Where the snapshot, the policy, and earlier assessments come from, and who keeps the new one. */
export interface AssessmentSources {
  readonly standard: Standard;
  collect(subject: Subject): Promise<Snapshot>;
  /** Reads the policy of the default branch from the snapshot: a pull request cannot waive its own gaps. */
  policy(snapshot: Snapshot): PolicyReading | Promise<PolicyReading>;
  now(): string;
  /** The assessment of a module to compare with: that of the merge base, or the previous one of the branch. */
  previous(subject: Subject, policy: Policy): Promise<Assessment | undefined>;
  keep(assessment: Assessment, module: ModuleToAssess): Promise<void>;
}

/** Collects, assesses each module, and stores. Throws the errors of `sources`. */
export async function assessModules(subject: Subject, sources: AssessmentSources): Promise<RepositoryAssessment> {
  const snapshot = await sources.collect(subject);
  const { policy, problems } = await sources.policy(snapshot);
  const assessed = async (module: ModuleToAssess): Promise<ModuleAssessment> => {
    const assessment = assess(snapshot, sources.standard, module.policy, sources.now());
    const previous = await sources.previous(assessment.subject, module.policy);
    await sources.keep(assessment, module);
    return { ...module, assessment, ...(previous ? { comparison: compare(previous, assessment) } : {}) };
  };
  const [first, ...others] = modulesOf(snapshot, policy);
  const modules: [ModuleAssessment, ...ModuleAssessment[]] = [await assessed(first)];
  for (const module of others) modules.push(await assessed(module));
  return { standard: standardInForce(sources.standard, policy), snapshot, policy, problems, modules };
}
