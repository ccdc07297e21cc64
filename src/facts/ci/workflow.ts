/** Reads workflow files and composite actions into the model; invalid parts are left out, and nothing throws. */

import { assessedFiles } from '../../cache/assessed-files.js';
import { memoByBlob } from '../../cache/memo.js';
import { memoWithoutRust } from '../../cache/without-rust.js';
import { readYaml, scalarText, type YamlNode, yamlAt } from '../../formats/yaml.js';
import { type Files, readText } from '../../snapshot/files.js';
import type {
  EventFilter,
  Input,
  Inputs,
  Job,
  Located,
  RunDefaults,
  Script,
  Step,
  Workflow,
  WorkflowProblem,
} from './model.js';

export interface Workflows {
  readonly workflows: readonly Workflow[];
  readonly problems: readonly WorkflowProblem[];
}

const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/;
/** The most workflow files that are read. */
const MOST_FILES = 500;
const MOST_JOBS = 1_000;

/** Every workflow of the repository, in the order of paths, and the files that are not workflows. */
export const readWorkflows = memoWithoutRust((files: Files): Workflows => {
  const workflows: Workflow[] = [];
  const problems: WorkflowProblem[] = [];
  for (const { path } of assessedFiles(files)
    .filter(entry => WORKFLOW.test(entry.path))
    .slice(0, MOST_FILES)) {
    const text = readText(files, path);
    if (!text.read) {
      problems.push({ path, line: 1, message: text.reason });
      continue;
    }
    const { workflow, problem } = readWorkflow(path, text.value);
    if (workflow) workflows.push(workflow);
    if (problem) problems.push(problem);
  }
  return { workflows, problems };
});

/** Reads one workflow; a text that is not YAML, or has no `jobs`, is a problem with its place. */
export function readWorkflow(path: string, text: string): { workflow?: Workflow; problem?: WorkflowProblem } {
  const { root, problems } = readYaml(text);
  const [problem] = problems;
  if (problem) return { problem: { path, line: problem.line, message: problem.message } };
  if (!root || (root.scalar === null && text.trim() === '')) return {};
  const jobs = yamlAt(root, 'jobs');
  const on = root.map?.get('on') ?? root.map?.get('true');
  if (!jobs?.map || !on) {
    const line = jobs?.line ?? root.line;
    return { problem: { path, line, message: `a workflow must have \`${jobs?.map ? 'on' : 'jobs'}\`` } };
  }
  const lines = text.split('\n');
  return {
    workflow: {
      path,
      events: eventsOf(on),
      inputs: new Map([...inputsOf(yamlAt(on, 'workflow_dispatch')), ...inputsOf(yamlAt(on, 'workflow_call'))]),
      env: textsOf(yamlAt(root, 'env')),
      defaults: defaultsOf(root),
      jobs: [...jobs.map].slice(0, MOST_JOBS).flatMap(([id, node]) => (node.map ? [jobOf(id, node, lines)] : [])),
      jobsLine: jobs.line,
    },
  };
}

interface Composite {
  readonly steps: readonly Step[];
  readonly inputs: Inputs;
}

/** The steps and inputs of a composite action; undefined for an action of another kind or an unreadable one. */
export const readComposite = memoByBlob((text: string): Composite | undefined => {
  const { root, problems } = readYaml(text);
  const runs = yamlAt(root, 'runs');
  if (problems.length > 0 || scalarText(yamlAt(runs, 'using')) !== 'composite') return undefined;
  return { steps: stepsOf(yamlAt(runs, 'steps'), text.split('\n')), inputs: inputsOf(root) };
}, 500);

function eventsOf(on: YamlNode): EventFilter[] {
  if (on.map) return [...on.map].map(([name, node]) => eventOf(name, node));
  const names = on.list ?? [on];
  return names.flatMap(node => {
    const name = scalarText(node);
    return name === undefined ? [] : [{ name, line: node.line }];
  });
}

