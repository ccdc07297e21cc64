/**
 * The simple commands that a shell script runs, with their words as far as they are known: variables that the script or
 * the workflow sets are put in, here-documents, comments, and quoted text are none. Functions count where they are called;
 * `if` and `&&` on values that are known take one way, else both count. Never throws.
 */

import {
  type AndOr,
  type Assignment,
  type Command,
  forEachChild,
  type If,
  parse,
  type SyntaxNode,
  type Word,
  type WordPart,
} from 'unbash';
import { memoByText } from '../../cache/memo.js';
import { UNKNOWN_TEXT } from './expression.js';
import { equality, isEach, isTooDeep, isWhole, mayFit } from './shell-words.js';

export interface Simple {
  /** The words; UNKNOWN_TEXT stands where a part is not known. Never empty. */
  readonly words: readonly string[];
  /** The line within the script, from 0. */
  readonly line: number;
  /** Its failure is swallowed: `… || true`, `… &`. */
  readonly swallowed: boolean;
  /** The folder into which the script has changed by then, relative to where it started. */
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

/** Reads a script of `sh` or Bash; `variables` are those of its environment, `1`, `2` … and `@` its arguments. */
export function readShell(text: string, variables: ReadonlyMap<string, string> = new Map()): ScriptRead {
  if (text.length > LONGEST || isTooDeep(text)) return { commands: [], broken: true };
  const walk = new Walk(text, new Map(variables));
  try {
    const script = parsed(text);
    walk.each(script.commands, false);
    return { commands: walk.commands, broken: (script.errors?.length ?? 0) > 0 };
  } catch {
    return { commands: walk.commands, broken: true };
  }
}

/** The scripts that were read last: steps of many jobs call the same one, each with variables of its own. */
const RECENT_SCRIPTS = 64;
const parsed = memoByText(text => parse(text), RECENT_SCRIPTS);

class Walk {
  readonly commands: Simple[] = [];
  private readonly functions = new Map<string, SyntaxNode>();
  private readonly calling = new Set<string>();
  private folder = '';
  /** Those of the function that is followed. */
  private args: readonly string[] | undefined;
  private nodes = 0;
  private base = 0;

  constructor(
    private readonly text: string,
    private readonly variables: Map<string, string>,
  ) {}

  each(nodes: readonly SyntaxNode[], swallowed: boolean): void {
    for (const node of nodes) this.visit(node, swallowed);
  }

  private visit(node: SyntaxNode, swallowed: boolean): void {
    this.nodes += 1;
    if (this.nodes > MOST * 10 || this.commands.length >= MOST) return;
    if (node.type === 'Command') this.command(node, swallowed);
    else if (node.type === 'Statement') this.visit(node.command, swallowed || node.background === true);
    else if (node.type === 'AndOr') this.andOr(node, swallowed);
    else if (node.type === 'If') this.branch(node, swallowed);
    else if (node.type === 'Function') this.functions.set(node.name.value, node.body);
    else if (node.type === 'Case') {
      const word = this.textOf(node.word);
      const taken = word.includes(UNKNOWN_TEXT)
        ? node.items
        : node.items.filter(item => item.pattern.some(pattern => mayFit(word, pattern.value)));
      for (const item of taken) this.visit(item.body, swallowed);
    } else if (node.type === 'For') {
      const name = node.name.value;
      const values = (node.wordlist ?? []).flatMap(word => this.wordsOf(word));
      // Each value of a short list is a run of its own; of a long or unknown one the first tells.
      for (const value of values.length > 0 ? values.slice(0, 20) : [UNKNOWN_TEXT]) {
        this.set(name, value);
        this.visit(node.body, swallowed);
      }
    } else if (node.type === 'Subshell') {
      const { folder } = this;
      this.visit(node.body, swallowed);
      this.folder = folder;
    } else forEachChild(node, child => this.visit(child, swallowed));
  }

  private command(node: Command, swallowed: boolean): void {
    for (const each of node.prefix) {
      if (each.type === 'Assignment' && !node.name) this.assign(each);
    }
    const args = [...(node.name ? [node.name] : []), ...node.args];
    for (const each of args) this.inside(each, swallowed);
    for (const each of node.prefix) this.inside(each, swallowed);
    const words = args.flatMap(each => (each.type === 'Word' ? this.wordsOf(each) : [each.text]));
    const [name, first] = words;
    if (name === undefined) return;
    if ((name === 'cd' || name === 'pushd') && first !== undefined)
      this.folder = `${this.folder}/${first}`.slice(-1_000);
    if (name === 'shift' && this.args) this.take(this.args.slice(first === undefined ? 1 : Number(first) || 1));
    if (DECLARES.has(name)) for (const each of node.args) if (each.type === 'Assignment') this.assign(each);
    const body = this.functions.get(name);
    if (body && !this.calling.has(name)) {
      this.calling.add(name);
      this.call(words.slice(1), body, swallowed);
      this.calling.delete(name);
      return;
    }
    this.commands.push({
      words,
      line: this.base + this.lineOf(node.pos),
      swallowed,
      folder: this.folder,
      variables: this.snapshot(),
    });
  }

  /** A function sees arguments of its own: `run() { echo "$1"; shift; "$@"; }`. */
  private call(args: readonly string[], body: SyntaxNode, swallowed: boolean): void {
    const outer = this.args;
    const all = this.variable('@');
    this.take(args);
    this.visit(body, swallowed);
    this.args = outer;
    this.set('@', all);
  }

  private take(args: readonly string[]): void {
    this.args = args;
    args.forEach((word, index) => this.set(String(index + 1), word));
    this.set('@', args.join(' '));
  }

