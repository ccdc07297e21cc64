/**
 * Walks every workflow as Actions would, once for each way in which it starts and each variation of each job, and gathers
 * what its steps run. Bounded by the number of steps and the length of scripts that are read; what is over is a problem.
 */

import { memoAt } from '../../cache/memo.js';
import { withoutRust } from '../../cache/without-rust.js';
import { type Files, readText, resolve } from '../../snapshot/files.js';
import { readAction } from './actions.js';
import { CollectedRuns } from './collected-runs.js';
import { commandEffects, type ScriptEffect } from './command-effects.js';
import { asBoolean, contextOf, isCondition, sleeping, withEnv, withMatrix, withRunner } from './contexts.js';
import { withToken } from './effect.js';
import { holds, interpolate, type Lookup, truth, type Value, valueOf } from './expression.js';
import { matrixCombinations } from './matrix.js';
import { type Ci, type Job, type Run, type Step, type System, type Workflow, type WorkflowProblem } from './model.js';
import { runnerSystem } from './runner.js';
import { candidatesOf, type Start, workflowStarts } from './trigger-events.js';
import { readComposite, readWorkflows } from './workflow.js';

/** How many steps and commands (each for each start and variation) and characters of scripts are read in one repository. */
const MOST_STEPS = 100_000;
const MOST_TEXT = 4_000_000;
const DEEPEST = 4;

const byBranch = memoAt<Ci>();

/**
 * Everything that the workflows run. `branch` is the default branch where it is known; else the usual names are taken, and
 * `likely` ones.
 */
export function analyzeCi(files: Files, branch: string | undefined, likely: readonly string[] = []): Ci {
  const tree = withoutRust(files);
  const { workflows, problems } = readWorkflows(tree);
  const candidates = candidatesOf(branch, likely, workflows);
  return byBranch(tree, candidates.join('\n'), () => {
    const walk = new Walk(tree, workflows);
    for (const workflow of workflows) walk.workflow(workflow, workflowStarts(workflow, tree, candidates));
    return { workflows, runs: walk.runs(), problems: [...problems, ...walk.problems] };
  });
}

/** Where a step stands: what its expressions see, and what its failure does. */
interface Frame {
  readonly path: string;
  readonly job: string;
  readonly start: Start;
  readonly lookup: Lookup;
  readonly system: System | undefined;
  readonly canFail: boolean;
  /** Conditions are taken to hold: the job is never reached, and only shown as such. */
  readonly never: boolean;
  readonly env: ReadonlyMap<string, string>;
  readonly shell?: string;
  readonly folder?: string;
  /** Where to show what a called file does not show by itself. */
  readonly depth: number;
}

/**
 * The command line of a shell that a step names, or gets without a name.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
 */
function shellOf(named: string | undefined, system: System | undefined): string {
  if (named === undefined) return system === 'Windows' ? 'pwsh' : 'bash -e {0}';
  if (named === 'bash') return 'bash --noprofile --norc -eo pipefail {0}';
  return named === 'sh' ? 'sh -e {0}' : named;
}

class Walk {
  readonly problems: WorkflowProblem[] = [];
  private readonly collected = new CollectedRuns();
  private readonly scripts = new Map<string, readonly ScriptEffect[]>();
  private steps = 0;
  private text = 0;

  constructor(
    private readonly files: Files,
    private readonly workflows: readonly Workflow[],
  ) {}

  workflow(workflow: Workflow, starts: readonly Start[]): void {
    for (const start of starts) this.jobs(workflow, start, contextOf(workflow, start, undefined), false, 0, true);
    // Once more for jobs and steps that no event reaches: a finding can then show them.
    const never: Start = { occasion: 'never', event: 'never' };
    if (workflow.events.some(event => event.name !== 'workflow_call'))
      this.jobs(workflow, never, contextOf(workflow, never, undefined), true, 0, true);
  }

  runs(): Run[] {
    return this.collected.runs();
  }

  private jobs(
    workflow: Workflow,
    start: Start,
    context: Lookup,
    never: boolean,
    depth: number,
    canFail: boolean,
  ): void {
    const asleep = never ? new Set<string>() : sleeping(workflow, context);
    for (const job of workflow.jobs) {
      if (!asleep.has(job.id)) this.job(workflow, job, start, context, never, depth, canFail);
    }
  }

  private job(
    workflow: Workflow,
    job: Job,
    start: Start,
    context: Lookup,
    never: boolean,
    depth: number,
    outer: boolean,
  ): void {
    for (const combination of matrixCombinations(job.matrix, context)) {
      if (this.isOver(workflow.path, job.line)) return;
      const varied = withMatrix(context, combination);
      const system = runnerSystem(job.runsOn, varied);
      const env = new Map([...workflow.env, ...job.env].map(([name, value]) => [name, interpolate(value, varied)]));
      const canFail = outer && truth(asBoolean(valueOf(job.continueOnError ?? 'false', varied))) !== true;
      const shell = job.defaults.shell ?? workflow.defaults.shell;
      const folder = job.defaults.folder ?? workflow.defaults.folder;
      const frame: Frame = {
        path: workflow.path,
        job: job.id,
        start,
        lookup: withRunner(withEnv(varied, env), system),
        system,
        canFail,
        never,
        env,
        depth,
        ...(shell === undefined ? {} : { shell }),
        ...(folder === undefined ? {} : { folder }),
      };
      if (job.uses) this.called(job, frame);
      for (const step of job.steps) this.step(step, frame);
    }
  }

