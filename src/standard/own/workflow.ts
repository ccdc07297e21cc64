/** `workflow`: a command or an action that workflows must run, on which events and systems. */
import { AUTOMATIC, findRuns, type SelectedRuns } from '../../facts/ci/ci-runs.js';
import type { Ci, Occasion, Run, System } from '../../facts/ci/model.js';
import type { WorkflowCheck, WorkflowEvent, WorkflowSystem } from '../../policy/own-criterion.js';
import { type Context, met, type Outcome, unknown, unmet } from '../criterion.js';
import { ciOutcome, type CiParts, moduleCi, runEvidence } from '../shared/ci-outcomes.js';

const OCCASIONS: Readonly<Record<WorkflowEvent, Occasion>> = {
  push: 'push',
  pull_request: 'pull-request',
  merge_group: 'merge-group',
  tag: 'tag',
  release: 'release',
  schedule: 'schedule',
};
const SYSTEMS: Readonly<Record<WorkflowSystem, System>> = { linux: 'Linux', macos: 'macOS', windows: 'Windows' };

const nameOf = ({ command, action }: WorkflowCheck) => `\`${command?.join(' ') ?? action ?? ''}\``;

/** What the check looks at, in a sentence. */
export function describeWorkflow(check: WorkflowCheck): string {
  const on = check.on.length > 0 ? `each of ${check.on.map(each => `\`${each}\``).join(', ')}` : 'any event by itself';
  const systems = check.systems.map(each => SYSTEMS[each]);
  return `A workflow that ${on} starts must run ${nameOf(check)}${systems.length > 0 ? ` on ${systems.join(', ')}` : ''}.`;
}

export function checkWorkflow(check: WorkflowCheck, parts: CiParts, context: Context): Outcome {
  const { command, action } = check;
  const named = { ...(command ? { command } : {}), ...(action === undefined ? {} : { action }) };
  const ci = moduleCi(parts, context, named);
  const wanted = check.on.length > 0 ? check.on.map(each => [OCCASIONS[each]]) : [AUTOMATIC];
  for (const [index, occasions] of wanted.entries()) {
    const event = check.on[index];
    const outcome = checkRuns(ci, findRuns(ci, 'named', occasions), check, event);
    if (outcome.status !== 'met') return outcome;
  }
  const { fitting } = findRuns(ci, 'named', AUTOMATIC);
  return met(`a workflow runs ${nameOf(check)}`, runEvidence(fitting));
}

/** The outcome for the runs that one event starts. */
function checkRuns(ci: Ci, runs: SelectedRuns, check: WorkflowCheck, event: WorkflowEvent | undefined): Outcome {
  const when = event === undefined ? '' : ` on \`${event}\``;
  const outcome = ciOutcome(ci, runs, {
    asked: `runs ${nameOf(check)}${when}`,
    add: `add a step that runs ${nameOf(check)}${when}`,
  });
  if (outcome.status !== 'met') return outcome;
  const missing = check.systems.map(each => SYSTEMS[each]).filter(system => !runs.fitting.some(on(system)));
  if (missing.length === 0) return outcome;
  const unclear = [...runs.fitting.filter(run => run.anySystem), ...runs.possible];
  const [run] = runs.fitting;
  const message = `${nameOf(check)} does not run on ${missing.join(', ')}${when}`;
  if (unclear.length > 0) return unknown(`found no job that runs ${nameOf(check)} on ${missing.join(', ')}${when}`);
  return unmet(
    message,
    missing.map(system => ({
      kind: 'missing-system',
      subject: system,
      ...(run ? { path: run.path, line: run.line } : {}),
      message: `does not run on ${system}${when}: add a runner for it`,
    })),
  );
}

const on = (system: System) => (run: Run) => run.systems.includes(system);
