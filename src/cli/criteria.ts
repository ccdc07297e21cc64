import type { FormatOf } from '../report/formats.js';
import { known, printReport } from './output.js';
import { standardFor, type StandardOptions } from './policy.js';

/** `cim-readiness criteria` */
export async function criteriaCommand({
  section,
  format,
  ...given
}: StandardOptions & {
  readonly section?: string | undefined;
  readonly format: FormatOf<'criteria'>;
}): Promise<void> {
  const standard = await standardFor(given);
  const { sections } = standard;
  await printReport('criteria', format, {
    standard,
    sections: section === undefined ? sections : [known('section', section, sections)],
  });
}
