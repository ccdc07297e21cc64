/** A value that was read, or the reason why it was not. A missing value is never mistaken for a failure. */
export type Reading<T> = { readonly read: true; readonly value: T } | { readonly read: false; readonly reason: string };

/** Wraps a value that was read. */
export function read<T>(value: T): Reading<T> {
  return { read: true, value };
}

/** A value that was not read. `reason` completes "not read: …" and tells what would make the value readable. */
export function unread(reason: string): { readonly read: false; readonly reason: string } {
  return { read: false, reason };
}
