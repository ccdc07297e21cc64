/** In UTC already: only its form differs. */
const UTC = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:Z|\+00:00)$/;

/** A date in UTC, so that all collectors give it alike; the epoch for what is no date. */
export function instant(date: string): string {
  const [, plain] = UTC.exec(date) ?? [];
  if (plain !== undefined) return `${plain}.000Z`;
  const time = Date.parse(date);
  return new Date(Number.isNaN(time) ? 0 : time).toISOString();
}
