/** The report of `cim-readiness policy`: the problems of a policy file, each at its line, and the results of its examples. */
import type { ExampleResult } from '../assess/examples.js';
import type { PolicyProblem } from '../policy/policy-file.js';
import { counted } from '../standard/criterion.js';
import { visible } from './escape.js';
import { jsonText } from './json-text.js';
import { element } from './xml.js';

export const POLICY_SCHEMA = 'cim-readiness/policy/v1';

export interface PolicyReport {
  readonly path: string;
  readonly problems: readonly PolicyProblem[];
  /** The results of the examples; absent unless they were asked for. */
  readonly examples?: readonly ExampleResult[];
}

/** Whether an example came out as it says. */
export function passes({ expected, actual }: ExampleResult): boolean {
  return expected === actual;
}

/** One line for each problem, as compilers print them. */
export function policyTable({ path, problems, examples }: PolicyReport): string {
  const lines = problems.map(
    ({ path: where, line, column, message }) => `${visible(where)}:${line}:${column} ${visible(message)}`,
  );
  const failed = (examples ?? []).filter(each => !passes(each));
  const sum = problems.length > 0 ? [`${counted(problems.length, 'problem')}; the rest of the file counts.`] : [];
  const tested = examples
    ? [`${examples.length - failed.length} of ${counted(examples.length, 'example')} passed.`]
    : [];
  return `${[
    ...(lines.length > 0 ? lines : [`${visible(path)} is valid.`]),
    ...sum,
    ...failed.map(each => `${visible(path)}:${each.line} ${visible(sentence(each))}`),
    ...tested,
  ].join('\n')}\n`;
}

/** Why an example fails. */
function sentence({ criterion, expected, actual, message }: ExampleResult): string {
  return actual === 'missing' ? message : `\`${criterion}\` is ${actual} and must be ${expected}: ${message}`;
}

/** The report as JSON, in the form that `schemas/policy-check-v1.json` describes. */
export function policyJson({ path, problems, examples }: PolicyReport): string {
  return jsonText({
    schema: POLICY_SCHEMA,
    path,
    problems: problems.map(({ path: where, line, column, message }) => ({ path: where, line, column, message })),
    ...(examples ? { examples: examples.map(each => ({ ...each, passes: passes(each) })) } : {}),
  });
}

/** The report as JUnit XML: the file as one case, and a case for each example. */
export function policyJunit({ path, problems, examples = [] }: PolicyReport): string {
  const invalid = problems.map(({ path: where, line, message }) => `${where}:${line} ${message}`);
  const cases = [
    testcase(
      `${path} is valid`,
      'policy',
      invalid.length > 0 ? counted(invalid.length, 'problem') : undefined,
      invalid,
    ),
    ...examples.map(each =>
      testcase(
        `line ${each.line}: ${each.expected}`,
        `policy.${each.criterion}`,
        passes(each) ? undefined : sentence(each),
      ),
    ),
  ];
  const failures = (invalid.length > 0 ? 1 : 0) + examples.filter(each => !passes(each)).length;
  const totals = { tests: cases.length, failures, errors: 0, skipped: 0 };
  const suite = element('testsuite', { name: path, ...totals }, cases);
  const all = element('testsuites', { name: 'cim-readiness policy', ...totals }, [suite]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${all}\n`;
}

function testcase(name: string, classname: string, failure: string | undefined, lines: readonly string[] = []): string {
  const inner =
    failure === undefined ? [] : [element('failure', { message: failure, type: classname }, [], lines.join('\n'))];
  return element('testcase', { name, classname }, inner);
}
