/**
 * Webhook deliveries, kept until they are handled: durable before GitHub is told, known by their GUID, handled at least once,
 * in order within a lane (a repository).
 */

/** One webhook. */
export interface Delivery {
  /** GitHub's `X-GitHub-Delivery`: a GUID, the same when a delivery is sent again. */
  readonly id: string;
  readonly event: string;
  /** The body as it came: JSON. */
  readonly payload: string;
  /** What is handled in order, one after the other: the repository, or nothing where there is none. */
  readonly lane: string;
  /** Deliveries of a lane with the same topic make each other obsolete: the newest alone is handled. */
  readonly topic?: string;
  /** Seconds to wait before it is handled. What came earlier on the same topic and waits keeps its time. */
  readonly after?: number;
}

/** A delivery that waits, and how often it has been tried. */
export interface Waiting extends Delivery {
  readonly attempts: number;
}

export interface Inbox {
  /** Keeps a delivery. One whose GUID is known already is not kept again, unless handling it failed for good. */
  put(delivery: Delivery): Promise<void>;
  /** The oldest delivery that is due, in a lane that is not busy; null where there is none. */
  next(busy: ReadonlySet<string>): Promise<Waiting | null>;
  /** It is handled: only its GUID is kept, for some days. */
  done(id: string): Promise<void>;
  /** It could not be handled: try again after some seconds, or (without them) never. */
  failed(id: string, reason: string, again?: number): Promise<void>;
  /** How many wait. */
  waiting(): Promise<number>;
}
