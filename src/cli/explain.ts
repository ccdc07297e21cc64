import { criterionJson, explainCriterion } from '../report/explain.js';
import { CRITERIA } from '../standard/standard.js';
import { known, print, printJson } from './output.js';

/** `cim-readiness explain CRITERION` */
export async function explainCommand(id: string, options: { readonly format: 'markdown' | 'json' }): Promise<void> {
  const criterion = known('criterion', id, CRITERIA);
  await (options.format === 'json' ? printJson(criterionJson(criterion)) : print(explainCriterion(criterion)));
}
