/** Whether a failing test fails the step, according to the shell that runs the script. */
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { commandEffects } from '../src/facts/ci/command-effects.js';
import { type Script, scripts } from './failing-steps/scripts.js';
import { inFolder } from './folders.js';
import { compare, type Oracle } from './oracle.js';
import { runTool } from './tool.js';

interface Step {
  readonly script: Script;
  /** The command line of the shell, as a step names it. */
  readonly shell: string;
}

const BASH = ['bash -e', 'bash --noprofile --norc -eo pipefail', 'bash'];

const steps: fc.Arbitrary<Step> = scripts.chain(script =>
  fc.constantFrom(...BASH, ...(script.bash ? [] : ['sh -e'])).map(shell => ({ script, shell })),
);

export const failingSteps: Oracle = {
  name: 'failing-steps',
  judges: '`commandEffects` in src/facts/ci/command-effects.ts: whether a failing test fails the step of a workflow',
  tool: { command: 'bash', package: 'bash' },
  check: compare({
    inputs: steps,
    show: ({ script, shell }) => `${shell} SCRIPT, where SCRIPT is\n${script.text}`,
    ours,
    theirs,
  }),
};

const FAILS = 'a failing test fails the step';
const PASSES = 'a failing test does not fail the step';

function ours({ script, shell }: Step): string {
  const effects = commandEffects(script.text, {
    files: { entries: new Map() },
    shell: `${shell} {0}`,
    folder: '',
    variables: new Map(),
  });
  const fails = effects.some(({ effect, swallowed }) => effect.does.includes('test') && !swallowed);
  return fails ? FAILS : PASSES;
}

/** What the programs of a run do. */
const WORLDS = ['maybe-passes', 'maybe-fails'].flatMap(maybe =>
  ['cargo-passes', 'cargo-fails'].map(cargo => ({ maybe, cargo })),
);

/**
 * Runs each script in each world. A script that fails although its test passes says nothing, and neither does one whose test fails it
 * only in one of the worlds.
 */
async function theirs(inputs: readonly Step[]): Promise<(string | undefined)[]> {
  return inFolder(async folder => {
    for (const { maybe, cargo } of WORLDS) writePrograms(join(folder, `${maybe}-${cargo}`), maybe, cargo);
    const runs = inputs.flatMap(({ script, shell }, index) => {
      writeFileSync(join(folder, `${index}.sh`), script.text);
      return WORLDS.map(({ maybe, cargo }) => `run ${index} ${maybe}-${cargo} ${shell}`);
    });
    writeFileSync(join(folder, 'run-all'), `${RUN}${runs.join('\n')}\n`);
    const { stdout } = await runTool('bash', ['run-all'], { cwd: folder, env: { PATH: process.env['PATH'] ?? '' } });
    const answers = stdout.toString('utf8').trimEnd().split('\n');
    return inputs.map(({ script }, index) =>
      judged(script, answers.slice(index * WORLDS.length, (index + 1) * WORLDS.length)),
    );
  });
}

/** Runs one script after the other, each with little time and memory. Prints its exit code and whether it ran the tests. */
const RUN = `
ulimit -t 5 -f 1024 -u 4096 2>/dev/null
run() {
  local script=$1 world=$2
  shift 2
  mkdir work
  (cd work && RAN=ran PATH="../$world:$PATH" timeout -s KILL 5 "$@" ../"$script".sh) </dev/null >/dev/null 2>&1
  echo "$? $([ -e work/ran ] && echo ran)"
  rm -r work
}
`;

function writePrograms(folder: string, maybe: string, cargo: string): void {
  mkdirSync(folder);
  const [pass, fail] = ['/bin/true', '/bin/false'];
  for (const name of ['ok', 'also-ok']) symlinkSync(pass, join(folder, name));
  symlinkSync(maybe === 'maybe-passes' ? pass : fail, join(folder, 'maybe'));
  writeFileSync(join(folder, 'cargo'), `#!/bin/sh\n: > "$RAN"\nexit ${cargo === 'cargo-passes' ? 0 : 101}\n`);
  chmodSync(join(folder, 'cargo'), 0o755);
}

function judged({ text }: Script, answers: readonly string[]): string | undefined {
  const found = new Set<string>();
  for (let at = 0; at < answers.length; at += 2) {
    const [good, bad] = [answers[at] ?? '', answers[at + 1] ?? ''];
    if (!bad.endsWith(' ran')) continue;
    if (bad.startsWith('0 ')) found.add(PASSES);
    else if (good.startsWith('0 ')) found.add(FAILS);
    else found.add('undecided');
  }
  // Two programs `maybe` can answer differently, and then the tests may run.
  if (found.size === 0) return text.includes('maybe') ? undefined : PASSES;
  const [only, ...more] = found;
  return more.length > 0 || only === 'undecided' ? undefined : only;
}
