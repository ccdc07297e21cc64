/**
 * Walks every workflow as GitHub Actions would, once for each way in which it starts and each matrix combination of each job, and collects
 * what its steps run. The number of steps and the length of scripts are limited. Exceeding a limit is a problem.
 */

import { memoByObjectAndKey } from '../../cache/memo.js';
import { withoutRust } from '../../cache/without-rust.js';
import { type Files, readText, resolve } from '../../snapshot/files.js';
import { readAction } from './actions.js';
import { CollectedRuns } from './collected-runs.js';
import { commandEffects, type ScriptEffect } from './command-effects.js';
import { asBoolean, workflowContext, isCondition, skippedJobs, withEnv, withMatrix, withRunner } from './contexts.js';
import { withToken } from './effect.js';
import { holds, interpolate, type Lookup, truth, type Value, evaluateText } from './expression.js';
import { matrixCombinations } from './matrix.js';
import { withNamedAction, withPossibly } from './named-run.js';
import {
  type Ci,
  type Inputs,
  type Job,
  type NamedRun,
  type Run,
  type Step,
  type System,
  type Workflow,
  type WorkflowProblem,
} from './model.js';
import { runnerSystem } from './runner.js';
import { defaultBranchCandidates, type Start, workflowStarts } from './trigger-events.js';
import { readComposite, readWorkflows } from './workflow.js';

/** The most jobs, steps, and commands (counted for each start and combination) and characters of scripts that are read in a repository. */
const MOST_STEPS = 100_000;
const MOST_TEXT = 4_000_000;
const DEEPEST = 4;

const byBranch = memoByObjectAndKey<Ci>();

/**
 * Reads everything that the workflows run.
 * @param branch the default branch, if known: otherwise the usual names and those in `likely` are tried
 * @param named a command or an action to look for by its name
 */
export function analyzeCi(
  files: Files,
  branch: string | undefined,
  likely: readonly string[] = [],
  named?: NamedRun,
): Ci {
  const tree = withoutRust(files);
  const { workflows, problems } = readWorkflows(tree);
  const candidates = defaultBranchCandidates(branch, likely, workflows);
  return byBranch(tree, JSON.stringify([candidates, named]), () => {
    const walk = new Walk(tree, workflows, named);
    for (const workflow of workflows) walk.workflow(workflow, workflowStarts(workflow, tree, candidates));
    return { workflows, runs: walk.runs(), problems: [...problems, ...walk.problems] };
  });
}

/** The context in which a step runs: what its expressions can use, and what its failure does. */
interface Frame {
  readonly path: string;
  readonly job: string;
  readonly start: Start;
  readonly lookup: Lookup;
  readonly system: System | undefined;
  readonly canFail: boolean;
  /** Whether the job is never reached. Conditions are then assumed to be true, and its steps are listed as never reached. */
  readonly never: boolean;
  readonly env: ReadonlyMap<string, string>;
  readonly shell?: string;
  readonly folder?: string;
  /** How many reusable workflows and composite actions are around this one. */
  readonly depth: number;
}

/**
 * The command line of the shell that a step names, or of the default shell.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
 */
