/** The view of the fleet: every module with what is claimed of it and what is measured, where it stands, and what it waits for. */
import { lt, parse } from 'semver';
import { type Contradiction, type ManifestFacts } from '../facts/planning/contradictions/contradiction.js';
import type { PlanningDocument, Tally } from '../facts/planning/model.js';
import type { RegistryModule, RegistryProblem, RegistryView } from '../facts/registry/model.js';
import type { Standard } from '../standard/standard.js';
import type { Estimate } from './estimates.js';
import type { Measured } from './measured.js';
import { type FleetMetric, metricsOf } from './metrics.js';
import { type FleetPhase, phasesIn } from './phases.js';
import { type Step, stepOf } from './steps.js';

/** A module that was asked for: measured, or why not. */
export type Attempt =
  | { readonly name: string; readonly measured: Measured }
  | { readonly name: string; readonly reason: string };

export interface Blocker {
  /** A module that this one depends on. */
  readonly module: string;
  readonly reason: string;
}

export interface FleetModule {
  readonly name: string;
  readonly registry: RegistryModule | null;
  readonly measured: Measured | null;
  /** Why it was not measured; null if it was. */
  readonly reason: string | null;
  /** The status that the registry claims, else cim.yaml. */
  readonly claimedStatus: string | null;
  readonly phase: { readonly title: string; readonly order: number; readonly tasks: Tally } | null;
  /** Null for a module that has reached production by measure. */
  readonly step: Step | null;
  /** Modules of the fleet that it depends on. */
  readonly dependencies: readonly string[];
  readonly blockers: readonly Blocker[];
  /** Where the claim and the measurement do not agree, one sentence each. */
  readonly disagreements: readonly string[];
  /** Readiness four weeks ago; null if nobody knows. */
  readonly readinessBefore: number | null;
  readonly estimate: Estimate | null;
}

export interface FleetView {
  readonly standard: string;
  /** ISO 8601. */
  readonly takenAt: string;
  /** By phase and the tracker's order, then the registry's, then by name. */
  readonly modules: readonly FleetModule[];
  readonly phases: readonly FleetPhase[];
  readonly metrics: readonly FleetMetric[];
  readonly cycles: readonly (readonly string[])[];
  readonly contradictions: readonly Contradiction[];
  readonly registryProblems: readonly RegistryProblem[];
}

export interface FleetParts {
  readonly standard: Standard;
  readonly attempts: readonly Attempt[];
  readonly registry?: RegistryView | undefined;
  /** The document that orders the migration. */
  readonly tracker?: PlanningDocument | undefined;
  readonly contradictions?: readonly Contradiction[] | undefined;
  readonly takenAt: string;
  /** What memory of the fleet there is, by module. */
  readonly memory?:
    | ReadonlyMap<string, { readonly readinessBefore: number | null; readonly estimate: Estimate | null }>
    | undefined;
}

/** Puts the parts together. Pure: the same parts give the same view. */
export function fleetView(parts: FleetParts): FleetView {
  const { standard, attempts, registry, tracker, takenAt } = parts;
  const phases = tracker ? phasesIn(tracker) : [];
  const byName = new Map(attempts.map(attempt => [attempt.name.toLowerCase(), attempt]));
  const listed = new Map((registry?.modules ?? []).map(module => [module.name.toLowerCase(), module]));
  const planned = phases.flatMap(phase => phase.modules.map(({ name }) => name));
  const names = [...new Set([...planned, ...listed.keys(), ...[...byName.keys()].sort()])];
  // Of a fleet with a registry, crates that happen to lie beside the modules are not part.
  const known = new Set(registry ? [...planned, ...listed.keys()] : names);
  const modules = names.map(name =>
    moduleOf(name, { attempt: byName.get(name), entry: listed.get(name), phases, known, parts }),
  );
  const states = new Map(modules.map(module => [module.name.toLowerCase(), module]));
  return {
    standard: `${standard.id}, revision ${standard.revision}`,
    takenAt,
    modules: modules.map(module => ({ ...module, blockers: blockersOf(module, states) })),
    phases,
    metrics: metricsOf(modules.flatMap(each => each.measured ?? [])),
    cycles: registry?.cycles ?? [],
    contradictions: parts.contradictions ?? [],
    registryProblems: registry?.problems ?? [],
  };
}

