/** Follows a shell script in all its possible runs. https://www.gnu.org/software/bash/manual/html_node/Shell-Commands.html */
import {
  type Command,
  type CompoundList,
  forEachChild,
  type ParsedScript,
  type Pipeline,
  type Script,
  type SyntaxNode,
} from 'unbash';
import { UNKNOWN_TEXT } from './expression.js';
import { DECLARES, changeFolder, runBuiltin } from './shell-builtins.js';
import { CommandList, inputOf, type SimpleCommand } from './shell-commands.js';
import { type Runner, runAndOr, runArithmeticFor, runCase, runFor, runIf, runWhile, truth } from './shell-compound.js';
import { joinedRunning } from './shell-loops.js';
import { ShellState } from './shell-state.js';
import { holdsExpression, holdsTest } from './shell-tests.js';

/** The most commands that are listed, and nodes that are visited. */
const MOST_COMMANDS = 5_000;
const MOST_NODES = 50_000;

/** What becomes of one state, or of several. */
type Step = (state: ShellState) => ShellState[];

export class ShellRun implements Runner {
  private readonly commands: CommandList;
  private readonly functions = new Map<string, SyntaxNode>();
  private readonly calling = new Set<string>();
  private nodes = 0;
  private jobs = 0;

  constructor(
    text: string,
    private readonly parse: (text: string) => ParsedScript | undefined,
  ) {
    this.commands = new CommandList(text);
  }

  start(script: Script, state: ShellState): void {
    for (const last of this.list(script, state, false))
      for (const ended of this.finish(last)) this.commands.judge(ended);
  }

  read(): SimpleCommand[] {
    return this.commands.read();
  }

  /** Runs statements in order. */
  list({ commands }: CompoundList | Script, state: ShellState, ignored: boolean): ShellState[] {
    const left: ShellState[] = [];
    let running = [state];
    for (const each of commands) {
      const next = running.flatMap(one => this.visit(each, one, ignored));
      left.push(...next.filter(({ leaving }) => leaving));
      running = ShellState.joined(next.filter(({ leaving }) => !leaving));
      if (running.length === 0) break;
    }
    return [...running, ...left];
  }

  /** @param ignored whether `set -e` has no effect: in a condition, or in a list before `&&` or `||` */
  visit(node: SyntaxNode, state: ShellState, ignored: boolean): ShellState[] {
    this.nodes += 1;
    if (this.nodes > MOST_NODES || this.commands.count >= MOST_COMMANDS) return [state];
    switch (node.type) {
      case 'Command':
        return this.inside(node, state, ignored).flatMap(each => this.command(node, each, ignored));
      case 'Statement':
        return node.background === true
          ? this.background(node.command, state, ignored)
          : this.visit(node.command, state, ignored);
      case 'Coproc':
        return this.background(node.body, state, ignored);
      case 'Script':
      case 'CompoundList':
        return this.list(node, state, ignored);
      case 'BraceGroup':
      case 'Select':
        return this.list(node.body, state, ignored);
      case 'Redirected':
        return this.insideAll(node.redirects, state).flatMap(each => this.visit(node.command, each, ignored));
      case 'Pipeline':
        return this.pipeline(node, state, ignored);
      case 'AndOr':
        return runAndOr(node, state, ignored, this);
      case 'If':
        return runIf(node, state, ignored, this);
      case 'Case':
        return runCase(node, state, ignored, this);
      case 'For':
        return runFor(node, state, ignored, this);
      case 'ArithmeticFor':
        return runArithmeticFor(node, state, ignored, this);
      case 'While':
        return runWhile(node, state, ignored, this);
      case 'Function':
        this.functions.set(node.name.value, node.body);
        return [state.end(0)];
      case 'Subshell':
        return this.subshell(state, each => this.list(node.body, each, ignored)).flatMap(each =>
          this.checked(each, ignored),
        );
      case 'TestCommand':
        return this.inside(node, state).flatMap(each =>
          this.test(holdsExpression(node.expression, each.variables), each, ignored),
        );
      case 'ArithmeticCommand':
        return this.inside(node, state).flatMap(each => this.test(truth(node.expression, each), each, ignored));
      default:
        return [state];
    }
  }

