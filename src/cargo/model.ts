/** The data that Cargo has about a repository: packages, targets, dependencies, and features, each with its line. */
/** A value of a manifest with its place: the file and the line (from 1) to edit. */
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
  /** The path of the root file from the repository's root. The file need not exist. */
  readonly path: string;
  readonly exists: boolean;
  /** Whether the manifest declares the target; otherwise Cargo discovers it. */
  readonly declared: boolean;
  /** The line of the target's table in the manifest; 1 for a discovered target. */
  readonly line: number;
  readonly harness: boolean;
  readonly procMacro: boolean;
  readonly requiredFeatures: readonly string[];
}

/** One dependency entry of a manifest, with workspace inheritance resolved. */
export interface Dependency {
  /** The name in the manifest, which `use` writes with `_` for `-`. */
  readonly name: string;
  /** The name of the package (`package = …` for a renamed dependency). */
  readonly package: string;
  readonly kind: 'normal' | 'dev' | 'build';
  /** The `cfg(…)` or target triple of a target table. */
  readonly target?: string;
  /** The version requirement as it is written; absent if there is none. */
  readonly version?: string;
  readonly source: 'registry' | 'path' | 'git';
  /** The directory of a path dependency, from the repository's root. */
  readonly folder?: string;
  readonly git?: { readonly url: string; readonly tag?: string; readonly rev?: string; readonly branch?: string };
  readonly optional: boolean;
  readonly features: readonly string[];
  readonly defaultFeatures: boolean;
  /** The manifest and line of the requirement; those of the workspace if it is inherited. */
  readonly path: string;
  readonly line: number;
}

export interface Feature {
  readonly name: string;
  readonly enables: readonly string[];
  /** Whether the feature comes from an optional dependency that no `dep:` names. */
  readonly implicit: boolean;
  readonly line: number;
}

/** One `[package]`, with workspace inheritance resolved. */
export interface Package {
  readonly name: string;
  readonly manifestPath: string;
  /** The directory of the manifest; `''` at the root. */
  readonly folder: string;
  /** Every key of `[package]` after inheritance, with its value (a string, a boolean, or a list of strings) and its line. */
  readonly fields: ReadonlyMap<string, Located<unknown>>;
  /** The version; `0.0.0` if it is not set, as in Cargo. */
  readonly version: string;
  readonly edition: string;
  /** Whether the package can be published: not with `publish = false` or an empty list. */
  readonly publishable: boolean;
  readonly targets: readonly Target[];
  readonly dependencies: readonly Dependency[];
  readonly features: readonly Feature[];
  /** The line of `[package]`. */
  readonly line: number;
}

/** A manifest that is not valid TOML or not a valid manifest, and is not assessed. */
export interface ManifestProblem {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface Cargo {
  /** The path of the manifest that contains all packages, usually `Cargo.toml`; absent if there is none. */
  readonly root?: string;
  /** Whether the root manifest has a `[workspace]` with members. */
  readonly workspace: boolean;
  /** The root package and the workspace members, sorted by directory. Without a root manifest, the packages of each crate below. */
  readonly packages: readonly Package[];
  readonly problems: readonly ManifestProblem[];
}

/** The packages to assess: see "Module scope" in the standard. */
export type Scope =
  | { readonly kind: 'packages'; readonly packages: readonly Package[] }
  /** There is no Cargo.toml: criteria that read Rust or Cargo are not applicable, for the `reason`. */
  | { readonly kind: 'no-crate'; readonly reason: string }
  /** A manifest does not parse, or the module is not in the workspace: those criteria are unknown. */
  | { readonly kind: 'unreadable'; readonly reason: string };
