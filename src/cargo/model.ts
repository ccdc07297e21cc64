/** Cargo's view of a repository: packages, targets, dependencies, features, each with the line that says so. */
/** A value of a manifest with its place: the file and the line (from 1) that a person would edit. */
export interface Located<T> {
  readonly value: T;
  readonly path: string;
  readonly line: number;
}

export type TargetKind = 'lib' | 'bin' | 'example' | 'test' | 'bench';

/** A target that the manifest declares, or that Cargo discovers. */
export interface Target {
  readonly kind: TargetKind;
  readonly name: string;
  /** The root file, from the repository's root, whether it exists or not. */
  readonly path: string;
  readonly exists: boolean;
  /** Declared in the manifest (else discovered). */
  readonly declared: boolean;
  /** The line of its table in the manifest; 1 where it is discovered. */
  readonly line: number;
  readonly harness: boolean;
  readonly procMacro: boolean;
  readonly requiredFeatures: readonly string[];
}

/** One dependency entry of a manifest, workspace inheritance resolved. */
export interface Dependency {
  /** The name in the manifest: what `use` says, with `-` for `_`. */
  readonly name: string;
  /** The crate's own name (`package = …` of a renamed one). */
  readonly package: string;
  readonly kind: 'normal' | 'dev' | 'build';
  /** The `cfg(…)` or triple of a target table. */
  readonly target?: string;
  /** The version requirement as written; absent where there is none. */
  readonly version?: string;
  readonly source: 'registry' | 'path' | 'git';
  /** The folder that a path dependency points to, from the repository's root. */
  readonly folder?: string;
  readonly git?: { readonly url: string; readonly tag?: string; readonly rev?: string; readonly branch?: string };
  readonly optional: boolean;
  readonly features: readonly string[];
  readonly defaultFeatures: boolean;
  /** The manifest and line that carry the requirement: of the workspace, where it is inherited. */
  readonly path: string;
  readonly line: number;
}

export interface Feature {
  readonly name: string;
  readonly enables: readonly string[];
  /** Made by an optional dependency that no `dep:` names. */
  readonly implicit: boolean;
  readonly line: number;
}

/** One `[package]`, inheritance resolved. */
export interface Package {
  readonly name: string;
  readonly manifestPath: string;
  /** The folder of the manifest: `''` at the root. */
  readonly folder: string;
  /** Every key of `[package]` after inheritance: strings, booleans, lists of strings; with the line that gives it. */
  readonly fields: ReadonlyMap<string, Located<unknown>>;
  /** `0.0.0` where none is given, as Cargo takes it. */
  readonly version: string;
  readonly edition: string;
  /** Not `publish = false` (or an empty list). */
  readonly publishable: boolean;
  readonly targets: readonly Target[];
  readonly dependencies: readonly Dependency[];
  readonly features: readonly Feature[];
  /** The line of `[package]`. */
  readonly line: number;
}

/** A manifest that could not be read as TOML or as a manifest: nothing is judged from it. */
export interface ManifestProblem {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface Cargo {
  /** The path of the manifest that holds all packages together, `Cargo.toml` as a rule; absent where there is none. */
  readonly root?: string;
  /** Whether the root manifest has a `[workspace]` with members. */
  readonly workspace: boolean;
  /** The root package and the workspace's members, sorted by folder; without a root manifest, those of each crate below. */
  readonly packages: readonly Package[];
  readonly problems: readonly ManifestProblem[];
}

/** What is judged: see "Module scope" in the standard. */
export type Scope =
  | { readonly kind: 'packages'; readonly packages: readonly Package[] }
  /** No Cargo.toml at all: the rows that read Rust or Cargo are not applicable; `reason` says so. */
  | { readonly kind: 'no-crate'; readonly reason: string }
  /** A manifest that does not parse, or a module that is not in the workspace: those rows are unknown. */
  | { readonly kind: 'unreadable'; readonly reason: string };
