/** What the repository of a registry says of the fleet, read from its files and bounded: hostile documents stay small. */
import type {
  Contradiction,
  ContradictionKind,
  ManifestFacts,
} from '../facts/planning/contradictions/contradiction.js';
import { readPlanning } from '../facts/planning/planning.js';
import {
  REGISTRY_FILES,
  type RegistryFiles,
  type RegistryProblem,
  type RegistryView,
} from '../facts/registry/model.js';
import { readRegistry } from '../facts/registry/read.js';
import { type Files, readText } from '../snapshot/files.js';
import { type FleetDocument, fleetDocument } from './documents.js';
import { type FleetPhase, plannedPhases } from './phases.js';

/** The path of the tracker in the registry's repository. */
export const TRACKER_PATH = 'registry/production-migration.md';

export interface RegistryReading {
  readonly view: RegistryView;
  /** From the tracker. */
  readonly phases: readonly FleetPhase[];
  readonly documents: readonly FleetDocument[];
  /** Of the documents and of the registry's data files. */
  readonly contradictions: readonly Contradiction[];
  /** Documents that could not be read, each with the reason. */
  readonly unread: readonly { readonly path: string; readonly reason: string }[];
}

/** The most that is kept of each. */
const MOST = {
  modules: 1_000,
  problems: 500,
  phases: 50,
  phaseModules: 500,
  documents: 100,
  contradictions: 500,
} as const;

export interface RegistryContext {
  /** The day with which dates are compared, ISO 8601. */
  readonly today: string;
  /** What the manifests of the modules say. */
  readonly manifests: readonly ManifestFacts[];
}

/** Reads the repository of a registry. Never throws. */
export function readRegistryRepository(files: Files, { today, manifests }: RegistryContext): RegistryReading {
  const view = readRegistry(registryFilesIn(files));
  const { documents, data, unread } = readPlanning(files, { today, modules: manifests });
  const trackers = documents.filter(({ document }) => document.kind === 'tracker').map(({ document }) => document);
  const tracker = trackers.find(({ path }) => path === TRACKER_PATH) ?? trackers[0];
  return {
    view: { ...view, modules: view.modules.slice(0, MOST.modules), problems: view.problems.slice(0, MOST.problems) },
    phases: (tracker ? plannedPhases(tracker) : [])
      .slice(0, MOST.phases)
      .map(phase => ({ ...phase, modules: phase.modules.slice(0, MOST.phaseModules) })),
    documents: documents.flatMap(({ document }) => fleetDocument(document) ?? []).slice(0, MOST.documents),
    contradictions: [...documents.flatMap(({ contradictions }) => contradictions), ...data].slice(
      0,
      MOST.contradictions,
    ),
    unread: unread.slice(0, MOST.documents),
  };
}

/** Something wrong at a line of the registry's repository. */
export interface RegistryFault {
  readonly path: string;
  readonly line: number;
  /** The kind of contradiction; null for a mistake in a data file. */
  readonly kind: ContradictionKind | null;
  readonly message: string;
}

/** The contradictions and the mistakes in data files, each once, by path and line. */
export function registryFaults(
  contradictions: readonly Contradiction[],
  problems: readonly RegistryProblem[],
): RegistryFault[] {
  const all = [
    ...contradictions.map(({ kind, places: [{ path, line }], message }) => ({ path, line, kind, message })),
    ...problems.map(({ path, line, message }) => ({ path, line, kind: null, message })),
  ];
  const faults = new Map<string, RegistryFault>();
  for (const fault of all) {
    const key = `${fault.path}:${fault.line} ${fault.message}`;
    if (!faults.has(key)) faults.set(key, fault);
  }
  return [...faults.values()].sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
}

/** The registry's own files among those of its repository. */
export function registryFilesIn(files: Files): RegistryFiles {
  return Object.fromEntries(
    Object.entries(REGISTRY_FILES).flatMap(([file, path]) => {
      const text = readText(files, path);
      return text.read ? [[file, text.value]] : [];
    }),
  );
}
