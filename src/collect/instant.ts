/** A date that is already in UTC. */
const UTC = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:Z|\+00:00)$/;

/** Converts a date to UTC, so that all collectors return the same form; the epoch for an invalid date. */
export function instant(date: string): string {
  const [, plain] = UTC.exec(date) ?? [];
  if (plain !== undefined) return `${plain}.000Z`;
  const time = Date.parse(date);
  return new Date(Number.isNaN(time) ? 0 : time).toISOString();
}
