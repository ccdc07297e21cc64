import { criterionJson, explainCriterion } from '../report/explain.js';
import { CIM_STANDARD } from '../standard/cim.js';
import { known, print, printJson } from './output.js';

/** `cim-readiness explain CRITERION` */
export async function explainCommand(id: string, options: { readonly format: 'markdown' | 'json' }): Promise<void> {
  const criterion = known('criterion', id, CIM_STANDARD.criteria);
  await (options.format === 'json'
    ? printJson(criterionJson(criterion, CIM_STANDARD))
    : print(explainCriterion(criterion, CIM_STANDARD)));
}
