/**
 * The simple commands that a shell script runs, with their words as far as they are known: variables that the script or
 * the workflow sets are put in, here-documents, comments, and quoted text are none. Functions count where they are called;
 * `if` and `&&` on values that are known take one way, else both count. Whether a failure of a command fails the script is
 * told by `set -e` and `pipefail`, by where the command stands, and by what is done with its status. Never throws.
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
import { Failures, IGNORED, type ShellOptions, type Stand, TOP } from './shell-failures.js';
import { Variables } from './shell-variables.js';
import { isTooDeep, mayFit } from './shell-words.js';

export interface Simple {
  /** The words; UNKNOWN_TEXT stands where a part is not known. Never empty. */
  readonly words: readonly string[];
  /** The line within the script, from 0. */
  readonly line: number;
  /** Its failure does not fail the script: `… || true`, `… | tee`, `… &`. */
  readonly swallowed: boolean;
  /** The options of the shell at that point. */
  readonly options: ShellOptions;
  /** The directory into which the script has changed by then, relative to where it started. */
  readonly folder: string;
  /** The variables at that point. */
  readonly variables: ReadonlyMap<string, string>;
}

export interface ScriptRead {
  readonly commands: readonly Simple[];
  /** It could not be parsed as a whole. */
  readonly broken: boolean;
}

/** Commands that take assignments. */
const DECLARES = new Set(['export', 'declare', 'local', 'readonly', 'typeset']);
const LONGEST = 128 * 1024;
const MOST = 5_000;

/** What GitHub gives a step that names no shell: `bash -e {0}`. */
const STEP: ShellOptions = { errexit: true, pipefail: false };

/** Reads a script of `sh` or Bash; `variables` are those of its environment, `1`, `2` … and `@` its arguments. */
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

/** The scripts that were read last: steps of many jobs call the same one, each with variables of its own. */
const RECENT_SCRIPTS = 64;
const parsed = memoByText(text => parse(text), RECENT_SCRIPTS);

class Walk {
  private readonly commands: Simple[] = [];
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

  /** The commands, each with what its failure does after all. */
  read(): Simple[] {
    return this.commands.map((each, index) => ({ ...each, swallowed: !this.failures.isFatal(index) }));
  }

  /** Statements one after the other: of the last one the status is the list's. */
  list(nodes: readonly SyntaxNode[], stand: Stand): void {
    for (const [index, node] of nodes.entries()) {
      this.failures.statement(this.commands.length);
      this.visit(node, this.failures.standIn(nodes, index, stand));
      if (this.failures.ends(node)) return;
    }
  }

  private visit(node: SyntaxNode, stand: Stand): void {
    this.nodes += 1;
    if (this.nodes > MOST * 10 || this.commands.length >= MOST) return;
    switch (node.type) {
      case 'Command':
        return this.command(node, stand);
      case 'Statement':
        return this.visit(node.command, node.background === true ? this.failures.inBackground() : stand);
      case 'Script':
      case 'CompoundList':
        return this.list(node.commands, stand);
      case 'Pipeline':
        return this.pipeline(node, stand);
      case 'AndOr':
        return this.andOr(node, stand);
      case 'If':
        return this.branch(node, stand);
      case 'Function':
        this.functions.set(node.name.value, node.body);
        return undefined;
      case 'Case':
        return this.choice(node, stand);
      case 'For':
        return this.loop(node, stand);
      case 'While':
        this.visit(node.clause, IGNORED);
        return this.visit(node.body, stand);
      case 'Subshell': {
        const { folder } = this;
        this.failures.within(stand, inner => this.visit(node.body, inner));
        this.folder = folder;
        return undefined;
      }
      case 'TestCommand':
      case 'ArithmeticCommand':
        this.failures.checks(node, stand);
        return this.inside(node, IGNORED);
      case 'Word':
        return this.inside(node, IGNORED);
      default:
        return forEachChild(node, child => this.visit(child, stand));
    }
  }

  private choice({ word, items }: Case, stand: Stand): void {
    const text = this.variables.expand(word);
    const taken = text.includes(UNKNOWN_TEXT)
      ? items
      : items.filter(item => item.pattern.some(pattern => mayFit(text, pattern.value)));
    for (const item of taken) this.visit(item.body, stand);
  }

