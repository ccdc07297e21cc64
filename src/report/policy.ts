/** The report of `cim-readiness policy`: the problems of a policy file, each at its line. */
import type { PolicyProblem } from '../policy/policy-file.js';
import { counted } from '../standard/criterion.js';
import { visible } from './escape.js';
import { jsonText } from './json-text.js';

export const POLICY_SCHEMA = 'cim-readiness/policy/v1';

export interface PolicyReport {
  readonly path: string;
  readonly problems: readonly PolicyProblem[];
}

/** One line for each problem, as compilers print them. */
export function policyTable({ path, problems }: PolicyReport): string {
  if (problems.length === 0) return `${visible(path)} is valid.\n`;
  const lines = problems.map(
    ({ path: where, line, column, message }) => `${visible(where)}:${line}:${column} ${visible(message)}`,
  );
  return `${lines.join('\n')}\n${counted(problems.length, 'problem')}; the rest of the file counts.\n`;
}

/** The report as JSON, in the form that `schemas/policy-check-v1.json` describes. */
export function policyJson({ path, problems }: PolicyReport): string {
  return jsonText({
    schema: POLICY_SCHEMA,
    path,
    problems: problems.map(({ path: where, line, column, message }) => ({ path: where, line, column, message })),
  });
}
