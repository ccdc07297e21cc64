/** A place where documents contradict themselves, each other, the repository, or the calendar. */
import type { PlanningDocument } from '../model.js';

export type ContradictionKind =
  | 'two-figures'
  | 'complete-beside-open'
  | 'sum-does-not-fit'
  | 'placeholder-unfilled'
  | 'date-passed'
  | 'refers-to-missing-file'
  | 'historical-but-cited'
  | 'status-against-manifest';

export interface Place {
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

export interface Contradiction {
  readonly kind: ContradictionKind;
  /** Where it is said; the first place is the one to look at. */
  readonly places: readonly [Place, ...Place[]];
  /** One sentence, without a period at its end. */
  readonly message: string;
}

/** What a module's Cargo.toml says. */
export interface ManifestFacts {
  readonly name: string;
  readonly version: string | null;
  /** From a dependency's name to its requirement; null where it gives no version. */
  readonly dependencies: ReadonlyMap<string, string | null>;
  /** Names in lines that are commented out. */
  readonly commentedOut: ReadonlySet<string>;
}

/** What documents are compared with. */
export interface Surroundings {
  /** The day of the assessment, ISO 8601. */
  readonly today: string;
  /** Every document that was read with this one, and itself. */
  readonly documents: readonly PlanningDocument[];
  /** The paths of the repository; absent if they were not read, which decides nothing. */
  readonly files?: FileNames;
  /** The module that the repository holds; absent for a registry, and if no manifest was read. */
  readonly own?: ManifestFacts;
  /** Modules by name, this one included. */
  readonly modules: ReadonlyMap<string, ManifestFacts>;
}

/** The files of a repository, looked up without regard to case. */
export interface FileNames {
  /** Whether a path is there, seen from a folder, from the root, or by its name anywhere. */
  has(path: string, folder: string): boolean;
}

/** A contradiction at one place of a document. */
export function at(
  { path }: Pick<PlanningDocument, 'path'>,
  kind: ContradictionKind,
  line: number,
  message: string,
  others: readonly number[] = [],
): Contradiction {
  return { kind, places: [{ path, line }, ...others.map(other => ({ path, line: other }))], message };
}
