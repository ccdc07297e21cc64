/**
 * What the GitHub Actions workflows of a repository run, when, where, and whether a failure is visible.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
 */
import type { YamlNode } from '../../formats/yaml.js';

export type System = 'Linux' | 'macOS' | 'Windows';

export const SYSTEMS: readonly System[] = ['Linux', 'macOS', 'Windows'];

/**
 * Why a run starts.
 * - `push`, `pull-request`, `merge-group`: changes of the default branch
 * - `opened`: a pull request is opened, labeled, or the like, but not pushed to
 * - `part`, `part-proposed`: a push or a pull request that changes only files other than code
 * - `manual`: a person starts it
 * - `never`: no event reaches the step or job
 */
export type Occasion =
  | 'push'
  | 'pull-request'
  | 'merge-group'
  | 'tag'
  | 'release'
  | 'schedule'
  | 'after-workflow'
  | 'merged'
  | 'opened'
  | 'part'
  | 'part-proposed'
  | 'other'
  | 'manual'
  | 'never';

/**
 * The purpose of a command or action. `image` builds a container image, `nix` a Nix output; `named` is whatever a caller looks for by its
 * name.
 */
export type Purpose =
  | 'build'
  | 'test'
  | 'security'
  | 'sast'
  | 'license'
  | 'docs'
  | 'publish'
  | 'push-image'
  | 'notify'
  | 'bench'
  | 'image'
  | 'nix'
  | 'named';

/** A command or an action that a caller looks for. */
export interface NamedRun {
  /** The words of the command; other words can stand between them. */
  readonly command?: readonly string[];
  /** `owner/name`, in lower case. */
  readonly action?: string;
}

/** The packages that a Cargo command selects, and where Cargo looks for the manifest. */
export interface Tested {
  /** Relative to the root of the repository. */
  readonly folder: string;
  readonly manifest?: string;
  readonly workspace: boolean;
  readonly packages: readonly string[];
  readonly excluded: readonly string[];
}

/** One command or action of a step: what it does, on which systems, and when. */
export interface Run {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** The job's key in the workflow. */
  readonly job: string;
  /** The start of the command, or the name of the action. */
  readonly shown: string;
  readonly does: readonly Purpose[];
  /** What it might do, if it could not be followed: a task of a tool whose file is not read, or an unknown action. */
  readonly may: readonly Purpose[];
  /** Whether this is a reusable workflow of another repository. */
  readonly remote: boolean;
  /** The systems on which it runs. Empty if the runner's labels do not name one. */
  readonly systems: readonly System[];
  /** Whether it might run on any system, because the files do not determine the runner. */
  readonly anySystem: boolean;
  readonly occasions: readonly Occasion[];
  /** Whether a failure fails the job: there is no `continue-on-error`, and the script does not ignore the failure. */
  readonly canFail: boolean;
  /** The packages whose tests a Cargo command runs. */
  readonly tested?: Tested;
  /** The repository or subject that a notification is sent to, if this is one and it is known. */
  readonly target?: string;
}

/** A place where a workflow could not be read. */
export interface WorkflowProblem {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** What all workflows of a repository do. */
export interface Ci {
  readonly workflows: readonly Workflow[];
  readonly runs: readonly Run[];
  readonly problems: readonly WorkflowProblem[];
}

/** An event and its filters. Each filter is an ordered list of patterns. */
export interface EventFilter {
  readonly name: string;
  readonly line: number;
  readonly branches?: readonly string[];
  readonly branchesIgnore?: readonly string[];
  readonly tags?: readonly string[];
  readonly tagsIgnore?: readonly string[];
  readonly paths?: readonly string[];
  readonly pathsIgnore?: readonly string[];
  readonly types?: readonly string[];
}

/** The inputs of a workflow or a composite action, by name. */
export type Inputs = ReadonlyMap<string, Input>;

export interface Input {
  /** The default value. */
  readonly text?: string;
  /** Whether its values are `true` and `false`, and not texts. */
  readonly isBoolean: boolean;
}

export interface Workflow {
  readonly path: string;
  readonly events: readonly EventFilter[];
  /** The inputs of `workflow_call` and `workflow_dispatch`. */
  readonly inputs: Inputs;
  readonly env: ReadonlyMap<string, string>;
  readonly defaults: RunDefaults;
  readonly jobs: readonly Job[];
  /** The line of `jobs:`. */
  readonly jobsLine: number;
}

export interface RunDefaults {
  readonly shell?: string;
  readonly folder?: string;
}

export interface Job {
  readonly id: string;
  /** The name of its check, if it differs from the ID. */
  readonly name?: string;
  readonly line: number;
  readonly needs: readonly string[];
  readonly condition?: string;
  readonly runsOn?: YamlNode;
  readonly matrix?: YamlNode;
  readonly continueOnError?: string;
  readonly env: ReadonlyMap<string, string>;
  readonly defaults: RunDefaults;
  readonly uses?: Located;
  readonly with: ReadonlyMap<string, string>;
  readonly steps: readonly Step[];
}

export interface Located {
  readonly text: string;
  readonly line: number;
}

export interface Step {
  readonly line: number;
  readonly condition?: string;
  readonly continueOnError?: string;
  readonly uses?: Located;
  readonly with: ReadonlyMap<string, string>;
  readonly env: ReadonlyMap<string, string>;
  readonly run?: Script;
  readonly shell?: string;
  readonly folder?: string;
}

/** A script, with the line of its first line. In a folded scalar (`>`) every command has that line. */
export interface Script extends Located {
  readonly folded: boolean;
}
