import { criterionJson, standardMarkdown } from '../report/explain.js';
import { STANDARD } from '../standard/standard.js';
import { known, print, printJson } from './output.js';

/** `cim-readiness criteria` */
export async function criteriaCommand(options: {
  readonly section?: string;
  readonly format: 'table' | 'json' | 'markdown';
}): Promise<void> {
  const sections = options.section === undefined ? STANDARD : [known('section', options.section, STANDARD)];
  const criteria = sections.flatMap(section => section.criteria);
  if (options.format === 'json') return printJson({ standard: 'cim/v1', criteria: criteria.map(criterionJson) });
  if (options.format === 'markdown') return print(standardMarkdown());
  const width = Math.max(...criteria.map(criterion => criterion.id.length));
  const lines = sections.flatMap(section => [
    `${section.title} (${section.id})`,
    ...section.criteria.map(
      ({ id, title, severity, kind }) => `  ${id.padEnd(width)}  ${severity.padEnd(6)}  ${kind.padEnd(9)}  ${title}`,
    ),
    '',
  ]);
  return print(lines.join('\n'));
}
