/** Tables for spreadsheets, as RFC 4180 has them, with a header. */

/** Rows as CSV; ends with a line end. */
export function csv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${[header, ...rows].map(row => row.map(csvField).join(',')).join('\r\n')}\r\n`;
}

/** A field: quoted if it must be, and never a formula. */
export function csvField(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
