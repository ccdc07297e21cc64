/** The variables of a shell script while it is followed, and the texts that words expand to. https://www.gnu.org/software/bash/manual/html_node/Shell-Expansions.html */
import type { Assignment, Word, WordPart } from 'unbash';
import { UNKNOWN_TEXT } from './expression.js';
import { evaluate } from './shell-arithmetic.js';
import { isEach, isWhole } from './shell-words.js';

/** The most characters of a variable that are kept. */
const MAX_VALUE = 10_000;

export class Variables {
  /** `$?`: the status of the last command. */
  status = 0;
  /** `PIPESTATUS`: the status of each command of the last pipeline. */
  pipeStatuses: readonly number[] = [0];
  private values: Map<string, string>;
  /** Whether others see the same map, which must not change then. */
  private shared = true;
  /** The arguments of the function that is followed. */
  private args: readonly string[] | undefined;

  constructor(initial: ReadonlyMap<string, string>) {
    this.values = initial as Map<string, string>;
  }

  clone(): Variables {
    this.shared = true;
    return Object.assign(new Variables(this.values), {
      status: this.status,
      pipeStatuses: this.pipeStatuses,
      args: this.args,
    });
  }

  equals(other: Variables): boolean {
    return (
      this.status === other.status &&
      this.pipeStatuses.join() === other.pipeStatuses.join() &&
      this.args?.join('\0') === other.args?.join('\0') &&
      (this.values === other.values ||
        (this.values.size === other.values.size &&
          [...this.values].every(([name, value]) => other.values.get(name) === value)))
    );
  }

  /** The variables as they are now. The same object until one changes. */
  snapshot(): ReadonlyMap<string, string> {
    this.shared = true;
    return this.values;
  }

  /** The value of a variable. Absent if the script did not set it and the environment is not known to contain it. */
  get(name: string): string | undefined {
    return this.values.get(name);
  }

  set(name: string, value: string): void {
    if (this.values.get(name) === value) return;
    if (this.shared) this.values = new Map(this.values);
    this.shared = false;
    this.values.set(name, value.slice(0, MAX_VALUE));
  }

  /** Sets a variable. An array is kept as its words with spaces between them. */
  assign({ name, value, append, index }: Assignment): void {
    const before = append ? (this.values.get(name) ?? '') : '';
    if (value.type === 'ArrayValue') {
      const words = value.elements.flatMap(each => this.expandToWords(each));
      this.set(name, [...(before === '' ? [] : [before]), ...words].join(' '));
    } else this.set(name, index ? UNKNOWN_TEXT : before + this.expand(value));
  }

  /** Gives a function arguments of its own: `run() { echo "$1"; shift; "$@"; }`. Returns those of the caller. */
  enter(args: readonly string[]): Arguments {
    const outer = { args: this.args, all: this.value('@') };
    this.setArguments(args);
    return outer;
  }

  /** Restores the arguments of the caller. */
  leave({ args, all }: Arguments): void {
    this.args = args;
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
  expand(word: Pick<Word, 'parts' | 'value'>): string {
    if (!word.parts) return word.value;
    return word.parts.map(part => this.expandPart(part)).join('');
  }

  private expandPart(part: WordPart): string {
    if (part.type === 'DoubleQuoted' || part.type === 'LocaleString')
      return part.parts.map(each => this.expandPart(each)).join('');
    if (part.type === 'SimpleExpansion') return this.value(part.text.replace(/^\$/, ''));
    if (part.type === 'ParameterExpansion') {
      const { parameter, operation, prefix, index } = part;
      if (parameter === 'PIPESTATUS' && index && !operation && !prefix) return this.pipeStatus(index);
      if (prefix || (index && !isEach(index))) return UNKNOWN_TEXT;
      const value = this.value(parameter);
      if (operation?.type !== 'Default') return operation ? UNKNOWN_TEXT : value;
      if (operation.operator.endsWith('+')) return value === UNKNOWN_TEXT ? '' : this.expand(operation.operand);
      return value === UNKNOWN_TEXT || value === '' ? this.expand(operation.operand) : value;
    }
    if (part.type === 'ArithmeticExpansion') {
      const result = part.expression && evaluate(part.expression, this);
      return result === undefined ? UNKNOWN_TEXT : String(result);
    }
    if (part.type === 'CommandExpansion' || part.type === 'ProcessSubstitution') return UNKNOWN_TEXT;
    return 'value' in part ? part.value : part.text;
  }

  private pipeStatus(index: Word): string {
    if (isEach(index)) return this.pipeStatuses.join(' ');
    return String(this.pipeStatuses[Number(this.expand(index))] ?? UNKNOWN_TEXT);
  }

  private value(name: string): string {
    if (name === '?') return String(this.status);
    if (name === 'PIPESTATUS') return String(this.pipeStatuses[0] ?? 0);
    if (name === '*') return this.values.get('@') ?? UNKNOWN_TEXT;
    return this.values.get(name) ?? UNKNOWN_TEXT;
  }
}

/** The arguments of a function or script, and all of them as one text. */
export interface Arguments {
  readonly args: readonly string[] | undefined;
  readonly all: string;
}
