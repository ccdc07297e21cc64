import type { FormatOf } from '../report/formats.js';
import { printReport } from './output.js';
import { tag } from './tag.js';

/** `cim-readiness tag TAG` */
export async function tagCommand(
  name: string,
  {
    dir,
    policy,
    format,
  }: { readonly dir: string; readonly policy?: string | undefined; readonly format: FormatOf<'tag'> },
): Promise<void> {
  const report = await tag({ dir, tag: name, policy });
  await printReport('tag', format, report);
  process.exitCode = report.answers.every(({ status }) => status !== 'unmet') ? 0 : 1;
}
