/** What the server's store holds, for the person who runs the server. */
import { clip, visible } from './escape.js';

export const DELIVERIES_SCHEMA = 'cim-readiness/deliveries/v1';

/** An entry of work. */
export interface DeliveryItem {
  readonly id: number;
  readonly state: 'waiting' | 'claimed' | 'dead';
  readonly target: string;
  /** `OWNER/NAME`, or the owner of an installation; empty for a delivery that was not understood. */
  readonly repository: string;
  readonly attempts: number;
  /** ISO 8601. */
  readonly due: string;
  readonly reason: string | null;
}

const STATES = { waiting: 'waiting', claimed: 'in progress', dead: 'given up' } as const;
const REASON_LIMIT = 200;

/** A table for a terminal; ends with a newline. */
export function deliveriesTable(items: readonly DeliveryItem[]): string {
  if (items.length === 0) return 'no entry is waiting or was given up\n';
  const rows = items.map(({ id, state, target, repository, attempts, due, reason }) => [
    String(id),
    STATES[state],
    visible(clip(target, 80)),
    visible(repository),
    String(attempts),
    state === 'dead' ? '' : due,
    visible(clip(reason ?? '', REASON_LIMIT)),
  ]);
  const all = [['id', 'state', 'target', 'repository', 'attempts', 'due', 'reason'], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map(row => row[column]?.length ?? 0))) ?? [];
  const lines = all.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

/** The entries as JSON, `cim-readiness/deliveries/v1`; ends with a newline. */
export function deliveriesJson(items: readonly DeliveryItem[]): string {
  return `${JSON.stringify({ schema: DELIVERIES_SCHEMA, entries: items }, null, 2)}\n`;
}