function shellCommand(named: string | undefined, system: System | undefined): string {
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
    private readonly named: NamedRun | undefined,
  ) {}

  workflow(workflow: Workflow, starts: readonly Start[]): void {
    for (const start of starts) this.jobs(workflow, start, workflowContext(workflow, start, undefined), false, 0, true);
    // Once more for the jobs and steps that no event reaches, so that a finding can list them.
    const never: Start = { occasion: 'never', event: 'never' };
    if (workflow.events.some(event => event.name !== 'workflow_call'))
      this.jobs(workflow, never, workflowContext(workflow, never, undefined), true, 0, true);
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
    const skipped = never ? new Set<string>() : skippedJobs(workflow, context);
    for (const job of workflow.jobs) {
      if (!skipped.has(job.id)) this.job(workflow, job, start, context, never, depth, canFail);
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
    // A matrix is multiplied out only if it can still be read.
    if (this.isOver(workflow.path, job.line)) return;
    for (const combination of matrixCombinations(job.matrix, context)) {
      this.steps += 1;
      if (this.isOver(workflow.path, job.line)) return;
      const varied = withMatrix(context, combination);
      const system = runnerSystem(job.runsOn, varied);
      const env = new Map([...workflow.env, ...job.env].map(([name, value]) => [name, interpolate(value, varied)]));
      const canFail = outer && truth(asBoolean(evaluateText(job.continueOnError ?? 'false', varied))) !== true;
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
      if (job.uses) this.reusableWorkflow(job, frame);
      for (const step of job.steps) this.step(step, frame);
    }
  }

  /** A reusable workflow of this repository is walked with its inputs. One of another repository is only listed. */
  private reusableWorkflow(job: Job, frame: Frame): void {
    const uses = interpolate(job.uses?.text ?? '', frame.lookup);
    const line = job.uses?.line ?? job.line;
    const own = uses.startsWith('./')
      ? this.workflows.find(each => each.path === resolve('', uses.split('@')[0] ?? ''))
      : undefined;
    if (!own) {
      const read = readAction(uses.replace(/\/\.github\/workflows\/[^]*$/, ''), job.with);
      const effect = withNamedAction(read.effect, uses, this.named);
      // A known workflow does what it is known for. An unknown one could do anything.
      this.collected.add(frame, line, uses, { does: effect.does, may: [] }, frame.canFail, effect.does.length === 0);
    } else if (frame.depth < DEEPEST) {
      const inputs = this.inputs(own.inputs, job.with, frame.lookup);
      this.jobs(
        own,
        frame.start,
        workflowContext(own, frame.start, inputs),
        frame.never,
        frame.depth + 1,
        frame.canFail,
      );
    }
  }

  private inputs(declared: Inputs, given: ReadonlyMap<string, string>, lookup: Lookup): Map<string, Value> {
    const names = new Set([...declared.keys(), ...given.keys()]);
    return new Map(
      [...names].map(name => {
        const { text = '', isBoolean = false } = declared.get(name) ?? {};
        const value = evaluateText(given.get(name) ?? text, lookup);
        return [name, isBoolean ? asBoolean(value) : value];
      }),
    );
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
    const canFail = frame.canFail && truth(asBoolean(evaluateText(step.continueOnError ?? 'false', lookup))) !== true;
    const inner: Frame = { ...frame, env, lookup, canFail };
    if (step.uses) this.action(step, inner);
    if (step.run && !isCondition(step.run.text)) {
      const { text, line, folded } = step.run;
      const named = step.shell ?? frame.shell;
      const shell = shellCommand(named === undefined ? undefined : interpolate(named, lookup), frame.system);
      this.script(text, shell, inner, step.folder ?? frame.folder, offset => (folded ? line : line + offset));
    }
  }

  private action(step: Step, frame: Frame): void {
    const uses = interpolate(step.uses?.text ?? '', frame.lookup);
    const line = step.uses?.line ?? step.line;
    if (uses.startsWith('./')) return this.localAction(uses, step, frame, line);
    const inputs = new Map([...step.with].map(([name, value]) => [name, interpolate(value, frame.lookup)]));
    const { effect, script } = readAction(uses, inputs);
    this.collected.add(frame, line, uses, withNamedAction(effect, uses, this.named), frame.canFail, false);
    if (script !== undefined) this.script(script, 'bash {0}', frame, frame.folder, () => line);
  }

  /** The steps of a composite action of this repository are walked. Any other local action might do what its name says. */
  private localAction(uses: string, step: Step, frame: Frame, line: number): void {
    const folder = resolve('', uses);
    const file = ['action.yml', 'action.yaml']
      .map(name => this.files.entries.get(folder === '' ? name : `${folder}/${name}`))
      .find(entry => entry !== undefined);
    const text = file === undefined ? undefined : readText(this.files, file.path);
    const composite = file && text?.read ? readComposite(file, text.value) : undefined;
    if (!composite || file === undefined) {
      const { effect } = readAction(`local/${folder.split('/').at(-1) ?? ''}`, step.with);
      return this.collected.add(frame, line, uses, withPossibly(effect, this.named), frame.canFail, false);
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
    for (const { effect, line, shown, swallowed } of this.scriptEffects(script, shell, at, env)) {
      this.collected.add(frame, lineOf(line), shown, withToken(effect, frame.env), frame.canFail && !swallowed, false);
    }
  }

  /** The effects of a script. They are the same for each start and combination that gives it the same text. */
  private scriptEffects(
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
    const effects = commandEffects(script, { files: this.files, shell, folder, variables, named: this.named });
    this.scripts.set(key, effects);
    return effects;
  }

  private isOver(path: string, line: number): boolean {
    const over = this.steps > MOST_STEPS || this.text > MOST_TEXT;
    if (over && this.problems.length === 0) this.problems.push({ path, line, message: 'too many steps to read' });
    return over;
  }
}
