/** What the front's routes share. */
export interface Backstage {
  /** emulate's own address. */
  readonly emulator: string;
  /** A request as the organisation's owner; undefined on 404. */
  readonly get: <T>(path: string) => Promise<T | undefined>;
}

/** One webhook that was sent, and how it was answered. */
export interface Delivery {
  readonly guid: string;
  /** ISO 8601. */
  readonly at: string;
  readonly event: string;
  readonly action: string | null;
  readonly status: number | null;
}