  /** An array is kept as its words with blanks between them. */
  private assign({ name, value, append, index }: Assignment): void {
    const before = append ? (this.variables.get(name) ?? '') : '';
    if (value.type === 'ArrayValue') {
      const words = value.elements.flatMap(each => this.wordsOf(each));
      this.set(name, [...(before === '' ? [] : [before]), ...words].join(' '));
    } else this.set(name, index ? UNKNOWN_TEXT : before + this.textOf(value));
  }

  /** Commands within a word: `$(…)`, `<(…)`. */
  private inside(node: SyntaxNode, swallowed: boolean): void {
    forEachChild(node, child => {
      if (child.type === 'Script') {
        const { base } = this;
        // Places in a substitution count in its own text where that was unescaped: its line is the word's.
        if (child.source !== undefined) this.base = this.lineOf(node.pos);
        this.each(child.commands, swallowed);
        this.base = base;
      } else if (child.type === 'Command') this.command(child, swallowed);
      else this.inside(child, swallowed);
    });
  }

  private andOr(node: AndOr, swallowed: boolean): void {
    const { commands, operators } = node;
    let known: boolean | undefined;
    commands.forEach((each, index) => {
      const operator = operators[index - 1];
      if ((operator === '&&' && known === false) || (operator === '||' && known === true)) return;
      const alternative = operators[index] === '||' ? commands[index + 1] : undefined;
      this.visit(each, swallowed || (alternative !== undefined && this.alwaysSucceeds(alternative)));
      known = each.type === 'Command' ? this.constant(each) : undefined;
    });
  }

  private branch(node: If, swallowed: boolean): void {
    for (const { clause, then } of [node, ...node.elif]) {
      this.visit(clause, swallowed);
      const [statement, ...more] = clause.commands;
      const condition = more.length === 0 && statement ? this.constantOf(statement.command) : undefined;
      if (condition !== false) this.visit(then, swallowed);
      if (condition === true) return;
    }
    if (node.else) this.visit(node.else, swallowed);
  }

  private constantOf(node: SyntaxNode): boolean | undefined {
    if (node.type === 'Command') return this.constant(node);
    if (node.type !== 'TestCommand' || node.expression.type !== 'TestBinary') return undefined;
    const { left, operator, right } = node.expression;
    return equality(this.textOf(left), operator, this.textOf(right));
  }

  /** Whether a test of two texts holds, where both are known; `false` and `true` of themselves. */
  private constant(node: Command): boolean | undefined {
    const words = [...(node.name ? [node.name] : []), ...node.args].map(each =>
      each.type === 'Word' ? this.textOf(each) : each.text,
    );
    const [name, left = '', operator = '', right = ''] = words;
    if (name === 'false' || name === 'true') return name === 'true';
    return (name === '[' && words.length === 5) || (name === 'test' && words.length === 4)
      ? equality(left, operator, right)
      : undefined;
  }

  private alwaysSucceeds(node: SyntaxNode): boolean {
    if (node.type !== 'Command') return false;
    const name = node.name?.value;
    const [first] = node.args;
    return (
      name === 'true' ||
      name === ':' ||
      name === 'echo' ||
      name === 'printf' ||
      (name === 'exit' && first?.text === '0')
    );
  }

  /** The words that a word becomes: a lone unquoted variable splits at blanks, and vanishes when it is empty. */
  private wordsOf(word: Word): string[] {
    const [only, ...more] = word.parts ?? [];
    const lone =
      more.length === 0 && (only?.type === 'SimpleExpansion' || only?.type === 'ParameterExpansion' || isWhole(only));
    const every = /^"?\$\{?@\}?"?$/.test(word.text);
    if (every && this.args) return [...this.args];
    const text = this.textOf(word);
    if (lone || every) return text.split(/\s+/).filter(each => each !== '');
    return [text];
  }

  private textOf(word: Word): string {
    if (!word.parts) return word.value;
    return word.parts.map(part => this.partOf(part)).join('');
  }

  private partOf(part: WordPart): string {
    if (part.type === 'DoubleQuoted' || part.type === 'LocaleString')
      return part.parts.map(each => this.partOf(each)).join('');
    if (part.type === 'SimpleExpansion') return this.variable(part.text.replace(/^\$/, ''));
    if (part.type === 'ParameterExpansion') {
      const { parameter, operation, prefix, index } = part;
      if (prefix || (index && !isEach(index))) return UNKNOWN_TEXT;
      const value = this.variable(parameter);
      if (operation?.type !== 'Default') return operation ? UNKNOWN_TEXT : value;
      if (operation.operator.endsWith('+')) return value === UNKNOWN_TEXT ? '' : this.textOf(operation.operand);
      return value === UNKNOWN_TEXT || value === '' ? this.textOf(operation.operand) : value;
    }
    if (part.type === 'CommandExpansion' || part.type === 'ProcessSubstitution' || part.type === 'ArithmeticExpansion')
      return UNKNOWN_TEXT;
    return 'value' in part ? part.value : part.text;
  }

  private variable(name: string): string {
    if (name === '*') return this.variables.get('@') ?? UNKNOWN_TEXT;
    return (this.variables.get(name) ?? UNKNOWN_TEXT).slice(0, 10_000);
  }

  private set(name: string, value: string): void {
    this.variables.set(name, value.slice(0, 10_000));
    this.kept = undefined;
  }

  /** The variables as they are now; the same object until one changes. */
  private snapshot(): ReadonlyMap<string, string> {
    this.kept ??= new Map(this.variables);
    return this.kept;
  }

  private kept: ReadonlyMap<string, string> | undefined;
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
