import type { Assessment } from '../assess/assessment.js';
import type { Comparison } from '../assess/compare.js';
import type { PolicyProblem } from '../policy/policy-file.js';
import type { Standard } from '../standard/standard.js';

/** What `assess` answers. */
export interface AssessmentReport {
  readonly standard: Standard;
  readonly assessment: Assessment;
  /** Absent if there is nothing to compare with. */
  readonly comparison?: Comparison;
  /** Facts about the assessment that are not findings, such as a working tree that differs from HEAD. */
  readonly notes: readonly string[];
  /** Problems of the policy files, each at its line. */
  readonly policyProblems: readonly PolicyProblem[];
}
