/**
 * What a failing command does to its script: https://www.gnu.org/software/bash/manual/html_node/The-Set-Builtin.html on
 * `-e` and `pipefail`. Where a command stands tells whether its status is looked at; what keeps a status (`rc=$?`,
 * `|| failed=1`, PIPESTATUS) may fail the script later.
 */
import type { AndOr, Command, CompoundList, If, SyntaxNode } from 'unbash';

export interface ShellOptions {
  readonly errexit: boolean;
  readonly pipefail: boolean;
}

/** Where a command stands. */
export interface Stand {
  /** Its status is looked at, so that `set -e` does nothing: a condition, a part of `&&` and `||` that is not the last. */
  readonly ignored: boolean;
  /** Its status is the script's: the last of a list. */
  readonly last: boolean;
  /** A condition: behind a `!`, its failure fails the script. */
  readonly negated?: boolean;
}

export const TOP: Stand = { ignored: false, last: true };
export const IGNORED: Stand = { ignored: true, last: false };

/** What a failing alternative does: ends the script, returns from the function, or is a status that is not 0. */
type Failing = 'exits' | 'returns' | 'fails';

const DEEPEST = 20;
/** Names of functions that end a script, wherever they come from. */
const DIES = /^(?:die|fail|abort|bail|fatal|panic|error_exit)$/;

export class Failures {
  private readonly fatal = new Set<number>();
  /** Commands whose status a variable keeps. */
  private readonly kept = new Map<string, readonly number[]>();
  private background: number[] = [];
  /** The commands of the statement before, and where the present one begins. */
  private before: readonly number[] = [];
  private start = 0;
  private count = 0;
  /** Whether `exit 1`, and `return 1`, fail the script here. */
  private exits = true;
  private returns = true;
  /** A trap ends the script with success. */
  private masked = false;

  constructor(
    private readonly text: string,
    public options: ShellOptions,
    private readonly functions: ReadonlyMap<string, SyntaxNode>,
  ) {}

  isFatal(index: number): boolean {
    return this.fatal.has(index) && !this.masked;
  }

  /** A command that is not followed further. */
  command(index: number, stand: Stand): void {
    this.count = index + 1;
    if (this.isFatalAt(stand)) this.fatal.add(index);
    if (stand === this.inBack) this.background.push(index);
  }

  private readonly inBack: Stand = { ignored: true, last: false };

  inBackground(): Stand {
    return this.inBack;
  }

  /** A statement begins with the command of that index. */
  statement(index: number): void {
    this.before = range(this.start, index);
    this.start = index;
    this.count = index;
  }

  /** Whether nothing behind a statement runs. */
  ends(node: SyntaxNode): boolean {
    const command = node.type === 'Statement' ? node.command : node;
    return command.type === 'Command' && /^(?:exit|return|exec)$/.test(nameOf(command)) && command.args.length < 2;
  }

  standIn(nodes: readonly SyntaxNode[], index: number, stand: Stand): Stand {
    if (index === nodes.length - 1) return stand;
    const next = nodes[index + 1];
    const command = next?.type === 'Statement' ? next.command : next;
    if (command?.type !== 'Command' || !/^(?:exit|return)$/.test(nameOf(command)))
      return { ignored: stand.ignored, last: false };
    // `exit` and `exit $?` end with the status of what stands before.
    const [status] = command.args;
    const passes = status === undefined || /^"?\$\{?\?\}?"?$/.test(status.text);
    return { ignored: stand.ignored, last: passes && (nameOf(command) === 'exit' ? this.exits : this.returns) };
  }

  /** In a shell of its own: its status is looked at as that of one command. */
  within(stand: Stand, visit: (inner: Stand) => void, errexit = this.options.errexit): void {
    const { options, exits, returns } = this;
    const last = this.isFatalAt(stand);
    this.options = { ...options, errexit };
    this.exits = last;
    this.returns = last;
    visit({ ignored: stand.ignored, last });
    Object.assign(this, { options, exits, returns });
  }

  /** A call of a function: its status is that of one command. */
  call(stand: Stand, visit: (inner: Stand) => void): void {
    const { returns } = this;
    const last = this.isFatalAt(stand);
    this.returns = last;
    visit({ ignored: stand.ignored, last });
    this.returns = returns;
  }

  standInAndOr({ commands, operators }: AndOr, index: number, stand: Stand): Stand {
    if (index === commands.length - 1) return stand;
    // Walks on as the shell does when this one has failed.
    for (let at = index; at < operators.length; at += 1) {
      const next = commands[at + 1];
      if (operators[at] === '&&' || next === undefined) continue;
      const failing = this.failingOf(next);
      if (failing === 'exits') return { ignored: true, last: this.exits };
      if (failing === 'returns') return { ignored: true, last: this.returns };
      if (failing === undefined) return IGNORED;
      if (at + 1 === commands.length - 1) return { ignored: true, last: this.isFatalAt(stand) };
    }
    return { ignored: true, last: stand.last };
  }

  /** `|| failed=1`: a variable keeps that the commands before have failed. */
  keptBy(alternative: SyntaxNode, from: number, to: number): void {
    if (alternative.type !== 'Command' || alternative.name) return;
    for (const each of alternative.prefix) if (each.type === 'Assignment') this.keep(each.name, range(from, to));
  }

