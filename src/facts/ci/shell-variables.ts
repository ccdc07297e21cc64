/** The variables of a shell script while it is followed, and the texts that words expand to. https://www.gnu.org/software/bash/manual/html_node/Shell-Expansions.html */
import type { Assignment, Command, SyntaxNode, Word, WordPart } from 'unbash';
import { UNKNOWN_TEXT } from './expression.js';
import { equality, isEach, isWhole } from './shell-words.js';

/** The most characters of a variable that are kept. */
const MAX_VALUE = 10_000;

export class Variables {
  private readonly values: Map<string, string>;
  /** The arguments of the function that is followed. */
  private args: readonly string[] | undefined;
  private copy: ReadonlyMap<string, string> | undefined;

  constructor(initial: ReadonlyMap<string, string>) {
    this.values = new Map(initial);
  }

  /** The variables as they are now. The same object until one changes. */
  snapshot(): ReadonlyMap<string, string> {
    this.copy ??= new Map(this.values);
    return this.copy;
  }

  set(name: string, value: string): void {
    this.values.set(name, value.slice(0, MAX_VALUE));
    this.copy = undefined;
  }

  /** Sets a variable. An array is kept as its words with spaces between them. */
  assign({ name, value, append, index }: Assignment): void {
    const before = append ? (this.values.get(name) ?? '') : '';
    if (value.type === 'ArrayValue') {
      const words = value.elements.flatMap(each => this.expandToWords(each));
      this.set(name, [...(before === '' ? [] : [before]), ...words].join(' '));
    } else this.set(name, index ? UNKNOWN_TEXT : before + this.expand(value));
  }

  /** Follows a function, which has arguments of its own: `run() { echo "$1"; shift; "$@"; }`. */
  withArguments(args: readonly string[], follow: () => void): void {
    const outer = this.args;
    const all = this.value('@');
    this.setArguments(args);
    follow();
    this.args = outer;
    this.set('@', all);
  }

  /** Drops the first arguments of the function that is followed. */
  shift(count: number): void {
    if (this.args) this.setArguments(this.args.slice(count));
  }

  private setArguments(args: readonly string[]): void {
    this.args = args;
    args.forEach((word, index) => this.set(String(index + 1), word));
    this.set('@', args.join(' '));
  }

  /** Whether a condition holds: `true`, `false`, or a comparison of two known texts. Absent if this is not known. */
  condition(node: SyntaxNode): boolean | undefined {
    if (node.type === 'Command') return this.testCommand(node);
    if (node.type !== 'TestCommand' || node.expression.type !== 'TestBinary') return undefined;
    const { left, operator, right } = node.expression;
    return equality(this.expand(left), operator, this.expand(right));
  }

  private testCommand(node: Command): boolean | undefined {
    const words = [...(node.name ? [node.name] : []), ...node.args].map(each =>
      each.type === 'Word' ? this.expand(each) : each.text,
    );
    const [name, left = '', operator = '', right = ''] = words;
    if (name === 'false' || name === 'true') return name === 'true';
    return (name === '[' && words.length === 5) || (name === 'test' && words.length === 4)
      ? equality(left, operator, right)
      : undefined;
  }

  /** The words that a word expands to. A variable without quotes is split at whitespace: if it is empty, there are none. */
  expandToWords(word: Word): string[] {
    const [only, ...more] = word.parts ?? [];
    const isUnquoted =
      more.length === 0 && (only?.type === 'SimpleExpansion' || only?.type === 'ParameterExpansion' || isWhole(only));
    const isEveryArgument = /^"?\$\{?@\}?"?$/.test(word.text);
    if (isEveryArgument && this.args) return [...this.args];
    const text = this.expand(word);
    if (isUnquoted || isEveryArgument) return text.split(/\s+/).filter(each => each !== '');
    return [text];
  }

  /** The text of a word, with `UNKNOWN_TEXT` for each part that is not known. */
  expand(word: Word): string {
    if (!word.parts) return word.value;
    return word.parts.map(part => this.expandPart(part)).join('');
  }

  private expandPart(part: WordPart): string {
    if (part.type === 'DoubleQuoted' || part.type === 'LocaleString')
      return part.parts.map(each => this.expandPart(each)).join('');
    if (part.type === 'SimpleExpansion') return this.value(part.text.replace(/^\$/, ''));
    if (part.type === 'ParameterExpansion') {
      const { parameter, operation, prefix, index } = part;
      if (prefix || (index && !isEach(index))) return UNKNOWN_TEXT;
      const value = this.value(parameter);
      if (operation?.type !== 'Default') return operation ? UNKNOWN_TEXT : value;
      if (operation.operator.endsWith('+')) return value === UNKNOWN_TEXT ? '' : this.expand(operation.operand);
      return value === UNKNOWN_TEXT || value === '' ? this.expand(operation.operand) : value;
    }
    if (part.type === 'CommandExpansion' || part.type === 'ProcessSubstitution' || part.type === 'ArithmeticExpansion')
      return UNKNOWN_TEXT;
    return 'value' in part ? part.value : part.text;
  }

  private value(name: string): string {
    if (name === '*') return this.values.get('@') ?? UNKNOWN_TEXT;
    return (this.values.get(name) ?? UNKNOWN_TEXT).slice(0, MAX_VALUE);
  }
}
