/**
 * The ledger's data about a fleet: for each module, its newest assessment without texts, its history, and its tracking issue; and the
 * registry. All of it is derived from the events, and can be derived again.
 */
import type { HistoryPoint } from '../fleet/history.js';
import type { Promises } from '../fleet/promises.js';
import type { FleetPolicy } from '../policy/fleet-policy.js';
import type { Measured } from '../fleet/measured.js';
import type { Tracking } from '../fleet/migration-state.js';
import type { RegistryReading } from '../fleet/registry-reading.js';
import type { RepositoryKey } from './repository-key.js';

/** An account on which the app is installed. */
export interface Organization {
  readonly installation: number;
  readonly owner: string;
}

/** A module of a fleet. */
export interface FleetRecord extends RepositoryKey {
  readonly owner: string;
  readonly repo: string;
  /** Whether everyone can read the repository; false if that is not known. */
  readonly isPublic: boolean;
  /** The number of the event of its newest assessment. */
  readonly event: number;
  readonly measured: Measured;
  readonly tracking: Tracking | null;
}

/** The repository of a registry. */
export interface RegistryPlace extends RepositoryKey {
  readonly owner: string;
  readonly repo: string;
}

/** The repository of a registry, as it was read last. */
export interface RegistryRecord extends RegistryPlace {
  /** The default branch, and its head. */
  readonly branch: string;
  readonly sha: string;
  readonly isPublic: boolean;
  readonly reading: RegistryReading;
}

/** An event that is shown to people. */
export interface Change {
  readonly number: number;
  /** ISO 8601. */
  readonly at: string;
  readonly repository: number;
  readonly kind: string;
  readonly by: string | null;
  /** The point of an assessment, and the previous one. */
  readonly assessed?: { readonly point: HistoryPoint; readonly before: HistoryPoint | null };
  /** The data of any other event. */
  readonly data?: unknown;
}

export interface FleetMemory {
  /** The accounts with modules or a registry. */
  organizations(): Promise<readonly Organization[]>;
  /** The modules of an installation. */
  fleet(installation: number): Promise<readonly FleetRecord[]>;
  /** The histories of the modules of an installation, by repository, oldest point first. */
  histories(installation: number): Promise<ReadonlyMap<number, readonly HistoryPoint[]>>;
  history(repository: number): Promise<readonly HistoryPoint[]>;
  /** Adds points that this version of the program read from Git. */
  backfilled(key: RepositoryKey, points: readonly Omit<HistoryPoint, 'tool' | 'isBackfilled'>[]): Promise<void>;
  /** Whether the history of a repository was backfilled. */
  isBackfilled(repository: number): Promise<boolean>;
  /** Remembers the tracking issue of a module, if it changed; null if there is none. */
  tracked(key: RepositoryKey, tracking: Tracking | null): Promise<void>;
  /** The registry of an installation; undefined if none was read. */
  registry(installation: number): Promise<RegistryRecord | undefined>;
  /** Where the registry of an installation is. */
  registryPlace(installation: number): Promise<RegistryPlace | undefined>;
  /** Remembers the registry, if it changed; undefined if there is none any more. */
  registryRead(installation: number, record: RegistryRecord | undefined): Promise<void>;
  /** Remembers how a module keeps its promises, if that changed. */
  promised(key: RepositoryKey, promises: Promises): Promise<void>;
  /** How the modules of an installation keep their promises, by repository. */
  promises(installation: number): Promise<ReadonlyMap<number, Promises>>;
  /** Remembers what the organization's policy says of all modules, if it changed. */
  fleetPolicyRead(key: RepositoryKey, policy: FleetPolicy): Promise<void>;
  /** What the organization's policy says of all modules, as it was read last; undefined if it never was. */
  fleetPolicy(installation: number): Promise<FleetPolicy | undefined>;
  /** What happened in an installation, the newest first. @param before a number: only older events */
  changes(installation: number, limit: number, before?: number): Promise<readonly Change[]>;
  /** The events of some kinds in an installation, the oldest first. */
  noted(installation: number, kinds: readonly string[]): Promise<readonly Change[]>;
  /** The number of the newest event. It changes whenever something else does. */
  revision(): Promise<number>;
  /** Derives all data from the events again. */
  rebuild(): Promise<void>;
}
