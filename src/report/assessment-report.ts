import type { Assessment } from '../assess/assessment.js';
import type { Comparison } from '../assess/compare.js';
import type { ModuleToAssess } from '../assess/modules.js';
import type { PolicyProblem } from '../policy/policy-file.js';
import type { Standard } from '../standard/standard.js';

/** The assessment of a module. */
export interface AssessmentReport {
  readonly standard: Standard;
  /** The package, if several of the repository are assessed. */
  readonly module?: string;
  readonly assessment: Assessment;
  /** The packages that were assessed, and those of the repository that were not. Absent if it is not known. */
  readonly scope?: Pick<ModuleToAssess, 'packages' | 'left'>;
  /** Absent if there is nothing to compare with. */
  readonly comparison?: Comparison;
  /** Facts about the assessment that are not findings, such as a working tree that differs from HEAD. */
  readonly notes: readonly string[];
  /** Problems of the policy files, each at its line. */
  readonly policyProblems: readonly PolicyProblem[];
}

/** The assessments of a repository's modules, if its policy names several. */
export interface ModulesReport {
  readonly modules: readonly [AssessmentReport, ...AssessmentReport[]];
}

/** What `assess` answers. */
export type AssessReport = AssessmentReport | ModulesReport;

/** The report of each module; notes and problems of the policy, which concern all modules, are in the first report only. */
export function moduleReports(report: AssessReport): readonly [AssessmentReport, ...AssessmentReport[]] {
  if (!('modules' in report)) return [report];
  const [first, ...others] = report.modules;
  return [first, ...others.map(each => ({ ...each, notes: [], policyProblems: [] }))];
}

/**
 * The name of what is assessed, as in `acme/cim-parcel`, with the package if several are assessed. A repository without a name is named after
 * its only package.
 */
export function assessedName(
  { module, scope, assessment: { subject } }: Pick<AssessmentReport, 'module' | 'scope' | 'assessment'>,
  unnamed: string,
): string {
  const { owner, repo } = subject;
  const name = repo === null ? unnamed : `${owner === null ? '' : `${owner}/`}${repo}`;
  const [only, ...others] = scope?.packages ?? [];
  if (module === undefined) return repo === null && only !== undefined && others.length === 0 ? only : name;
  return `${module} of ${repo === null ? unnamed.toLowerCase() : name}`;
}