  /** A reusable workflow: of this repository it is walked with its inputs, of another one it is named. */
  private called(job: Job, frame: Frame): void {
    const uses = interpolate(job.uses?.text ?? '', frame.lookup);
    const line = job.uses?.line ?? job.line;
    const own = uses.startsWith('./')
      ? this.workflows.find(each => each.path === resolve('', uses.split('@')[0] ?? ''))
      : undefined;
    if (!own) {
      const { deed } = readAction(uses.replace(/\/\.github\/workflows\/[^]*$/, ''), job.with);
      // A known action does what it is known for; an unknown one can do anything.
      this.collected.add(frame, line, uses, { does: deed.does, may: [] }, frame.canFail, deed.does.length === 0);
    } else if (frame.depth < DEEPEST) {
      const inputs = this.inputs(own.inputs, job.with, frame.lookup);
      this.jobs(own, frame.start, contextOf(own, frame.start, inputs), frame.never, frame.depth + 1, frame.canFail);
    }
  }

  private inputs(
    defaults: ReadonlyMap<string, string>,
    given: ReadonlyMap<string, string>,
    lookup: Lookup,
  ): Map<string, Value> {
    return new Map([...defaults, ...given].map(([name, text]) => [name, valueOf(text, lookup)]));
  }

  private step(step: Step, frame: Frame): void {
    this.steps += 1;
    if (this.isOver(frame.path, step.line)) return;
    const env = new Map([
      ...frame.env,
      ...[...step.env].map(([name, value]) => [name, interpolate(value, frame.lookup)] as const),
    ]);
    const lookup = withEnv(frame.lookup, env);
    if (!frame.never && holds(step.condition, lookup) === false) return;
    const canFail = frame.canFail && truth(asBoolean(valueOf(step.continueOnError ?? 'false', lookup))) !== true;
    const inner: Frame = { ...frame, env, lookup, canFail };
    if (step.uses) this.action(step, inner);
    if (step.run && !isCondition(step.run.text)) {
      const { text, line, folded } = step.run;
      const named = step.shell ?? frame.shell;
      const shell = shellOf(named === undefined ? undefined : interpolate(named, lookup), frame.system);
      this.script(text, shell, inner, step.folder ?? frame.folder, offset => (folded ? line : line + offset));
    }
  }

  private action(step: Step, frame: Frame): void {
    const uses = interpolate(step.uses?.text ?? '', frame.lookup);
    const line = step.uses?.line ?? step.line;
    if (uses.startsWith('./')) return this.local(uses, step, frame, line);
    const inputs = new Map([...step.with].map(([name, value]) => [name, interpolate(value, frame.lookup)]));
    const { deed, script } = readAction(uses, inputs);
    this.collected.add(frame, line, uses, deed, frame.canFail, false);
    if (script !== undefined) this.script(script, 'bash {0}', frame, frame.folder, () => line);
  }

  /** An action of this repository: the steps of a composite one are walked, another may do what its name says. */
  private local(uses: string, step: Step, frame: Frame, line: number): void {
    const folder = resolve('', uses);
    const file = ['action.yml', 'action.yaml']
      .map(name => this.files.entries.get(folder === '' ? name : `${folder}/${name}`))
      .find(entry => entry !== undefined);
    const text = file === undefined ? undefined : readText(this.files, file.path);
    const composite = file && text?.read ? readComposite(file, text.value) : undefined;
    if (!composite || file === undefined) {
      const { deed } = readAction(`local/${folder.split('/').at(-1) ?? ''}`, step.with);
      return this.collected.add(frame, line, uses, deed, frame.canFail, false);
    }
    if (frame.depth >= DEEPEST) return undefined;
    const inputs = this.inputs(composite.inputs, step.with, frame.lookup);
    const lookup: Lookup = path => (path[0] === 'inputs' ? (inputs.get(path[1] ?? '') ?? '') : frame.lookup(path));
    const { shell: _, folder: __, ...rest } = frame;
    for (const each of composite.steps) this.step(each, { ...rest, path: file.path, lookup, depth: frame.depth + 1 });
    return undefined;
  }

  private script(
    text: string,
    shell: string,
    frame: Frame,
    folder: string | undefined,
    lineOf: (offset: number) => number,
  ): void {
    const script = interpolate(text, frame.lookup);
    const at = folder === undefined ? '' : resolve('', interpolate(folder, frame.lookup));
    const env = new Map(frame.env);
    if (frame.system && !frame.never) env.set('RUNNER_OS', frame.system);
    for (const { deed, line, shown, swallowed } of this.deeds(script, shell, at, env)) {
      this.collected.add(frame, lineOf(line), shown, withToken(deed, frame.env), frame.canFail && !swallowed, false);
    }
  }

  /** What a script does; the same for each start and variation that gives it the same words. */
  private deeds(
    script: string,
    shell: string,
    folder: string,
    variables: ReadonlyMap<string, string>,
  ): readonly ScriptEffect[] {
    const key = JSON.stringify([script, shell, folder, ...variables]);
    const known = this.scripts.get(key);
    this.steps += known?.length ?? 0;
    if (known) return known;
    this.text += key.length;
    const deeds = commandEffects(script, { files: this.files, shell, folder, variables });
    this.scripts.set(key, deeds);
    return deeds;
  }

  private isOver(path: string, line: number): boolean {
    const over = this.steps > MOST_STEPS || this.text > MOST_TEXT;
    if (over && this.problems.length === 0) this.problems.push({ path, line, message: 'too many steps to read' });
    return over;
  }
}
