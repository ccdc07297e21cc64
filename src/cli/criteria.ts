import type { FormatOf } from '../report/formats.js';
import { CIM_STANDARD } from '../standard/cim.js';
import { known, printReport } from './output.js';

/** `cim-readiness criteria` */
export async function criteriaCommand({
  section,
  format,
}: {
  readonly section?: string | undefined;
  readonly format: FormatOf<'criteria'>;
}): Promise<void> {
  const { sections } = CIM_STANDARD;
  await printReport('criteria', format, {
    standard: CIM_STANDARD,
    sections: section === undefined ? sections : [known('section', section, sections)],
  });
}
