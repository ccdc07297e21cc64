/** The commands that were met while a script was followed, and which of their failures fail it. */
import type { Command, SyntaxNode } from 'unbash';
import type { ShellOptions, ShellState } from './shell-state.js';
import type { Variables } from './shell-variables.js';

export interface SimpleCommand {
  /** The words, with `UNKNOWN_TEXT` for each part that is not known. Never empty. */
  readonly words: readonly string[];
  /** The text of a here-document or here-string that it reads. */
  readonly input?: string;
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

export class CommandList {
  private readonly commands: SimpleCommand[] = [];
  /** The index of each command, by its node, folder, and words. */
  private readonly known = new Map<SyntaxNode, Map<string, number>>();
  /** The commands that run although nothing has failed before. */
  private readonly nominal = new Set<number>();
  /** The commands whose failure was followed. */
  private readonly judged = new Set<number>();
  private readonly fatal = new Set<number>();
  /** The line of commands whose text is not a part of the script: of a trap, of `eval`. */
  private elsewhere: number | undefined;
  private starts: number[] | undefined;

  constructor(private readonly text: string) {}

  get count(): number {
    return this.commands.length;
  }

  /** The commands. Only after all runs have ended is it known which failures fail the script. */
  read(): SimpleCommand[] {
    return this.commands.map((each, index) => ({
      ...each,
      swallowed: this.judged.has(index) && !this.fatal.has(index),
    }));
  }

  /** A run has ended. Where nothing has failed, its status says nothing about a failure. */
  judge({ nominal, status, failed }: ShellState): void {
    if (!nominal && status !== 0) for (const index of failed) this.fatal.add(index);
  }

  /** Lists a command, and returns its index. In a loop, a command with the same words is listed once. */
  add(node: SyntaxNode, words: readonly string[], state: ShellState, input?: string): number {
    const known = this.known.get(node) ?? new Map<string, number>();
    this.known.set(node, known);
    const key = [state.folder, ...words, ...(input === undefined ? [] : ['<<', input])].join('\0');
    const before = known.get(key);
    if (before !== undefined) return before;
    const index = this.commands.length;
    known.set(key, index);
    this.commands.push({
      words,
      ...(input === undefined ? {} : { input }),
      line: this.elsewhere ?? this.lineOf(node.pos),
      swallowed: false,
      folder: state.folder,
      variables: state.variables.snapshot(),
      options: state.options,
    });
    return index;
  }

  /** A program succeeds, and in another run it fails. What has failed once fails again. */
  run(index: number, state: ShellState): ShellState[] {
    const others = state.failed.filter(each => each !== index);
    if (!state.nominal && others.length < state.failed.length) {
      const failing = this.failing(index, state);
      state.failed = others;
      return others.length > 0 ? [state.end(0), failing] : [failing];
    }
    // What was reached without a failure need not be followed from here.
    if (!state.nominal && this.nominal.has(index)) return [state.end(0)];
    if (state.nominal) {
      this.nominal.add(index);
      state.failed = others;
    }
    this.judged.add(index);
    return [state, this.failing(index, state)].map((each, at) => (at === 0 ? each.end(0) : each));
  }

  private failing(index: number, state: ShellState): ShellState {
    const failing = state.clone();
    failing.nominal = false;
    failing.failed = [index];
    return failing.end(1);
  }

  /** Gives all commands that `run` meets the line of the last one. */
  atLastLine<T>(run: () => T): T {
    const { elsewhere } = this;
    this.elsewhere = elsewhere ?? this.commands.at(-1)?.line ?? 0;
    try {
      return run();
    } finally {
      this.elsewhere = elsewhere;
    }
  }

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

/** The text that a command gets on its standard input: of a here-document (`<<EOF`) or a here-string (`<<<`). */
export function inputOf({ redirects }: Command, variables: Variables): string | undefined {
  const last = redirects.findLast(({ descriptor }) =>
    descriptor ? 'value' in descriptor && descriptor.value === 0 : true,
  );
  if (last?.type === 'HereString') return last.target && `${variables.expand(last.target)}\n`;
  if (last?.type !== 'HereDoc') return undefined;
  const { parts, text } = last.body;
  const expanded = parts ? variables.expand({ parts, value: text }) : text;
  return last.operator === '<<-' ? expanded.replaceAll(/^\t+/gm, '') : expanded;
}
