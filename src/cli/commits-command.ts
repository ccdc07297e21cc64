import { UnreadableError } from '../collect/unreadable.js';
import type { FormatOf } from '../report/formats.js';
import { commits, judgeMessage } from './commits.js';
import { printReport } from './output.js';

/** `cim-readiness commits [RANGE]`, `cim-readiness commits --message FILE` */
export async function commitsCommand(
  range: string | undefined,
  {
    dir,
    message,
    policy,
    module,
    format,
  }: {
    readonly dir: string;
    readonly message?: string | undefined;
    readonly policy?: string | undefined;
    readonly module?: string | undefined;
    readonly format: FormatOf<'commits'>;
  },
): Promise<void> {
  if (range !== undefined && message !== undefined)
    throw new UnreadableError('commits checks either a range or one --message FILE: give one of them');
  const report = await (message === undefined
    ? commits({ dir, range, policy, module })
    : judgeMessage({ dir, file: message, policy }));
  await printReport('commits', format, report);
  process.exitCode = report.unconventional.length === 0 ? 0 : 1;
}