  /** After a command that is not compound: if it has failed, the ERR trap runs, and `set -e` ends the shell. */
  private checked(state: ShellState, ignored: boolean): ShellState[] {
    const { status, onError } = state;
    if (status === 0 || ignored || state.leaving) return [state];
    const trapped =
      onError === undefined || (this.calling.size > 0 && !state.errtrace) ? [state] : this.trap(onError, state);
    for (const each of trapped) if (each.options.errexit && !each.leaving) each.leaving = { kind: 'exit' };
    return trapped;
  }

  /** Runs a trap, after which the status is what it was before, unless the trap ends the shell. */
  private trap(text: string, state: ShellState): ShellState[] {
    const { status } = state;
    state.onError = undefined;
    const ended = this.runText(text, state) ?? [state];
    return ended.map(each => {
      each.onError = state.onError;
      return each.leaving ? each : each.end(status);
    });
  }

  /** Runs what is given as a text; undefined if it cannot be read. */
  private runText(text: string, state: ShellState, ignored = false): ShellState[] | undefined {
    const script = text.includes(UNKNOWN_TEXT) ? undefined : this.parse(text);
    if (!script || (script.errors?.length ?? 0) > 0) return undefined;
    return this.commands.atLastLine(() => this.list(script, state, ignored));
  }

  /** The end of a shell: its EXIT trap runs. */
  private finish(state: ShellState): ShellState[] {
    state.leaving = undefined;
    const { onExit } = state;
    if (onExit === undefined) return [state];
    state.onExit = undefined;
    return this.trap(onExit, state);
  }

  /** Runs something in a shell of its own. */
  private subshell(state: ShellState, run: Step): ShellState[] {
    const ended = run(state.child()).flatMap(each => this.finish(each));
    return ShellState.joined(ended.map(each => state.after(each)));
  }

  private background(node: SyntaxNode, state: ShellState, ignored: boolean): ShellState[] {
    this.jobs += 1;
    const job = `%${this.jobs}`;
    return this.subshell(state, each => this.visit(node, each, ignored)).map(each => {
      each.jobs = new Map([...each.jobs, [job, each.status]]);
      each.variables.set('!', job);
      return each.end(0);
    });
  }

  /** Each command of a pipeline has a shell of its own. Without `pipefail`, the status of the last one counts. */
  private pipeline({ prefixes, commands }: Pipeline, state: ShellState, ignored: boolean): ShellState[] {
    const isNegated = prefixes.filter(({ type }) => type === 'Negation').length % 2 === 1;
    const inIgnored = ignored || isNegated;
    const [only, ...more] = commands;
    const ended =
      only && more.length === 0
        ? this.visit(only, state, inIgnored)
        : this.piped(commands, state, inIgnored).flatMap(each => this.checked(each, inIgnored));
    for (const each of ended)
      if (isNegated && !each.leaving) each.end(each.status === 0 ? 1 : 0, each.variables.pipeStatuses);
    return ended;
  }

  private piped(commands: readonly SyntaxNode[], state: ShellState, ignored: boolean): ShellState[] {
    let runs = [{ state, statuses: [] as readonly number[] }];
    for (const each of commands)
      runs = runs.flatMap(({ state: before, statuses }) => {
        // All commands start with the status from before the pipeline.
        const { status } = state;
        return this.subshell(before, child => this.visit(each, child, ignored)).map(after => {
          const next = [...statuses, after.status];
          after.variables.status = status;
          return { state: after, statuses: next };
        });
      });
    return runs.map(({ state: after, statuses }) => {
      const failed = after.options.pipefail ? statuses.findLast(status => status !== 0) : statuses.at(-1);
      return after.end(failed ?? 0, statuses);
    });
  }

