/** A shell at one point of a possible run of a script. */
import { Variables } from './shell-variables.js';

export interface ShellOptions {
  /** `set -e` */
  readonly errexit: boolean;
  /** `set -o pipefail` */
  readonly pipefail: boolean;
  /** Whether the shell is `sh`, which also keeps `set -e` in `$(…)`. */
  readonly posix?: boolean;
}

/** What ends a list of commands early. */
export type Leaving =
  | { readonly kind: 'exit' }
  | { readonly kind: 'return' }
  | { readonly kind: 'break' | 'continue'; readonly levels: number };

export class ShellState {
  /**
   * Whether this can be a run in which no command has failed. A run in which one has failed can come to the same state, and then the failure
   * no longer matters.
   */
  nominal = true;
  /** The commands, by index: in this run, one of them has failed. */
  failed: readonly number[] = [];
  /** Whether the status is that of a test of which the result is not known. */
  assumed = false;
  leaving: Leaving | undefined;
  /** The status of the last `$(…)` of the current command. */
  substituted: number | undefined;
  /** `set -E` */
  errtrace = false;
  /** `trap … EXIT` and `trap … ERR` */
  onExit: string | undefined;
  onError: string | undefined;
  /** The status of each background job, by what `$!` said. */
  jobs: ReadonlyMap<string, number> = new Map();
  /** The working directory, relative to the one where the script started. */
  folder = '';
  /** The working directories before that: the stack of `pushd`, the last of which is also that of `cd -`. */
  folders: readonly string[] = [];
  /** The status of the body so far, for each loop that runs. */
  loops: readonly number[] = [];

  constructor(
    public options: ShellOptions,
    public variables: Variables,
  ) {}

  get status(): number {
    return this.variables.status;
  }

  /** Ends a command with a status. */
  end(status: number, pipeStatuses: readonly number[] = [status]): this {
    this.variables.status = status;
    this.variables.pipeStatuses = pipeStatuses;
    this.assumed = false;
    this.substituted = undefined;
    return this;
  }

  clone(): ShellState {
    return Object.assign(new ShellState(this.options, this.variables), this, { variables: this.variables.clone() });
  }

  /** A shell that is started from this one: `( … )`, `$( … )`, a command of a pipeline. */
  child(): ShellState {
    const child = this.clone();
    child.onExit = undefined;
    if (!child.errtrace) child.onError = undefined;
    return child;
  }

  /** This shell after a child has ended. */
  after(child: ShellState): ShellState {
    const next = this.clone();
    next.nominal = child.nominal;
    next.failed = child.failed;
    return next.end(child.status);
  }

  /** Whether another run has come to the same state. */
  equals(other: ShellState): boolean {
    return (
      this.assumed === other.assumed &&
      this.options.errexit === other.options.errexit &&
      this.options.pipefail === other.options.pipefail &&
      this.errtrace === other.errtrace &&
      this.onExit === other.onExit &&
      this.onError === other.onError &&
      this.folder === other.folder &&
      this.folders.join('\0') === other.folders.join('\0') &&
      this.loops.join() === other.loops.join() &&
      [...this.jobs].join() === [...other.jobs].join() &&
      this.variables.equals(other.variables)
    );
  }

  private join(other: ShellState): void {
    this.nominal ||= other.nominal;
    this.failed = [...new Set([...this.failed, ...other.failed])];
  }

  /** Joins the runs that have come to the same state. Those without a failure come first. */
  static joined(states: readonly ShellState[]): ShellState[] {
    const joined: ShellState[] = [];
    for (const state of states) {
      const same = joined.find(each => each.equals(state));
      if (same) same.join(state);
      else joined.push(state);
    }
    return joined.sort((a, b) => Number(b.nominal) - Number(a.nominal)).slice(0, MOST_STATES);
  }
}

/** The most states of a shell that are followed at one point. */
const MOST_STATES = 64;
