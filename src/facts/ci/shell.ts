/**
 * Lists the simple commands that a shell script runs, with their words as far as they are known. Variables that the script or the workflow
 * sets are replaced. Here-documents, comments, and quoted text do not count as commands. Functions count where they are called. If a
 * condition is known, only one branch counts, otherwise both. Whether a failing command fails the script depends on `set -e` and
 * `pipefail`, on the position of the command, and on what the script does with its status. Never throws.
 */

import {
  type AndOr,
  type Case,
  type Command,
  type For,
  forEachChild,
  type If,
  type Pipeline,
  parse,
  type SyntaxNode,
} from 'unbash';
import { memoByText } from '../../cache/memo.js';
import { UNKNOWN_TEXT } from './expression.js';
import { Failures, IGNORED, type ShellOptions, type StatusUse, TOP } from './shell-failures.js';
import { Variables } from './shell-variables.js';
import { isTooDeep, mayFit } from './shell-words.js';

export interface SimpleCommand {
  /** The words, with `UNKNOWN_TEXT` for each part that is not known. Never empty. */
  readonly words: readonly string[];
  /** The line within the script, from 0. */
  readonly line: number;
  /** Whether its failure does not fail the script: `… || true`, `… | tee`, `… &`. */
  readonly swallowed: boolean;
  /** The options of the shell at that point. */
  readonly options: ShellOptions;
  /** The working directory at that point, relative to the one where the script started. */
  readonly folder: string;
  /** The variables at that point. */
  readonly variables: ReadonlyMap<string, string>;
}

export interface ScriptRead {
  readonly commands: readonly SimpleCommand[];
  /** Whether a part could not be parsed. */
  readonly broken: boolean;
}

/** Commands whose arguments are assignments. */
const DECLARES = new Set(['export', 'declare', 'local', 'readonly', 'typeset']);
const LONGEST = 128 * 1024;
const MOST = 5_000;

/** The shell of a step that does not name one: `bash -e {0}`. */
const STEP: ShellOptions = { errexit: true, pipefail: false };

/** Reads a script of `sh` or Bash. @param variables those of the environment, and the arguments as `1`, `2`, … and `@` */
export function readShell(
  text: string,
  variables: ReadonlyMap<string, string> = new Map(),
  options: ShellOptions = STEP,
): ScriptRead {
  if (text.length > LONGEST || isTooDeep(text)) return { commands: [], broken: true };
  const walk = new Walk(text, new Variables(variables), options);
  try {
    const script = parsed(text);
    walk.list(script.commands, TOP);
    return { commands: walk.read(), broken: (script.errors?.length ?? 0) > 0 };
  } catch {
    return { commands: walk.read(), broken: true };
  }
}

/** How many of the scripts that were parsed last are kept: steps of many jobs run the same script with different variables. */
const RECENT_SCRIPTS = 64;
const parsed = memoByText(text => parse(text), RECENT_SCRIPTS);

class Walk {
  private readonly commands: SimpleCommand[] = [];
  private readonly functions = new Map<string, SyntaxNode>();
  private readonly calling = new Set<string>();
  private readonly failures: Failures;
  private folder = '';
  private nodes = 0;
  private base = 0;

  constructor(
    private readonly text: string,
    private readonly variables: Variables,
    options: ShellOptions,
  ) {
    this.failures = new Failures(text, options, this.functions);
  }

  /** The commands. Only now is it known which failures fail the script. */
  read(): SimpleCommand[] {
    return this.commands.map((each, index) => ({ ...each, swallowed: !this.failures.isFatal(index) }));
  }

  /** Visits statements in order. The status of the last one is that of the list. */
  list(nodes: readonly SyntaxNode[], use: StatusUse): void {
    for (const [index, node] of nodes.entries()) {
      this.failures.statement(this.commands.length);
      this.visit(node, this.failures.statusUseInList(nodes, index, use));
      if (this.failures.ends(node)) return;
    }
  }

  private visit(node: SyntaxNode, use: StatusUse): void {
    this.nodes += 1;
    if (this.nodes > MOST * 10 || this.commands.length >= MOST) return;
    switch (node.type) {
      case 'Command':
        return this.command(node, use);
      case 'Statement':
        return this.visit(node.command, node.background === true ? this.failures.inBackground() : use);
      case 'Script':
      case 'CompoundList':
        return this.list(node.commands, use);
      case 'Pipeline':
        return this.pipeline(node, use);
      case 'AndOr':
        return this.andOr(node, use);
      case 'If':
        return this.branch(node, use);
      case 'Function':
        this.functions.set(node.name.value, node.body);
        return undefined;
      case 'Case':
        return this.choice(node, use);
      case 'For':
        return this.loop(node, use);
      case 'While':
        this.visit(node.clause, IGNORED);
        return this.visit(node.body, use);
      case 'Subshell': {
        const { folder } = this;
        this.failures.within(use, inner => this.visit(node.body, inner));
        this.folder = folder;
        return undefined;
      }
      case 'TestCommand':
      case 'ArithmeticCommand':
        this.failures.checks(node, use);
        return this.inside(node, IGNORED);
      case 'Word':
        return this.inside(node, IGNORED);
      default:
        return forEachChild(node, child => this.visit(child, use));
    }
  }

