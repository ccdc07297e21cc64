import { criterionJson, standardMarkdown } from '../report/explain.js';
import { CIM_STANDARD } from '../standard/cim.js';
import { known, print, printJson } from './output.js';

/** `cim-readiness criteria` */
export async function criteriaCommand(options: {
  readonly section?: string;
  readonly format: 'table' | 'json' | 'markdown';
}): Promise<void> {
  const { id, revision, sections: all } = CIM_STANDARD;
  const sections = options.section === undefined ? all : [known('section', options.section, all)];
  const criteria = sections.flatMap(section => section.criteria);
  if (options.format === 'json') {
    const described = criteria.map(criterion => criterionJson(criterion, CIM_STANDARD));
    return printJson({ standard: id, revision, criteria: described });
  }
  if (options.format === 'markdown') return print(standardMarkdown(CIM_STANDARD));
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
