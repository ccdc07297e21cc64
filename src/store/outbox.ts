/** The events of the ledger that others are told of. They stay there until they are: a broker that is away loses nothing. */

/** An event that others were not told of yet. */
export interface OutgoingEvent {
  readonly number: number;
  readonly installation: number;
  readonly repository: number;
  readonly package: string;
  readonly kind: string;
  readonly by: string | null;
  /** ISO 8601. */
  readonly at: string;
  readonly delivery: string | null;
  readonly data: unknown;
  /** The names of the repository, if they are known. */
  readonly owner: string | null;
  readonly repo: string | null;
  /** Whether everyone can read the repository; false if that is not known. */
  readonly isPublic: boolean;
  /** The data of the previous assessment of the same module and branch. */
  readonly before?: unknown;
}

/** What others must forget: a repository, or all of an installation. */
export interface Erasure {
  readonly number: number;
  readonly installation: number;
  readonly repository: number | null;
}

export interface Outbox {
  /** The oldest events that others were not told of yet. */
  outgoing(limit: number): Promise<readonly OutgoingEvent[]>;
  /** Others were told of the events up to a number. */
  sent(number: number): Promise<void>;
  /** What others must forget. */
  erasures(): Promise<readonly Erasure[]>;
  /** Others have forgotten it. */
  erased(number: number): Promise<void>;
}