  /** Runs the commands within words: `$(…)`, `<(…)`. */
  private inside(node: SyntaxNode, state: ShellState, ignored = false): ShellState[] {
    let states = [state];
    forEachChild(node, child => {
      states = states.flatMap(each =>
        child.type === 'Script'
          ? this.substitution(child, each, node.type === 'ProcessSubstitution', ignored)
          : this.inside(child, each, ignored),
      );
    });
    return states;
  }

  insideAll(nodes: readonly SyntaxNode[], state: ShellState): ShellState[] {
    return nodes.reduce((states, node) => states.flatMap(each => this.inside(node, each)), [state]);
  }

  /** Only `sh` keeps `set -e` in a substitution, and only Bash leaves it without effect there, if it has none for the command. */
  private substitution(script: Script, state: ShellState, isProcess: boolean, ignored: boolean): ShellState[] {
    const { status, variables } = state;
    const { pipeStatuses } = variables;
    const run = () =>
      this.subshell(state, child => {
        if (child.options.posix !== true) child.options = { ...child.options, errexit: false };
        return this.list(script, child, ignored && child.options.posix !== true && !isProcess);
      });
    // If the text of a substitution was unescaped, positions are relative to it.
    const ended = script.source === undefined ? run() : this.commands.atLastLine(run);
    return ended.map(each => {
      const substituted = isProcess ? state.substituted : each.status;
      each.end(status, pipeStatuses).substituted = substituted;
      return each;
    });
  }

  private command(node: Command, state: ShellState, ignored: boolean): ShellState[] {
    const { variables } = state;
    const args = [...(node.name ? [node.name] : []), ...node.args];
    const words = args.flatMap(each => (each.type === 'Word' ? variables.expandToWords(each) : [each.text]));
    const [name] = words;
    if (name === undefined) {
      for (const each of node.prefix) if (each.type === 'Assignment') variables.assign(each);
      // The status of `x=$(…)` is that of its command, but the status of `export x=$(…)` is not.
      return this.checked(state.end(state.substituted ?? 0), ignored);
    }
    const body = this.functions.get(name);
    if (body && !this.calling.has(name)) return this.call(name, body, words.slice(1), state, ignored);
    if (name === 'eval') {
      const ended = this.runText(words.slice(1).join(' '), state, ignored);
      if (ended) return ended.flatMap(each => this.checked(each, ignored));
    }
    changeFolder(state, words);
    const index = this.commands.add(node, words, state, inputOf(node, variables));
    if (name === 'unset' && words[1] === '-f') for (const each of words.slice(2)) this.functions.delete(each);
    if (DECLARES.has(name)) for (const each of node.args) if (each.type === 'Assignment') variables.assign(each);
    if (name === '[' || name === 'test')
      return this.test(holdsTest(words.slice(1, name === '[' ? -1 : undefined)), state, ignored);
    if (runBuiltin(state, words)) return this.checked(state, ignored);
    const ended = this.commands.run(index, state);
    if (name === 'exec' && words.length > 1) for (const each of ended) each.leaving = { kind: 'exit' };
    return ended.flatMap(each => this.checked(each, ignored));
  }

  private call(
    name: string,
    body: SyntaxNode,
    args: readonly string[],
    state: ShellState,
    ignored: boolean,
  ): ShellState[] {
    const outer = state.variables.enter(args);
    this.calling.add(name);
    const ended = this.visit(body, state, ignored);
    this.calling.delete(name);
    return joinedRunning(
      ended.map(each => {
        each.variables.leave(outer);
        if (each.leaving?.kind === 'return') each.leaving = undefined;
        return each;
      }),
    ).flatMap(each => this.checked(each, ignored));
  }

  /** A test of which the result is not known goes both ways where it is a condition, and is taken to hold elsewhere. */
  private test(holds: boolean | undefined, state: ShellState, ignored: boolean): ShellState[] {
    if (holds !== undefined || !ignored) return this.checked(state.end(holds === false ? 1 : 0), ignored);
    const other = state.clone().end(1);
    other.assumed = true;
    return [state.end(0), other];
  }
}
