import type { FormatOf } from '../report/formats.js';
import { known, printReport } from './output.js';
import { standardFor, type StandardOptions } from './policy.js';

/** `cim-readiness explain CRITERION` */
export async function explainCommand(
  id: string,
  { format, ...given }: StandardOptions & { readonly format: FormatOf<'explain'> },
): Promise<void> {
  const standard = await standardFor(given);
  await printReport('explain', format, {
    standard,
    criterion: known('criterion', id, standard.criteria),
  });
}
