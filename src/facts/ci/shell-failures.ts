/**
 * Decides whether a failing command fails its script: https://www.gnu.org/software/bash/manual/html_node/The-Set-Builtin.html on `-e` and
 * `pipefail`. This depends on the position of the command. A variable that keeps a status (`rc=$?`, `|| failed=1`, PIPESTATUS) can fail
 * the script later.
 */
import type { AndOr, Command, CompoundList, If, SyntaxNode } from 'unbash';

export interface ShellOptions {
  readonly errexit: boolean;
  readonly pipefail: boolean;
}

/** How the script uses the status of a command at a position. */
export interface StatusUse {
  /** Whether `set -e` ignores the status: in a condition, and in every part of `&&` and `||` except the last. */
  readonly ignored: boolean;
  /** Whether the status is that of the script: the last command of a list. */
  readonly last: boolean;
  /** Whether this is a condition whose failure after `!` fails the script. */
  readonly negated?: boolean;
}

export const TOP: StatusUse = { ignored: false, last: true };
export const IGNORED: StatusUse = { ignored: true, last: false };

/** How an alternative fails: it ends the script, returns from the function, or has a status that is not 0. */
type Failing = 'exits' | 'returns' | 'fails';

const DEEPEST = 20;
/** Usual names of functions that end a script, for functions that are defined elsewhere. */
const DIES = /^(?:die|fail|abort|bail|fatal|panic|error_exit)$/;

export class Failures {
  private readonly fatal = new Set<number>();
  /** The commands whose status a variable keeps, by variable. */
  private readonly kept = new Map<string, readonly number[]>();
  private background: number[] = [];
  /** The commands of the previous statement, and the index of the first command of this one. */
  private before: readonly number[] = [];
  private start = 0;
  private count = 0;
  /** Whether `exit 1` and `return 1` fail the script here. */
  private exits = true;
  private returns = true;
  /** Whether a trap ends the script successfully. */
  private masked = false;

  constructor(
    private readonly text: string,
    public options: ShellOptions,
    private readonly functions: ReadonlyMap<string, SyntaxNode>,
  ) {}

  isFatal(index: number): boolean {
    return this.fatal.has(index) && !this.masked;
  }

  /** Records a command that is not followed further. */
  command(index: number, use: StatusUse): void {
    this.count = index + 1;
    if (this.isFatalAt(use)) this.fatal.add(index);
    if (use === this.inBack) this.background.push(index);
  }

  private readonly inBack: StatusUse = { ignored: true, last: false };

  inBackground(): StatusUse {
    return this.inBack;
  }

  /** Records that a statement begins with the command of that index. */
  statement(index: number): void {
    this.before = range(this.start, index);
    this.start = index;
    this.count = index;
  }

  /** Whether nothing after a statement runs. */
  ends(node: SyntaxNode): boolean {
    const command = node.type === 'Statement' ? node.command : node;
    return command.type === 'Command' && /^(?:exit|return|exec)$/.test(nameOf(command)) && command.args.length < 2;
  }

  statusUseInList(nodes: readonly SyntaxNode[], index: number, use: StatusUse): StatusUse {
    if (index === nodes.length - 1) return use;
    const next = nodes[index + 1];
    const command = next?.type === 'Statement' ? next.command : next;
    if (command?.type !== 'Command' || !/^(?:exit|return)$/.test(nameOf(command)))
      return { ignored: use.ignored, last: false };
    // `exit` and `exit $?` end with the status of the previous command.
    const [status] = command.args;
    const passes = status === undefined || /^"?\$\{?\?\}?"?$/.test(status.text);
    return { ignored: use.ignored, last: passes && (nameOf(command) === 'exit' ? this.exits : this.returns) };
  }

  /** Visits commands in a subshell, whose status is used like that of one command. */
  within(use: StatusUse, visit: (inner: StatusUse) => void, errexit = this.options.errexit): void {
    const { options, exits, returns } = this;
    const last = this.isFatalAt(use);
    this.options = { ...options, errexit };
    this.exits = last;
    this.returns = last;
    visit({ ignored: use.ignored, last });
    Object.assign(this, { options, exits, returns });
  }

