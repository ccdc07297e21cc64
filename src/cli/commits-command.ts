import type { FormatOf } from '../report/formats.js';
import { commits } from './commits.js';
import { printReport } from './output.js';

/** `cim-readiness commits [RANGE]` */
export async function commitsCommand(
  range: string | undefined,
  {
    dir,
    policy,
    format,
  }: { readonly dir: string; readonly policy?: string | undefined; readonly format: FormatOf<'commits'> },
): Promise<void> {
  const report = await commits({ dir, range, policy });
  await printReport('commits', format, report);
  process.exitCode = report.unconventional.length === 0 ? 0 : 1;
}
