/** The view of the fleet: every module with what is claimed of it and what is measured, where it stands, and what it waits for. */
import type { Contradiction, ManifestFacts } from '../facts/planning/contradictions/contradiction.js';
import type { Tally } from '../facts/planning/model.js';
import type { RegistryModule, RegistryProblem, RegistryView } from '../facts/registry/model.js';
import type { Standard } from '../standard/standard.js';
import type { Campaign } from '../policy/fleet-policy.js';
import { type ArchivedCampaign, type CampaignProgress, progressOf, runningCampaigns } from './campaigns.js';
import type { Promises } from './promises.js';
import { type Dispute, openDisputes } from './disputes.js';
import type { FleetDocument } from './documents.js';
import { type Estimate, estimateFor, type WeeklyProgress } from './estimates.js';
import { type HistoryPoint, readinessBefore, weeklyProgress } from './history.js';
import type { Measured } from './measured.js';
import { type FleetMetric, fleetMetrics } from './metrics.js';
import type { Tracking } from './migration-state.js';
import type { FleetPhase } from './phases.js';
import type { Review } from './review.js';
import { type Step, nextStep } from './steps.js';
import { isBelowOne } from './version.js';

/** A module that was asked for: measured, or why not. */
export type Attempt =
  | { readonly name: string; readonly measured: Measured }
  | { readonly name: string; readonly reason: string };

export interface Blocker {
  /** A module; a link, if a person named one. */
  readonly module: string;
  readonly reason: string;
  /** The person who named it; null for a dependency that is not ready. */
  readonly by: string | null;
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
  /** Its assessments, the oldest first. */
  readonly history: readonly HistoryPoint[];
  /** Readiness four weeks ago; null if the history is shorter. */
  readonly readinessBefore: number | null;
  readonly estimate: Estimate | null;
  /** Why there is no estimate; null if there is one, or nothing is left. */
  readonly estimateReason: string | null;
  /** The tracking issue with what people said there; null if there is none, or nobody looked. */
  readonly tracking: Tracking | null;
  /** What people say against its verdicts, the oldest first. */
  readonly disputes: readonly Dispute[];
  /** Its review; null if nobody looked. */
  readonly review: Review | null;
  /** How it keeps its promises; null if that was not measured. */
  readonly promises: Promises | null;
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
  readonly documents: readonly FleetDocument[];
  readonly campaigns: {
    readonly running: readonly CampaignProgress[];
    /** The newest first. */
    readonly archive: readonly ArchivedCampaign[];
  };
}

export interface FleetParts {
  readonly standard: Standard;
  readonly attempts: readonly Attempt[];
  readonly registry?: RegistryView | undefined;
  /** The order of the migration, from the tracker. */
  readonly phases?: readonly FleetPhase[] | undefined;
  readonly documents?: readonly FleetDocument[] | undefined;
  readonly contradictions?: readonly Contradiction[] | undefined;
  readonly takenAt: string;
  /** Why a module was not assessed that nobody attempted to assess. */
  readonly unassessed?: string | undefined;
  /** The assessments of each module, the oldest first, by its name in lower case. */
  readonly histories?: ReadonlyMap<string, readonly HistoryPoint[]> | undefined;
  /** Tracking issues, by the module's name in lower case. A module without one is absent. */
  readonly tracking?: ReadonlyMap<string, Tracking> | undefined;
  /** How estimates are made, for callers that remember them. */
  readonly estimate?: typeof estimateFor | undefined;
  /** What people said against verdicts, by the module's name in lower case. */
  readonly disputes?: ReadonlyMap<string, readonly Dispute[]> | undefined;
  /** The reviews on the way to production, by the module's name in lower case. */
  readonly reviews?: ReadonlyMap<string, Review> | undefined;
  /** How modules in production keep their promises, by the module's name in lower case. */
  readonly promises?: ReadonlyMap<string, Promises> | undefined;
  readonly campaigns?: readonly Campaign[] | undefined;
  /** Campaigns that ended, the oldest first. */
  readonly archive?: readonly ArchivedCampaign[] | undefined;
}

/** Puts the parts together. Pure: the same parts give the same view. */
export function fleetView(parts: FleetParts): FleetView {
  const { standard, attempts, registry, phases = [], takenAt } = parts;
  const byName = new Map(attempts.map(attempt => [attempt.name.toLowerCase(), attempt]));
  const listed = new Map((registry?.modules ?? []).map(module => [module.name.toLowerCase(), module]));
  const planned = phases.flatMap(phase => phase.modules.map(({ name }) => name));
  const names = [...new Set([...planned, ...listed.keys(), ...[...byName.keys()].sort()])];
  // Of a fleet with a registry, crates that happen to lie beside the modules are not part.
  const known = new Set(registry ? [...planned, ...listed.keys()] : names);
  const fleet = [...(parts.histories ?? [])].map(([module, points]): WeeklyProgress => {
    return { module, type: listed.get(module)?.type ?? null, weeks: weeklyProgress(points, takenAt) };
  });
  const modules = names.map(name =>
    moduleOf(name, { attempt: byName.get(name), entry: listed.get(name), phases, known, fleet, parts }),
  );
  const states = new Map(modules.map(module => [module.name.toLowerCase(), module]));
  return {
    standard: `${standard.id}, revision ${standard.revision}`,
    takenAt,
    modules: modules.map(module => ({ ...module, blockers: blockersOf(module, states) })),
    phases,
    metrics: fleetMetrics(modules.flatMap(each => each.measured ?? [])),
    cycles: registry?.cycles ?? [],
    contradictions: parts.contradictions ?? [],
    registryProblems: registry?.problems ?? [],
    documents: parts.documents ?? [],
    campaigns: {
      running: runningCampaigns(parts.campaigns ?? [], parts.archive ?? []).map(each => progressOf(each, modules)),
      archive: (parts.archive ?? []).toReversed(),
    },
  };
}