function eventOf(name: string, node: YamlNode): EventFilter {
  const list = (key: string) => {
    const inner = yamlAt(node, key);
    return inner ? listOf(inner) : undefined;
  };
  const filter = {
    branches: list('branches'),
    branchesIgnore: list('branches-ignore'),
    tags: list('tags'),
    tagsIgnore: list('tags-ignore'),
    paths: list('paths'),
    pathsIgnore: list('paths-ignore'),
    types: list('types'),
  };
  return { name, line: node.line, ...withoutAbsent(filter) };
}

/** An object without the keys whose value is undefined. */
function withoutAbsent<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function listOf(node: YamlNode | undefined): string[] {
  const all = node?.list ?? (node ? [node] : []);
  return all.flatMap(each => scalarText(each) ?? []);
}

function inputsOf(node: YamlNode | undefined): Map<string, Input> {
  const inputs = yamlAt(node, 'inputs')?.map ?? new Map<string, YamlNode>();
  return new Map(
    [...inputs].map(([name, input]) => {
      const text = scalarText(yamlAt(input, 'default'));
      const isBoolean = scalarText(yamlAt(input, 'type')) === 'boolean';
      return [name, { isBoolean, ...(text === undefined ? {} : { text }) }];
    }),
  );
}

function textsOf(node: YamlNode | undefined): Map<string, string> {
  return new Map([...(node?.map ?? [])].map(([name, value]) => [name, scalarText(value) ?? '']));
}

function defaultsOf(node: YamlNode): RunDefaults {
  const run = yamlAt(node, 'defaults', 'run');
  return withoutAbsent({
    shell: scalarText(yamlAt(run, 'shell')),
    folder: scalarText(yamlAt(run, 'working-directory')),
  });
}

function jobOf(id: string, node: YamlNode, lines: readonly string[]): Job {
  const at = (...path: string[]) => yamlAt(node, ...path);
  return {
    id,
    line: node.line,
    needs: listOf(at('needs')),
    env: textsOf(at('env')),
    defaults: defaultsOf(node),
    with: textsOf(at('with')),
    steps: stepsOf(at('steps'), lines),
    ...withoutAbsent({
      name: scalarText(at('name')),
      condition: scalarText(at('if')),
      runsOn: at('runs-on'),
      matrix: at('strategy', 'matrix'),
      continueOnError: scalarText(at('continue-on-error')),
      uses: locatedOf(at('uses')),
    }),
  };
}

function stepsOf(node: YamlNode | undefined, lines: readonly string[]): Step[] {
  return (node?.list ?? []).filter(each => each.map).map(each => stepOf(each, lines));
}

function stepOf(node: YamlNode, lines: readonly string[]): Step {
  const at = (key: string) => yamlAt(node, key);
  return {
    line: node.line,
    with: textsOf(at('with')),
    env: textsOf(at('env')),
    ...withoutAbsent({
      condition: scalarText(at('if')),
      continueOnError: scalarText(at('continue-on-error')),
      uses: locatedOf(at('uses')),
      run: scriptOf(at('run'), lines),
      shell: scalarText(at('shell')),
      folder: scalarText(at('working-directory')),
    }),
  };
}

function locatedOf(node: YamlNode | undefined): Located | undefined {
  const text = scalarText(node);
  return node && text !== undefined ? { text: text.trim(), line: node.valueLine } : undefined;
}

/** A block's text begins below its indicator; the lines of a folded block are joined, so that lines within it are not known. */
function scriptOf(node: YamlNode | undefined, lines: readonly string[]): Script | undefined {
  const text = scalarText(node);
  if (!node || text === undefined) return undefined;
  const literal = node.block === true && !/>[-+\d]{0,2}\s*(?:#[^]*)?$/.test(lines[node.valueLine - 1]?.trimEnd() ?? '');
  return { text, line: node.valueLine + (node.block ? 1 : 0), folded: !literal };
}
