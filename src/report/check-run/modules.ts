/** The check run `CIM readiness` of a repository: one module, or several with a part for each. */
import type { ModuleAssessment } from '../../assess/assess-modules.js';
import type { Enforcement } from '../../policy/policy.js';
import { scopeSentence } from '../scope-sentence.js';
import { type CheckRunInput, policyAnnotations, readinessCheckRun } from './readiness.js';
import type { CheckRunReport } from './report.js';
import { sharedReport } from './shared.js';
import { TEXT_LIMIT } from './size-limit.js';
import { repositorySections } from './summary.js';

/** A module, and how strictly it is assessed. */
export interface ReportedModule extends ModuleAssessment {
  readonly enforcement: Enforcement;
}

/** What the check run reports on. */
export interface ModulesInput extends Pick<CheckRunInput, 'standard' | 'addresses' | 'policyProblems' | 'deferred'> {
  readonly modules: readonly [ReportedModule, ...ReportedModule[]];
}

/** Bytes of the summary that the list of the modules and the sections on the repository can take. */
const ROOM = 5_000;

/** The check run for the modules of a repository. The worst module counts. */
export function modulesCheckRun({
  modules,
  policyProblems = [],
  deferred = [],
  ...common
}: ModulesInput): CheckRunReport {
  const [first, ...others] = modules;
  const inputOf = ({ assessment, comparison, enforcement, ...module }: ReportedModule): CheckRunInput => {
    const scope = scopeSentence(module);
    return {
      ...common,
      assessment,
      enforcement,
      ...(comparison ? { comparison } : {}),
      ...(scope === undefined ? {} : { scope }),
    };
  };
  if (others.length === 0) return readinessCheckRun({ ...inputOf(first), policyProblems, deferred });
  const limit = Math.floor((TEXT_LIMIT - ROOM) / modules.length);
  const named = (module: ReportedModule) => ({
    name: module.name ?? '',
    report: readinessCheckRun({ ...inputOf(module), limit }),
  });
  const report = sharedReport(
    [named(first), ...others.map(named)],
    `The policy names ${modules.length} modules of this repository.`,
    repositorySections({ ...inputOf(first), policyProblems, deferred }),
  );
  return { ...report, annotations: [...report.annotations, ...policyAnnotations(first.assessment, policyProblems)] };
}
