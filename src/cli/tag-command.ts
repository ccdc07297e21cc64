import type { FormatOf } from '../report/formats.js';
import { printReport } from './output.js';
import { tag } from './tag.js';

/** `cim-readiness tag TAG` */
export async function tagCommand(
  name: string,
  {
    format,
    ...request
  }: {
    readonly dir: string;
    readonly policy?: string | undefined;
    readonly module?: string | undefined;
    readonly format: FormatOf<'tag'>;
  },
): Promise<void> {
  const report = await tag({ ...request, tag: name });
  await printReport('tag', format, report);
  process.exitCode = report.answers.every(({ status }) => status !== 'unmet') ? 0 : 1;
}