  private loop({ name, wordlist, body }: For, stand: Stand): void {
    const values = (wordlist ?? []).flatMap(word => this.variables.expandToWords(word));
    // Each value of a short list is a run of its own; of a long or unknown one the first tells.
    for (const value of values.length > 0 ? values.slice(0, 20) : [UNKNOWN_TEXT]) {
      this.variables.set(name.value, value);
      this.visit(body, stand);
    }
  }

  /** Without `pipefail`, the status of the last command alone is that of the pipe. */
  private pipeline({ prefixes, commands }: Pipeline, stand: Stand): void {
    const isNegated = prefixes.some(({ type }) => type === 'Negation');
    const own = isNegated ? { ignored: true, last: stand.negated === true } : stand;
    const [only, ...more] = commands;
    if (only && more.length === 0) return this.visit(only, own);
    commands.forEach((each, index) => {
      const counts = index === commands.length - 1 || this.failures.options.pipefail;
      this.failures.within(counts ? own : IGNORED, inner => this.visit(each, inner));
    });
    return undefined;
  }

  private command(node: Command, stand: Stand): void {
    for (const each of node.prefix) {
      if (each.type === 'Assignment' && !node.name) this.variables.assign(each);
    }
    const args = [...(node.name ? [node.name] : []), ...node.args];
    // The status of `x=$(…)` is that of its command; of `export x=$(…)` it is not.
    const within = node.name ? IGNORED : stand;
    for (const each of args) this.inside(each, IGNORED);
    for (const each of node.prefix) this.inside(each, within);
    const words = args.flatMap(each => (each.type === 'Word' ? this.variables.expandToWords(each) : [each.text]));
    const [name, first] = words;
    this.failures.builtin(node, words, stand);
    if (name === undefined) return;
    if ((name === 'cd' || name === 'pushd') && first !== undefined)
      this.folder = `${this.folder}/${first}`.slice(-1_000);
    if (name === 'shift') this.variables.shift(first === undefined ? 1 : Number(first) || 1);
    if (DECLARES.has(name)) for (const each of node.args) if (each.type === 'Assignment') this.variables.assign(each);
    const body = this.functions.get(name);
    if (body && !this.calling.has(name)) {
      this.calling.add(name);
      const args = words.slice(1);
      this.failures.call(stand, inner => this.variables.withArguments(args, () => this.visit(body, inner)));
      this.calling.delete(name);
      return;
    }
    this.failures.command(this.commands.length, stand);
    this.commands.push({
      words,
      line: this.base + this.lineOf(node.pos),
      swallowed: false,
      folder: this.folder,
      variables: this.variables.snapshot(),
      options: this.failures.options,
    });
  }

  /** Commands within a word: `$(…)`, `<(…)`. A shell in a substitution has no `set -e`. */
  private inside(node: SyntaxNode, stand: Stand): void {
    forEachChild(node, child => {
      if (child.type === 'Script') {
        const { base } = this;
        // Places in a substitution count in its own text where that was unescaped: its line is the word's.
        if (child.source !== undefined) this.base = this.lineOf(node.pos);
        const own = node.type === 'ProcessSubstitution' ? IGNORED : stand;
        this.failures.within(own, inner => this.list(child.commands, inner), false);
        this.base = base;
      } else if (child.type === 'Command') this.command(child, stand);
      else this.inside(child, stand);
    });
  }

  private andOr(node: AndOr, stand: Stand): void {
    const { commands, operators } = node;
    let known: boolean | undefined;
    commands.forEach((each, index) => {
      const operator = operators[index - 1];
      if ((operator === '&&' && known === false) || (operator === '||' && known === true)) return;
      const start = this.commands.length;
      this.visit(each, this.failures.standInAndOr(node, index, stand));
      const next = commands[index + 1];
      if (operators[index] === '||' && next) this.failures.keptBy(next, start, this.commands.length);
      known = each.type === 'Command' ? this.variables.condition(each) : undefined;
    });
  }

  private branch(node: If, stand: Stand): void {
    for (const { clause, then } of [node, ...node.elif]) {
      this.visit(clause, this.failures.standOfCondition(node, clause, then));
      const [statement, ...more] = clause.commands;
      const condition = more.length === 0 && statement ? this.variables.condition(statement.command) : undefined;
      if (condition !== false) this.visit(then, stand);
      if (condition === true) return;
    }
    if (node.else) this.visit(node.else, stand);
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