  /** Visits the body of a called function, whose status is used like that of one command. */
  call(use: StatusUse, visit: (inner: StatusUse) => void): void {
    const { returns } = this;
    const last = this.isFatalAt(use);
    this.returns = last;
    visit({ ignored: use.ignored, last });
    this.returns = returns;
  }

  statusUseInAndOr({ commands, operators }: AndOr, index: number, use: StatusUse): StatusUse {
    if (index === commands.length - 1) return use;
    // Continues as the shell does if this command failed.
    for (let at = index; at < operators.length; at += 1) {
      const next = commands[at + 1];
      if (operators[at] === '&&' || next === undefined) continue;
      const failing = this.howItFails(next);
      if (failing === 'exits') return { ignored: true, last: this.exits };
      if (failing === 'returns') return { ignored: true, last: this.returns };
      if (failing === undefined) return IGNORED;
      if (at + 1 === commands.length - 1) return { ignored: true, last: this.isFatalAt(use) };
    }
    return { ignored: true, last: use.last };
  }

  /** Records `|| failed=1`: a variable keeps the failure of the commands before it. */
  keptBy(alternative: SyntaxNode, from: number, to: number): void {
    if (alternative.type !== 'Command' || alternative.name) return;
    for (const each of alternative.prefix) if (each.type === 'Assignment') this.keep(each.name, range(from, to));
  }

  /** A condition can fail the script if it fails, or after `!` if it succeeds. */
  statusUseOfCondition(node: If, clause: CompoundList, then: CompoundList): StatusUse {
    const [statement] = clause.commands;
    const negated =
      statement?.command.type === 'Pipeline' && statement.command.prefixes.some(({ type }) => type === 'Negation');
    const failing = this.howItFails(negated ? then : node.else);
    if (this.howItFails(then) ?? this.howItFails(node.else)) this.resolve(clause);
    const fatal = failing === 'exits' ? this.exits : failing === 'returns' ? this.returns : false;
    return { ignored: true, last: fatal && !negated, negated: fatal && negated };
  }

  /** Applies a builtin to the options and the kept statuses. */
  builtin(node: Command, words: readonly string[], use: StatusUse): void {
    const [name, ...args] = words;
    if (name === undefined) {
      for (const each of node.prefix)
        if (each.type === 'Assignment' && /\$\{?\?|PIPESTATUS/.test(this.text.slice(each.pos, each.end)))
          this.keep(each.name, this.before);
    } else if (name === 'set' || name === 'shopt') this.set(args);
    else if (name === 'trap') this.trap(args);
    else if (name === 'wait' && args.length > 0 && this.isFatalAt(use))
      for (const each of this.background) this.fatal.add(each);
    else if (name === 'exit' ? this.exits : name === 'return' && this.returns) this.resolve(node);
    else if (name === '[' || name === 'test') this.checks(node, use);
  }

  /** Records a test of a kept status. If the test fails the script, so does the command whose status was kept. */
  checks(node: SyntaxNode, use: StatusUse): void {
    if (this.isFatalAt(use)) this.resolve(node);
  }

  private isFatalAt({ ignored, last }: StatusUse): boolean {
    return last || (this.options.errexit && !ignored);
  }

  private keep(name: string, commands: readonly number[]): void {
    this.kept.set(name, [...(this.kept.get(name) ?? []), ...commands]);
  }

  /** Marks the commands whose kept status a node reads as fatal. */
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

  /** How a node fails if it always does. */
  private howItFails(node: SyntaxNode | undefined, depth = 0): Failing | undefined {
    if (!node || depth > DEEPEST) return undefined;
    switch (node.type) {
      case 'Statement':
        return this.howItFails(node.command, depth + 1);
      case 'BraceGroup':
        return this.howItFails(node.body, depth + 1);
      case 'Subshell':
        return this.howItFails(node.body, depth + 1) && 'fails';
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
      const failing = this.howItFails(each, depth + 1);
      const isLast = index === commands.length - 1;
      // `exit` without a status after a command that succeeds ends successfully.
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
      const failing = this.howItFails(body, depth + 1);
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