  private choice({ word, items }: Case, use: StatusUse): void {
    const text = this.variables.expand(word);
    const taken = text.includes(UNKNOWN_TEXT)
      ? items
      : items.filter(item => item.pattern.some(pattern => mayFit(text, pattern.value)));
    for (const item of taken) this.visit(item.body, use);
  }

  private loop({ name, wordlist, body }: For, use: StatusUse): void {
    const values = (wordlist ?? []).flatMap(word => this.variables.expandToWords(word));
    // The body is visited once for each value of a short list, and once for a long or unknown list.
    for (const value of values.length > 0 ? values.slice(0, 20) : [UNKNOWN_TEXT]) {
      this.variables.set(name.value, value);
      this.visit(body, use);
    }
  }

  /** Without `pipefail`, the status of a pipeline is that of its last command. */
  private pipeline({ prefixes, commands }: Pipeline, use: StatusUse): void {
    const isNegated = prefixes.some(({ type }) => type === 'Negation');
    const own = isNegated ? { ignored: true, last: use.negated === true } : use;
    const [only, ...more] = commands;
    if (only && more.length === 0) return this.visit(only, own);
    commands.forEach((each, index) => {
      const counts = index === commands.length - 1 || this.failures.options.pipefail;
      this.failures.within(counts ? own : IGNORED, inner => this.visit(each, inner));
    });
    return undefined;
  }

  private command(node: Command, use: StatusUse): void {
    for (const each of node.prefix) {
      if (each.type === 'Assignment' && !node.name) this.variables.assign(each);
    }
    const args = [...(node.name ? [node.name] : []), ...node.args];
    // The status of `x=$(…)` is that of its command, but the status of `export x=$(…)` is not.
    const within = node.name ? IGNORED : use;
    for (const each of args) this.inside(each, IGNORED);
    for (const each of node.prefix) this.inside(each, within);
    const words = args.flatMap(each => (each.type === 'Word' ? this.variables.expandToWords(each) : [each.text]));
    const [name, first] = words;
    this.failures.builtin(node, words, use);
    if (name === undefined) return;
    if ((name === 'cd' || name === 'pushd') && first !== undefined)
      this.folder = `${this.folder}/${first}`.slice(-1_000);
    if (name === 'shift') this.variables.shift(first === undefined ? 1 : Number(first) || 1);
    if (DECLARES.has(name)) for (const each of node.args) if (each.type === 'Assignment') this.variables.assign(each);
    const body = this.functions.get(name);
    if (body && !this.calling.has(name)) {
      this.calling.add(name);
      const args = words.slice(1);
      this.failures.call(use, inner => this.variables.withArguments(args, () => this.visit(body, inner)));
      this.calling.delete(name);
      return;
    }
    this.failures.command(this.commands.length, use);
    this.commands.push({
      words,
      line: this.base + this.lineOf(node.pos),
      swallowed: false,
      folder: this.folder,
      variables: this.variables.snapshot(),
      options: this.failures.options,
    });
  }

  /** Visits the commands within a word: `$(…)`, `<(…)`. The shell of a substitution does not inherit `set -e`. */
  private inside(node: SyntaxNode, use: StatusUse): void {
    forEachChild(node, child => {
      if (child.type === 'Script') {
        const { base } = this;
        // If the text of a substitution was unescaped, positions are relative to it: all its commands get the line of the word.
        if (child.source !== undefined) this.base = this.lineOf(node.pos);
        const own = node.type === 'ProcessSubstitution' ? IGNORED : use;
        this.failures.within(own, inner => this.list(child.commands, inner), false);
        this.base = base;
      } else if (child.type === 'Command') this.command(child, use);
      else this.inside(child, use);
    });
  }

  private andOr(node: AndOr, use: StatusUse): void {
    const { commands, operators } = node;
    let known: boolean | undefined;
    commands.forEach((each, index) => {
      const operator = operators[index - 1];
      if ((operator === '&&' && known === false) || (operator === '||' && known === true)) return;
      const start = this.commands.length;
      this.visit(each, this.failures.statusUseInAndOr(node, index, use));
      const next = commands[index + 1];
      if (operators[index] === '||' && next) this.failures.keptBy(next, start, this.commands.length);
      known = each.type === 'Command' ? this.variables.condition(each) : undefined;
    });
  }

  private branch(node: If, use: StatusUse): void {
    for (const { clause, then } of [node, ...node.elif]) {
      this.visit(clause, this.failures.statusUseOfCondition(node, clause, then));
      const [statement, ...more] = clause.commands;
      const condition = more.length === 0 && statement ? this.variables.condition(statement.command) : undefined;
      if (condition !== false) this.visit(then, use);
      if (condition === true) return;
    }
    if (node.else) this.visit(node.else, use);
  }

  private starts: number[] | undefined;

  private lineOf(position: number): number {
    if (!this.starts) {
      this.starts = [];
      for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1)) this.starts.push(at);
    }
    let [low, high] = [0, this.starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
