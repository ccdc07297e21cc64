import type { FormatOf } from '../report/formats.js';
import { CIM_STANDARD } from '../standard/cim.js';
import { known, printReport } from './output.js';

/** `cim-readiness explain CRITERION` */
export async function explainCommand(id: string, { format }: { readonly format: FormatOf<'explain'> }): Promise<void> {
  await printReport('explain', format, {
    standard: CIM_STANDARD,
    criterion: known('criterion', id, CIM_STANDARD.criteria),
  });
}
