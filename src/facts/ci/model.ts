/**
 * GitHub Actions' view of a repository: what its workflows run, when, where, and whether a failure would be seen.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
 */
import type { YamlNode } from '../../formats/yaml.js';

export type System = 'Linux' | 'macOS' | 'Windows';

export const SYSTEMS: readonly System[] = ['Linux', 'macOS', 'Windows'];

/**
 * Why a run starts. `push`, `pull-request` and `merge-group` are of the default branch; `branch` is a push to another one;
 * `opened` is a pull request's opening, a label or the like, without the pushes to it;
 * `part` is a push that changes only other files than code, `part-proposed` a pull request that does; `manual` is by hand, `never` a step or job that no event reaches.
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

/** What a command or an action is for. `image` builds a container image, `nix` a Nix output. */
export type Purpose =
  | 'build'
  | 'test'
  | 'security'
  | 'sast'
  | 'licence'
  | 'docs'
  | 'publish'
  | 'push-image'
  | 'notify'
  | 'bench'
  | 'image'
  | 'nix';

/** What a command of Cargo selects, and where it looks for the manifest. */
export interface Tested {
  /** From the root of the repository. */
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
  /** A few words of it: the command, or the action's name. */
  readonly shown: string;
  readonly does: readonly Purpose[];
  /** What it may do where it could not be followed: a task of a tool whose file is not read, an unknown action. */
  readonly may: readonly Purpose[];
  /** A reusable workflow of another repository. */
  readonly remote: boolean;
  /** On which it runs; empty if the runner does not tell. */
  readonly systems: readonly System[];
  /** Its runner is named by what cannot be known from the files: it may be any system. */
  readonly anySystem: boolean;
  readonly occasions: readonly Occasion[];
  /** A failure fails the job: no `continue-on-error`, and nothing in the script that swallows it. */
  readonly canFail: boolean;
  /** Of a run of Cargo's tests: which packages it tests. */
  readonly tested?: Tested;
  /** To which repository or subject a notice goes, where it is one and is known. */
  readonly target?: string;
}

/** Where a workflow could not be read. */
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

/** Filters of an event: lists of patterns, in order; absent if there is no such filter. */
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

export interface Workflow {
  readonly path: string;
  readonly events: readonly EventFilter[];
  /** Defaults of the inputs of `workflow_call` and `workflow_dispatch`. */
  readonly inputs: ReadonlyMap<string, string>;
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
  /** What its check is called, where that is not the id. */
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

/** A script with the line of its first line; of a folded text every command stands on that one. */
export interface Script extends Located {
  readonly folded: boolean;
}
