/** The contexts that expressions of workflows, jobs, and steps can use. https://docs.github.com/en/actions/reference/workflows-and-actions/contexts */
import { holds, type Lookup, member, UNKNOWN, UNKNOWN_TEXT, type Value } from './expression.js';
import type { Combination } from './matrix.js';
import type { System, Workflow } from './model.js';
import { githubContext, type Start } from './trigger-events.js';

/** The context of a workflow when it starts. @param inputs those of a call of the workflow */
export function workflowContext(
  workflow: Workflow,
  start: Start,
  inputs: ReadonlyMap<string, Value> | undefined,
): Lookup {
  const github = githubContext(start);
  return path => {
    const [head, name = ''] = path;
    if (head === 'github') return github(path);
    // A person chooses the inputs of a manual run. For any other start they are empty.
    if (head === 'inputs') return inputs ? (inputs.get(name) ?? '') : start.occasion === 'manual' ? UNKNOWN : '';
    return head === 'env' ? (workflow.env.get(name) ?? UNKNOWN) : UNKNOWN;
  };
}

/** Adds `matrix.…` of one combination. */
export function withMatrix(lookup: Lookup, combination: Combination): Lookup {
  return path =>
    path[0] === 'matrix' ? path.slice(1).reduce<Value>((value, key) => member(value, key), combination) : lookup(path);
}

/** Adds `env.…`. */
export function withEnv(lookup: Lookup, env: ReadonlyMap<string, string>): Lookup {
  return path => {
    if (path[0] !== 'env') return lookup(path);
    const value = env.get(path[1] ?? '');
    return value === undefined || value.includes(UNKNOWN_TEXT) ? UNKNOWN : value;
  };
}

/** Adds `runner.os`. */
export function withRunner(lookup: Lookup, system: System | undefined): Lookup {
  return path => (path[0] === 'runner' && path[1] === 'os' ? (system ?? UNKNOWN) : lookup(path));
}

/** Converts the text `true` or `false`, as YAML and inputs write booleans. */
export function asBoolean(value: Value): Value {
  return value === 'false' ? false : value === 'true' ? true : value;
}

/** The jobs that do not run on this start: their condition is false, or they need a job that does not run. */
export function skippedJobs(workflow: Workflow, context: Lookup): Set<string> {
  const skipped = new Set(workflow.jobs.filter(job => holds(job.condition, context) === false).map(job => job.id));
  const stubborn = /\b(always|cancelled|failure)\s*\(/;
  const dependants = new Map<string, string[]>();
  for (const job of workflow.jobs) {
    if (stubborn.test(job.condition ?? '')) continue;
    for (const need of job.needs) dependants.set(need, [...(dependants.get(need) ?? []), job.id]);
  }
  // Iterating over a set includes what is added meanwhile.
  for (const id of skipped) for (const dependant of dependants.get(id) ?? []) skipped.add(dependant);
  return skipped;
}

const TRUTH = /^\s*\$\{\{\s*(?:!|(?:contains|startsWith|endsWith|success|failure|always|cancelled)\s*\()[^{}]*\}\}\s*$/;

/** Whether a script consists of one condition, whose result, `true` or `false`, is the command. */
export function isCondition(script: string): boolean {
  return script.length < 2_000 && TRUTH.test(script);
}
