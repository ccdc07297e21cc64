/** Something that was reported about a module: a vulnerability, a bug, a request. Plain data. */
export interface Report {
  /** What identifies it: an advisory, `#12`. */
  readonly subject: string;
  readonly url: string | null;
  /** ISO 8601. */
  readonly opened: string;
  /** When it was closed, or answered. */
  readonly closed: string | null;
}
