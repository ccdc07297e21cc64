import type Database from 'libsql';
import type { Delivery, Inbox, Waiting } from './inbox.js';

/** GitHub lets a delivery be sent again for three days. */
const KEPT_SECONDS = 7 * 24 * 3600;

const tableOf = (name: string) => `
CREATE TABLE IF NOT EXISTS ${name} (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  event TEXT NOT NULL,
  lane TEXT NOT NULL,
  topic TEXT,
  payload TEXT,
  state TEXT NOT NULL DEFAULT 'waiting',
  attempts INTEGER NOT NULL DEFAULT 0,
  due INTEGER NOT NULL,
  reason TEXT
);
CREATE INDEX IF NOT EXISTS ${name}_waiting ON ${name} (state, number);`;

interface Row {
  readonly id: string;
  readonly event: string;
  readonly lane: string;
  readonly payload: string;
  readonly attempts: number;
  readonly due: number;
}

/**
 * An inbox in SQLite.
 * @param seconds the clock: seconds since 1970
 * @param name of its table: several may be in one file
 */
export function sqliteInbox(
  database: Database.Database,
  seconds: () => number,
  name: 'deliveries' | 'chores' = 'deliveries',
): Inbox {
  database.exec(tableOf(name));
  const forget = database.prepare(`DELETE FROM ${name} WHERE state IN ('handled', 'superseded') AND due < ?`);
  const supersede = database.prepare(
    `UPDATE ${name} SET state = 'superseded', payload = NULL WHERE lane = ? AND topic = ? AND state = 'waiting' AND attempts = 0`,
  );
  const insert = database.prepare(
    `INSERT INTO ${name} (id, event, lane, topic, payload, due) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET state = 'waiting', attempts = 0, payload = excluded.payload, due = excluded.due
     WHERE state = 'failed'`,
  );
  const known = database.prepare(`SELECT 1 FROM ${name} WHERE id = ? AND state <> 'failed'`);
  const heads = database.prepare(
    `SELECT id, event, lane, payload, attempts, due FROM ${name}
     WHERE number IN (SELECT MIN(number) FROM ${name} WHERE state = 'waiting' GROUP BY lane) ORDER BY number`,
  );
  const attempt = database.prepare(`UPDATE ${name} SET attempts = attempts + 1 WHERE id = ?`);
  const handled = database.prepare(`UPDATE ${name} SET state = 'handled', payload = NULL WHERE id = ?`);
  const later = database.prepare(`UPDATE ${name} SET due = ?, reason = ? WHERE id = ?`);
  const never = database.prepare(`UPDATE ${name} SET state = 'failed', reason = ? WHERE id = ?`);
  const count = database.prepare(`SELECT COUNT(*) AS count FROM ${name} WHERE state = 'waiting'`);

  const earliest = database.prepare(
    `SELECT MIN(due) AS due FROM ${name} WHERE lane = ? AND topic = ? AND state = 'waiting' AND attempts = 0`,
  );

  const put = database.transaction(({ id, event, lane, topic, payload, after = 0 }: Delivery) => {
    if (known.get(id)) return;
    const before = topic === undefined ? null : (earliest.get(lane, topic) as { due: number | null }).due;
    if (topic !== undefined) supersede.run(lane, topic);
    insert.run(id, event, lane, topic ?? null, payload, Math.min(before ?? Number.MAX_SAFE_INTEGER, seconds() + after));
    forget.run(seconds() - KEPT_SECONDS);
  });

  return {
    async put(delivery) {
      put(delivery);
    },
    async next(busy) {
      const due = (heads.all() as Row[]).find(row => row.due <= seconds() && !busy.has(row.lane));
      if (!due) return null;
      attempt.run(due.id);
      const { id, event, lane, payload, attempts } = due;
      return { id, event, lane, payload, attempts: attempts + 1 } satisfies Waiting;
    },
    async done(id) {
      handled.run(id);
    },
    async failed(id, reason, again) {
      if (again === undefined) never.run(reason, id);
      else later.run(seconds() + again, reason, id);
    },
    async waiting() {
      return (count.get() as { count: number }).count;
    },
  };
}
