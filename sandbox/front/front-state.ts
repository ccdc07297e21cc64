/** The state that the front's routes share. */
export interface FrontState {
  /** The address of emulate. */
  readonly emulator: string;
  /** Sends a request as the organization's owner. Returns undefined for 404. */
  readonly get: <T>(path: string) => Promise<T | undefined>;
}

/** One webhook that was sent, with the answer. */
export interface Delivery {
  readonly guid: string;
  /** ISO 8601. */
  readonly at: string;
  readonly event: string;
  readonly action: string | null;
  readonly status: number | null;
}