/** Manifests of the measured modules, for what documents say of them. */
export function measuredManifests(attempts: readonly Attempt[]): ManifestFacts[] {
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
  readonly fleet: readonly WeeklyProgress[];
  readonly parts: FleetParts;
}

function moduleOf(name: string, { attempt, entry, phases, known, fleet, parts }: Found): FleetModule {
  const measured = attempt && 'measured' in attempt ? attempt.measured : null;
  const phase = phases.find(each => each.modules.some(module => module.name === name));
  const order = phase?.modules.findIndex(module => module.name === name) ?? -1;
  const claimedStatus = entry?.status ?? measured?.statedStatus ?? null;
  const own = measured ? measured.dependencies : (entry?.dependencies ?? []);
  const history = parts.histories?.get(name) ?? [];
  const tracking = parts.tracking?.get(name) ?? null;
  return {
    name: entry?.name ?? measured?.name ?? attempt?.name ?? name,
    registry: entry ?? null,
    measured,
    reason: measured
      ? null
      : attempt && 'reason' in attempt
        ? attempt.reason
        : (parts.unassessed ?? 'no checkout was given'),
    claimedStatus,
    phase: phase ? { title: phase.title, order, tasks: phase.modules[order]?.tasks ?? { done: 0, all: 0 } } : null,
    step: nextStep(measured, claimedStatus, {
      standard: parts.standard,
      takenAt: parts.takenAt,
      review: parts.reviews?.get(name),
      ...(parts.tracking ? { planned: tracking !== null } : {}),
    }),
    dependencies: own.map(each => each.toLowerCase()).filter(each => each !== name && known.has(each)),
    blockers: [],
    disagreements: disagreementsOf(entry, measured, claimedStatus),
    history,
    readinessBefore: readinessBefore(history, parts.takenAt),
    ...estimateOf(name, measured, { fleet, estimate: parts.estimate ?? estimateFor }),
    tracking,
    review: parts.reviews?.get(name) ?? null,
    promises: parts.promises?.get(name) ?? null,
    disputes: openDisputes(parts.disputes?.get(name) ?? [], measured?.findings ?? []),
  };
}

function estimateOf(
  name: string,
  measured: Measured | null,
  { fleet, estimate: make }: { readonly fleet: readonly WeeklyProgress[]; readonly estimate: typeof estimateFor },
): Pick<FleetModule, 'estimate' | 'estimateReason'> {
  const left = measured ? leftOf(measured) : 0;
  if (left === 0) return { estimate: null, estimateReason: null };
  const estimate = make(name, left, fleet);
  return 'reason' in estimate
    ? { estimate: null, estimateReason: estimate.reason }
    : { estimate, estimateReason: null };
}

/** How many criteria of severity `must` are unmet or unknown. */
function leftOf({ findings }: Measured): number {
  return findings.filter(({ severity, status }) => severity === 'must' && (status === 'unmet' || status === 'unknown'))
    .length;
}

/** What a module waits for: dependencies that are not as far as production requires, then what people named. */
function blockersOf(module: FleetModule, states: ReadonlyMap<string, FleetModule>): Blocker[] {
  if (module.step === null) return [];
  const named = (module.tracking?.blocked ?? []).map(({ on, reason, by }) => ({ module: on, reason, by }));
  return [...dependenciesBehind(module, states), ...named];
}

function dependenciesBehind({ dependencies }: FleetModule, states: ReadonlyMap<string, FleetModule>): Blocker[] {
  return dependencies.flatMap((name): Blocker[] => {
    const dependency = states.get(name);
    if (!dependency || dependency.step === null) return [];
    const { measured, claimedStatus } = dependency;
    if (!measured) {
      return claimedStatus === 'production'
        ? []
        : [{ module: dependency.name, reason: `${claimedStatus ?? 'unknown'}, not assessed`, by: null }];
    }
    const gaps = measured.findings.filter(({ blocks }) => blocks).length;
    const version = measured.version !== null && isBelowOne(measured.version) ? `version ${measured.version}` : '';
    const words = [gaps > 0 ? `${gaps} blocking ${gaps === 1 ? 'gap' : 'gaps'}` : '', version].filter(Boolean);
    return words.length > 0 ? [{ module: dependency.name, reason: words.join(', '), by: null }] : [];
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
