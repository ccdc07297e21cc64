import type { Erasure, Outbox, OutgoingEvent } from '../outbox.js';
import { STORED_DATA } from '../stored.js';
import type { SqliteStore } from './database.js';
import type { ValueIn } from './modules.js';

interface Row extends Omit<OutgoingEvent, 'data' | 'before' | 'isPublic'> {
  readonly data: string;
  readonly before: string | null;
  readonly isPublic: number;
}

export function outboxIn({ database, run }: SqliteStore, valueIn: ValueIn): Outbox {
  const outgoing = database.prepare(
    `SELECT events.number, events.installation, events.repository, events.package, events.kind, events.by, events.at,
       events.delivery, events.data,
       (SELECT owner FROM fleet WHERE fleet.repository = events.repository) AS owner,
       (SELECT repo FROM fleet WHERE fleet.repository = events.repository) AS repo,
       COALESCE((SELECT MIN(public) FROM fleet WHERE fleet.repository = events.repository), 0) AS isPublic,
       (SELECT earlier.data FROM assessments AS own
          JOIN assessments AS other ON other.repository = own.repository AND other.package = own.package
            AND other.ref = own.ref AND other.event < own.event
          JOIN events AS earlier ON earlier.number = other.event
          WHERE own.event = events.number ORDER BY other.event DESC LIMIT 1) AS before
     FROM events WHERE events.number > (SELECT sent FROM outbox) ORDER BY events.number LIMIT ?`,
  );
  const sent = database.prepare('UPDATE outbox SET sent = MAX(sent, ?)');
  const erasures = database.prepare('SELECT number, installation, repository FROM erasures ORDER BY number');
  const erased = database.prepare('DELETE FROM erasures WHERE number = ?');
  return {
    outgoing: limit =>
      run(() =>
        (outgoing.all(limit) as Row[]).map(({ data, before, isPublic, ...row }) => {
          const where = `event ${row.number}`;
          const earlier = valueIn(STORED_DATA, before ?? undefined, where);
          return {
            ...row,
            isPublic: isPublic === 1,
            data: valueIn(STORED_DATA, data, where),
            ...(earlier === undefined ? {} : { before: earlier }),
          };
        }),
      ),
    sent: number => run(() => void sent.run(number)),
    erasures: () => run(() => erasures.all() as Erasure[]),
    erased: number => run(() => void erased.run(number)),
  };
}