  /** A condition whose failure, or whose success, ends the script with failure. */
  standOfCondition(node: If, clause: CompoundList, then: CompoundList): Stand {
    const [statement] = clause.commands;
    const negated =
      statement?.command.type === 'Pipeline' && statement.command.prefixes.some(({ type }) => type === 'Negation');
    const failing = this.failingOf(negated ? then : node.else);
    if (this.failingOf(then) ?? this.failingOf(node.else)) this.resolve(clause);
    const fatal = failing === 'exits' ? this.exits : failing === 'returns' ? this.returns : false;
    return { ignored: true, last: fatal && !negated, negated: fatal && negated };
  }

  /** What builtins do to the options, and to the statuses that are kept. */
  builtin(node: Command, words: readonly string[], stand: Stand): void {
    const [name, ...args] = words;
    if (name === undefined) {
      for (const each of node.prefix)
        if (each.type === 'Assignment' && /\$\{?\?|PIPESTATUS/.test(this.text.slice(each.pos, each.end)))
          this.keep(each.name, this.before);
    } else if (name === 'set' || name === 'shopt') this.set(args);
    else if (name === 'trap') this.trap(args);
    else if (name === 'wait' && args.length > 0 && this.isFatalAt(stand))
      for (const each of this.background) this.fatal.add(each);
    else if (name === 'exit' ? this.exits : name === 'return' && this.returns) this.resolve(node);
    else if (name === '[' || name === 'test') this.checks(node, stand);
  }

  /** A test of a status that was kept: where it fails the script, so does the command that it was kept of. */
  checks(node: SyntaxNode, stand: Stand): void {
    if (this.isFatalAt(stand)) this.resolve(node);
  }

  private isFatalAt({ ignored, last }: Stand): boolean {
    return last || (this.options.errexit && !ignored);
  }

  private keep(name: string, commands: readonly number[]): void {
    this.kept.set(name, [...(this.kept.get(name) ?? []), ...commands]);
  }

  /** The commands whose status a node looks at fail the script after all. */
  private resolve(node: SyntaxNode): void {
    const text = this.text.slice(node.pos, node.end);
    for (const [, name = ''] of text.matchAll(/([A-Za-z_]\w*)/g))
      for (const each of name === 'PIPESTATUS' ? this.before : (this.kept.get(name) ?? [])) this.fatal.add(each);
  }

  private set(args: readonly string[]): void {
    args.forEach((arg, index) => {
      const on = arg.startsWith('-');
      if (!/^[-+][A-Za-z]+$/.test(arg)) return;
      if (arg.includes('e') && !/^-s?u?o?$/.test(arg)) this.options = { ...this.options, errexit: on };
      if (!arg.endsWith('o')) return;
      const named = args[index + 1];
      if (named === 'errexit') this.options = { ...this.options, errexit: on };
      if (named === 'pipefail') this.options = { ...this.options, pipefail: on };
    });
  }

  private trap([action = '', ...signals]: readonly string[]): void {
    const body = this.functions.get(action.trim());
    const text = body ? this.text.slice(body.pos, body.end) : action;
    if (!signals.some(signal => /^(?:EXIT|0|ERR|SIGEXIT)$/i.test(signal))) return;
    if (action === '-') this.masked = false;
    else if (/\bexit\s+0\b/.test(text)) this.masked = true;
    else if (signals.includes('ERR') && /\bexit\b/.test(text)) this.options = { ...this.options, errexit: true };
  }

  /** Whether a node always fails, and how. */
  private failingOf(node: SyntaxNode | undefined, depth = 0): Failing | undefined {
    if (!node || depth > DEEPEST) return undefined;
    switch (node.type) {
      case 'Statement':
        return this.failingOf(node.command, depth + 1);
      case 'BraceGroup':
        return this.failingOf(node.body, depth + 1);
      case 'Subshell':
        return this.failingOf(node.body, depth + 1) && 'fails';
      case 'CompoundList':
        return this.failingList(node, depth);
      case 'Command':
        return this.failingCommand(node, depth);
      default:
        return undefined;
    }
  }

  private failingList({ commands }: CompoundList, depth: number): Failing | undefined {
    for (const [index, each] of commands.entries()) {
      const failing = this.failingOf(each, depth + 1);
      const isLast = index === commands.length - 1;
      // A bare `exit` behind something that succeeds ends with success.
      const bare =
        index > 0 &&
        each.command.type === 'Command' &&
        each.command.args.length === 0 &&
        nameOf(each.command) === 'exit';
      if (failing && !bare && (isLast || failing !== 'fails')) return failing;
    }
    return undefined;
  }

  private failingCommand(node: Command, depth: number): Failing | undefined {
    const name = nameOf(node);
    const status = node.args[0]?.text;
    if (name === 'exit') return status === '0' ? undefined : 'exits';
    if (name === 'return') return status === '0' ? undefined : 'returns';
    if (name === 'false') return 'fails';
    const body = this.functions.get(name);
    if (body) {
      const failing = this.failingOf(body, depth + 1);
      return failing === 'returns' ? 'fails' : failing;
    }
    return DIES.test(name) ? 'exits' : undefined;
  }
}

function nameOf({ name }: Command): string {
  return name?.value ?? '';
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
