/** What a registry of modules says, its four files read together. */

/** The status values of the standard. */
export const MODULE_STATUSES = ['template', 'development', 'production', 'deprecated'] as const;

/** The four files of a registry, below `registry/`. */
export const REGISTRY_FILES = {
  modules: 'registry/modules.yaml',
  graph: 'registry/modules-graph.json',
  status: 'registry/status.json',
  private: 'registry/private-domains.yaml',
} as const;

/** The texts of a registry's files; one that is not there is absent. */
export type RegistryFiles = { readonly [F in keyof typeof REGISTRY_FILES]?: string };

/** A module as the registry has it; what no file says is null. */
export interface RegistryModule {
  readonly name: string;
  /** Where modules.yaml lists it; null for a module that only the graph has. */
  readonly line: number | null;
  readonly type: string | null;
  readonly category: string | null;
  readonly status: string | null;
  readonly version: string | null;
  readonly description: string | null;
  readonly repository: { readonly owner: string; readonly repo: string } | null;
  readonly url: string | null;
  readonly topics: readonly string[];
  /** Names, those of modules that nobody lists included. */
  readonly dependencies: readonly string[];
  /** The inverse of the dependencies of all modules. */
  readonly dependents: readonly string[];
  readonly git: { readonly commit: string | null; readonly tag: string | null; readonly updated: string | null };
  readonly releases: readonly string[];
}

/** A module of another organization, which the registry tells of without a repository. */
export interface PrivateDomain {
  readonly sector: string;
  readonly name: string;
  readonly line: number;
  readonly description: string | null;
  readonly owner: string | null;
  readonly status: string | null;
  readonly modules: readonly string[];
}

/** Something wrong at one place of the registry. */
export interface RegistryProblem {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** In which direction an edge of modules-graph.json is written. */
export type EdgeDirection = 'from-dependency' | 'from-dependent';

export interface RegistryView {
  /** In the order of modules.yaml; then those that only the graph has. */
  readonly modules: readonly RegistryModule[];
  readonly privateDomains: readonly PrivateDomain[];
  readonly edges: EdgeDirection;
  /** Modules that depend on each other in a circle, each circle once. */
  readonly cycles: readonly (readonly string[])[];
  readonly problems: readonly RegistryProblem[];
}
