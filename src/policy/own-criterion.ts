/** A criterion of an organization's own: data, never code. `standard/own` decides it. */

export interface OwnCriterion {
  /** In kebab case; differs from every ID of the standard. */
  readonly id: string;
  readonly title: string;
  readonly severity: 'must' | 'should';
  readonly rationale: string;
  readonly remediation: string;
  readonly check: OwnCheck;
}

export type OwnCheck = FileCheck | ManifestCheck | WorkflowCheck | TextCheck;

/** A file must exist, or must not; or each file of the paths must contain a text. */
export interface FileCheck {
  readonly kind: 'file';
  /** Patterns as in `.gitignore`, from the root of the repository. */
  readonly paths: readonly string[];
  readonly exists: boolean;
  readonly contains?: string;
  /** A pattern that a line of the file must match. */
  readonly matches?: string;
}

/** How the value of a field is compared: exactly one of the keys. */
export interface Comparison {
  readonly exists?: boolean;
  readonly equals?: string;
  readonly oneOf?: readonly string[];
  readonly matches?: string;
  /** A version or a number. */
  readonly atLeast?: string;
}

/** A field of TOML, YAML, or JSON files. `Cargo.toml` stands for the manifests of the assessed packages, with what they inherit. */
export interface ManifestCheck extends Comparison {
  readonly kind: 'manifest';
  readonly paths: readonly string[];
  /** Keys from the root, and indexes of lists. */
  readonly field: readonly string[];
}

/** A command or an action that workflows must run. */
export interface WorkflowCheck {
  readonly kind: 'workflow';
  /** The words of the command; other words can stand between them. */
  readonly command?: readonly string[];
  /** `owner/name`, in lower case. */
  readonly action?: string;
  /** Each of these events must start it; empty if any will do. */
  readonly on: readonly WorkflowEvent[];
  /** It must run on each of these; empty if any will do. */
  readonly systems: readonly WorkflowSystem[];
}

export const WORKFLOW_EVENTS = ['push', 'pull_request', 'merge_group', 'tag', 'release', 'schedule'] as const;
export type WorkflowEvent = (typeof WORKFLOW_EVENTS)[number];
export const WORKFLOW_SYSTEMS = ['linux', 'macos', 'windows'] as const;
export type WorkflowSystem = (typeof WORKFLOW_SYSTEMS)[number];

/** A pattern that must occur in one of the files, or must not occur in any. */
export interface TextCheck {
  readonly kind: 'text';
  readonly paths: readonly string[];
  /** `code`: only Rust files, without comments, strings, and tests. */
  readonly in: 'files' | 'code';
  readonly occurs: boolean;
  readonly pattern: string;
}

/** A small repository, by path, and whether it meets the criterion. */
export interface OwnExample {
  readonly criterion: string;
  readonly status: 'met' | 'unmet';
  readonly files: Readonly<Record<string, string>>;
  readonly line: number;
}

/** The section of the criteria that an organization adds. */
export const OWN_SECTION = { id: 'organization', title: "The organization's own" } as const;
