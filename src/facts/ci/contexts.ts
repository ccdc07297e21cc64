/** What the expressions of workflows, jobs, and steps see. https://docs.github.com/en/actions/reference/workflows-and-actions/contexts */
import { holds, type Lookup, member, UNKNOWN, UNKNOWN_TEXT, type Value } from './expression.js';
import type { Combination } from './matrix.js';
import type { System, Workflow } from './model.js';
import { githubContext, type Start } from './trigger-events.js';

/** What the expressions of a workflow see when it starts; `inputs` are those of a call. */
export function contextOf(workflow: Workflow, start: Start, inputs: ReadonlyMap<string, Value> | undefined): Lookup {
  const github = githubContext(start);
  return path => {
    const [head, name = ''] = path;
    if (head === 'github') return github(path);
    // Inputs of a run by hand are what the person says; of another start they are empty.
    if (head === 'inputs') return inputs ? (inputs.get(name) ?? '') : start.occasion === 'manual' ? UNKNOWN : '';
    return head === 'env' ? (workflow.env.get(name) ?? UNKNOWN) : UNKNOWN;
  };
}

/** … and `matrix.…` in one variation of a job. */
export function withMatrix(lookup: Lookup, combination: Combination): Lookup {
  return path =>
    path[0] === 'matrix' ? path.slice(1).reduce<Value>((value, key) => member(value, key), combination) : lookup(path);
}

/** … and `env.…`. */
export function withEnv(lookup: Lookup, env: ReadonlyMap<string, string>): Lookup {
  return path => {
    if (path[0] !== 'env') return lookup(path);
    const value = env.get(path[1] ?? '');
    return value === undefined || value.includes(UNKNOWN_TEXT) ? UNKNOWN : value;
  };
}

/** … and `runner.os`. */
export function withRunner(lookup: Lookup, system: System | undefined): Lookup {
  return path => (path[0] === 'runner' && path[1] === 'os' ? (system ?? UNKNOWN) : lookup(path));
}

/** A text that YAML or an input gave as a boolean. */
export function asBoolean(value: Value): Value {
  return value === 'false' ? false : value === 'true' ? true : value;
}

/** Jobs that do not run on this start: their condition is false, or they need one that does not run. */
export function sleeping(workflow: Workflow, context: Lookup): Set<string> {
  const asleep = new Set(workflow.jobs.filter(job => holds(job.condition, context) === false).map(job => job.id));
  const stubborn = /\b(always|cancelled|failure)\s*\(/;
  const dependants = new Map<string, string[]>();
  for (const job of workflow.jobs) {
    if (stubborn.test(job.condition ?? '')) continue;
    for (const need of job.needs) dependants.set(need, [...(dependants.get(need) ?? []), job.id]);
  }
  // A set is walked to its end, with what is added on the way.
  for (const id of asleep) for (const dependant of dependants.get(id) ?? []) asleep.add(dependant);
  return asleep;
}

const TRUTH = /^\s*\$\{\{\s*(?:!|(?:contains|startsWith|endsWith|success|failure|always|cancelled)\s*\()[^{}]*\}\}\s*$/;

/** Whether a script is nothing but a condition, whose result, `true` or `false`, is the command. */
export function isCondition(script: string): boolean {
  return script.length < 2_000 && TRUTH.test(script);
}
