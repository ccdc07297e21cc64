/** A part of the world is read, or it is not and we say why: absence is never mistaken for failure. */
export type Reading<T> = { readonly read: true; readonly value: T } | { readonly read: false; readonly reason: string };

/** What was read. */
export function read<T>(value: T): Reading<T> {
  return { read: true, value };
}

/** What was not read; `reason` is a phrase that completes "not read: …" and names what would make it readable. */
export function unread(reason: string): { readonly read: false; readonly reason: string } {
  return { read: false, reason };
}
