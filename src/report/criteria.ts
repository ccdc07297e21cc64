/** The report of `cim-readiness criteria`: sections of the standard with their criteria. */
import type { Criterion, Section } from '../standard/criterion.js';
import type { Standard } from '../standard/standard.js';
import { criterionValue } from './explain.js';
import { jsonText } from './json-text.js';

export const CRITERIA_SCHEMA = 'cim-readiness/criteria/v1';

/** What `criteria` answers: sections of a standard. */
export interface CriteriaReport {
  readonly standard: Standard;
  readonly sections: readonly Section[];
}

/** For a terminal: one line for each criterion. */
export function criteriaTable({ sections }: CriteriaReport): string {
  const width = Math.max(...sections.flatMap(({ criteria }) => criteria.map(({ id }) => id.length)));
  const lines = sections.flatMap(section => [
    `${section.title} (${section.id})`,
    ...section.criteria.map(
      ({ id, title, severity, kind }) => `  ${id.padEnd(width)}  ${severity.padEnd(6)}  ${kind.padEnd(9)}  ${title}`,
    ),
    '',
  ]);
  return lines.join('\n');
}

/** Every criterion with all of its texts. */
export function criteriaJson({ standard, sections }: CriteriaReport): string {
  return jsonText({
    schema: CRITERIA_SCHEMA,
    standard: standard.id,
    revision: standard.revision,
    criteria: sections.flatMap(({ criteria }) => criteria.map(criterion => criterionValue({ standard, criterion }))),
  });
}

/** A table for each section. */
export function criteriaMarkdown({ sections }: CriteriaReport): string {
  return linkedCriteriaMarkdown(sections, ({ id }) => `\`${id}\``);
}

/** As `criteriaMarkdown`, with `link` giving the first cell of a criterion. */
export function linkedCriteriaMarkdown(sections: readonly Section[], link: (criterion: Criterion) => string): string {
  const tables = sections.map(section => {
    const rows = section.criteria.map(each => `| ${link(each)} | ${each.title} | ${each.severity} | ${each.kind} |`);
    return `## ${section.title}\n\n| Criterion | | Severity | Kind |\n|---|---|---|---|\n${rows.join('\n')}`;
  });
  return `${tables.join('\n\n')}\n`;
}
