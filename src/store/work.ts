/**
 * The work that waits: at most one waiting entry for each target of a repository. An entry names what to bring up to date;
 * the handler reads from GitHub what is there now, so order, duplicates, and superseded events do not matter.
 */

/** One thing that is brought up to date as a whole. */
export interface Target {
  /** The installation of the app. */
  readonly installation: number;
  /** GitHub's ID of the repository; 0 for the installation itself. */
  readonly repository: number;
  /** `default-branch`, `pull/7`, `tag/v1.2.0`, … */
  readonly name: string;
}

/** People wait for `prompt` entries; `background` entries run when no prompt entry is due. */
export type Priority = 'prompt' | 'background';

/** What an event says besides the name of its target. JSON. */
export type Details = Readonly<Record<string, unknown>>;

export interface NewEntry extends Target {
  /** The names of the repository when the entry was added; they may change. */
  readonly owner: string;
  readonly repo: string;
  readonly priority: Priority;
  /** Seconds to wait first. */
  readonly delay?: number;
  readonly details?: Details;
  /** The GUID of the delivery that asked for it. */
  readonly delivery?: string;
}

/** An entry in the hands of a worker. */
export interface Claim extends Target {
  readonly owner: string;
  readonly repo: string;
  readonly details: Details;
  readonly delivery?: string;
  /** Proves the claim; stale once the lease has expired and another worker has claimed the entry. */
  readonly token: string;
  /** How often the entry has been claimed, this time included. */
  readonly attempts: number;
  /** Since when the entry was due, in seconds since 1970, if the store knows it. */
  readonly due?: number;
}

/** An entry as people see it. */
export interface WorkItem extends Target {
  readonly id: number;
  readonly owner: string;
  readonly repo: string;
  readonly state: 'waiting' | 'claimed' | 'dead';
  readonly attempts: number;
  /** When it is due: seconds since 1970. */
  readonly due: number;
  /** Why it waits or was given up. */
  readonly reason?: string;
}

export interface WorkCounts {
  readonly waiting: number;
  readonly claimed: number;
  readonly dead: number;
  /** Since when the entry that waits the longest has been due, in seconds since 1970. Absent if none is due. */
  readonly oldestDue?: number;
}

/** The claim is not valid anymore: another worker may have the entry. */
export class StaleClaimError extends Error {
  override readonly name = 'StaleClaimError';
}

/** An entry during which the process ended this often is given up; beside other entries only the first time counts. */
export const MOST_DEATHS = 5;

/** A delivery that was not understood. */
export interface SetAside {
  readonly id: string;
  readonly event: string;
  readonly payload: string;
  /** Whose it is, as far as the payload says: it is erased with them. 0 where it does not. */
  readonly installation: number;
  readonly repository: number;
}

export interface Work {
  /**
   * Adds entries, all or none. An entry whose target waits already merges into the waiting one: the earlier due time and the
   * higher priority win, lists in the details are united, and of other details the newest stays.
   */
  add(entries: readonly NewEntry[]): Promise<void>;
  /**
   * Claims the next entry that is due: prompt before background, then in the order in which they were added, one at a time
   * for each repository. Counts the attempt first, so that an entry that ends the process is given up in the end: an entry
   * during which the process ended is claimed alone, after a growing pause, so that it never takes others along.
   * @param lease how long the claim is valid, in seconds
   */
  claim(worker: string, lease: number): Promise<Claim | undefined>;
  /** Renews the lease. @throws StaleClaimError */
  extend(token: string, lease: number): Promise<void>;
  /** The work is done. Earlier failures of the same target are forgotten. @throws StaleClaimError */
  ack(token: string): Promise<void>;
  /** Puts the entry back until a time, in seconds since 1970. @throws StaleClaimError */
  later(token: string, at: number, reason: string): Promise<void>;
  /** Hands the entry back untouched: the attempt does not count. @throws StaleClaimError */
  release(token: string): Promise<void>;
  /** Gives the entry up. @throws StaleClaimError */
  dead(token: string, reason: string): Promise<void>;
  /** Sets a delivery aside that was not understood, as a dead letter with its payload. */
  setAside(delivery: SetAside, reason: string): Promise<void>;

  counts(): Promise<WorkCounts>;
  /** Every entry, dead letters last. */
  list(): Promise<readonly WorkItem[]>;
  /** Puts a dead letter back, or no longer lets an entry wait: due now. @returns whether there was one */
  replay(id: number): Promise<boolean>;
  /** Removes an entry that is not claimed. @returns whether there was one */
  drop(id: number): Promise<boolean>;
  /** Erases the entries of an installation, or of some of its repositories. */
  forget(installation: number, repositories?: readonly number[]): Promise<void>;
}

/** What is stored for an entry cannot be used: trying again cannot help. */
export class InvalidEntryError extends Error {
  override readonly name = 'InvalidEntryError';
}

/** How long a list of details can be, in elements and in characters: whoever edits a comment without end must not fill the store. */
const LONGEST_LIST = { elements: 50, characters: 1_000_000 };

/** The details of two entries of one target: lists are united, and their newest part stays; of other values the newest stays. */
export function mergedDetails(first: Details, second: Details): Details {
  const merged: Record<string, unknown> = { ...first, ...second };
  for (const [key, value] of Object.entries(first)) {
    const other = second[key];
    if (Array.isArray(value) && Array.isArray(other)) merged[key] = newest([...value, ...other]);
  }
  return merged;
}

/** The newest elements of a list, each once. */
function newest(list: readonly unknown[]): unknown[] {
  const kept: unknown[] = [];
  let characters = 0;
  for (const [text, each] of [...new Map(list.map(one => [JSON.stringify(one), one]))].reverse()) {
    characters += text.length;
    if (kept.length === LONGEST_LIST.elements || (kept.length > 0 && characters > LONGEST_LIST.characters)) break;
    kept.unshift(each);
  }
  return kept;
}
