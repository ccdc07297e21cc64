import type Database from 'libsql';
import type { Delivery, Inbox, Waiting } from './inbox.js';

/** GitHub lets a delivery be sent again for three days. */
const KEPT_SECONDS = 7 * 24 * 3600;

const TABLE = `
CREATE TABLE IF NOT EXISTS deliveries (
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
CREATE INDEX IF NOT EXISTS deliveries_waiting ON deliveries (state, number);`;

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
 */
export function sqliteInbox(database: Database.Database, seconds: () => number): Inbox {
  database.exec(TABLE);
  const forget = database.prepare("DELETE FROM deliveries WHERE state IN ('handled', 'superseded') AND due < ?");
  const supersede = database.prepare(
    "UPDATE deliveries SET state = 'superseded', payload = NULL WHERE lane = ? AND topic = ? AND state = 'waiting' AND attempts = 0",
  );
  const insert = database.prepare(
    `INSERT INTO deliveries (id, event, lane, topic, payload, due) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET state = 'waiting', attempts = 0, payload = excluded.payload, due = excluded.due
     WHERE state = 'failed'`,
  );
  const known = database.prepare("SELECT 1 FROM deliveries WHERE id = ? AND state <> 'failed'");
  const heads = database.prepare(
    `SELECT id, event, lane, payload, attempts, due FROM deliveries
     WHERE number IN (SELECT MIN(number) FROM deliveries WHERE state = 'waiting' GROUP BY lane) ORDER BY number`,
  );
  const attempt = database.prepare('UPDATE deliveries SET attempts = attempts + 1 WHERE id = ?');
  const handled = database.prepare("UPDATE deliveries SET state = 'handled', payload = NULL WHERE id = ?");
  const later = database.prepare('UPDATE deliveries SET due = ?, reason = ? WHERE id = ?');
  const never = database.prepare("UPDATE deliveries SET state = 'failed', reason = ? WHERE id = ?");
  const count = database.prepare("SELECT COUNT(*) AS count FROM deliveries WHERE state = 'waiting'");

  const put = database.transaction(({ id, event, lane, topic, payload }: Delivery) => {
    if (known.get(id)) return;
    if (topic !== undefined) supersede.run(lane, topic);
    insert.run(id, event, lane, topic ?? null, payload, seconds());
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
