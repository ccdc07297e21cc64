/** Criteria on what CI runs, by the names of commands and actions. */
import type { WorkflowCheck } from '../../policy/own-criterion.js';
import type { Context, Outcome } from '../criterion.js';
import { checkWorkflow } from '../own/workflow.js';
import type { CiParts } from '../shared/ci-outcomes.js';

/** Met by any of several commands and actions; else unknown if one is; else unmet as for the first, which is the one to add. */
export function anyRuns(names: readonly [RunName, ...RunName[]], parts: CiParts, context: Context): Outcome {
  const [first, ...others] = names.map(name =>
    checkWorkflow({ kind: 'workflow', on: [], systems: [], ...name }, parts, context),
  );
  const all = [first, ...others] as [Outcome, ...Outcome[]];
  return all.find(({ status }) => status === 'met') ?? all.find(({ status }) => status === 'unknown') ?? all[0];
}

type RunName = Pick<WorkflowCheck, 'command' | 'action'>;
