/** A date in UTC, so that all collectors give it alike; the epoch for what is no date. */
export function instant(date: string): string {
  const time = Date.parse(date);
  return new Date(Number.isNaN(time) ? 0 : time).toISOString();
}