/** Manifests of the measured modules, for what documents say of them. */
export function manifestsOf(attempts: readonly Attempt[]): ManifestFacts[] {
  return attempts.flatMap(attempt =>
    'measured' in attempt
      ? [
          {
            name: attempt.name.toLowerCase(),
            version: attempt.measured.version,
            dependencies: new Map(Object.entries(attempt.measured.requirements)),
            commentedOut: new Set(attempt.measured.commentedOut),
          },
        ]
      : [],
  );
}

interface Found {
  readonly attempt: Attempt | undefined;
  readonly entry: RegistryModule | undefined;
  readonly phases: readonly FleetPhase[];
  readonly known: ReadonlySet<string>;
  readonly parts: FleetParts;
}

function moduleOf(name: string, { attempt, entry, phases, known, parts }: Found): FleetModule {
  const measured = attempt && 'measured' in attempt ? attempt.measured : null;
  const phase = phases.find(each => each.modules.some(module => module.name === name));
  const order = phase?.modules.findIndex(module => module.name === name) ?? -1;
  const claimedStatus = entry?.status ?? measured?.statedStatus ?? null;
  const own = measured ? measured.dependencies : (entry?.dependencies ?? []);
  const memory = parts.memory?.get(name);
  return {
    name: entry?.name ?? measured?.name ?? attempt?.name ?? name,
    registry: entry ?? null,
    measured,
    reason: measured ? null : attempt && 'reason' in attempt ? attempt.reason : 'no checkout was given',
    claimedStatus,
    phase: phase ? { title: phase.title, order, tasks: phase.modules[order]?.tasks ?? { done: 0, all: 0 } } : null,
    step: stepOf(measured, claimedStatus, parts.standard),
    dependencies: own.map(each => each.toLowerCase()).filter(each => each !== name && known.has(each)),
    blockers: [],
    disagreements: disagreementsOf(entry, measured, claimedStatus),
    readinessBefore: memory?.readinessBefore ?? null,
    estimate: memory?.estimate ?? null,
  };
}

/** A dependency blocks while it is not as far as production asks. */
function blockersOf({ dependencies, step }: FleetModule, states: ReadonlyMap<string, FleetModule>): Blocker[] {
  if (step === null) return [];
  return dependencies.flatMap((name): Blocker[] => {
    const dependency = states.get(name);
    if (!dependency || dependency.step === null) return [];
    const { measured, claimedStatus } = dependency;
    if (!measured) {
      return claimedStatus === 'production'
        ? []
        : [{ module: dependency.name, reason: `${claimedStatus ?? 'unknown'}, not assessed` }];
    }
    const gaps = measured.findings.filter(({ blocks }) => blocks).length;
    const version = measured.version !== null && isBelowOne(measured.version) ? `version ${measured.version}` : '';
    const words = [gaps > 0 ? `${gaps} blocking ${gaps === 1 ? 'gap' : 'gaps'}` : '', version].filter(Boolean);
    return words.length > 0 ? [{ module: dependency.name, reason: words.join(', ') }] : [];
  });
}

function disagreementsOf(
  entry: RegistryModule | undefined,
  measured: Measured | null,
  status: string | null,
): string[] {
  if (!measured) return [];
  const gaps = measured.findings.filter(({ blocks }) => blocks).length;
  const stated = measured.statedStatus;
  return [
    ...(status === 'production' && gaps > 0
      ? [`listed as production, with ${gaps} blocking ${gaps === 1 ? 'gap' : 'gaps'}`]
      : []),
    ...(status === 'production' && measured.version !== null && isBelowOne(measured.version)
      ? [`listed as production, at version ${measured.version}`]
      : []),
    ...(entry?.version && measured.version && entry.version !== measured.version
      ? [`listed with version ${entry.version}, and Cargo.toml says ${measured.version}`]
      : []),
    ...(entry?.status && stated !== null && stated !== entry.status
      ? [`listed as ${entry.status}, and cim.yaml says ${stated}`]
      : []),
  ];
}

/** Whether a version is below 1.0.0. */
export function isBelowOne(version: string): boolean {
  const own = parse(version);
  return own !== null && lt(own, '1.0.0');
}
