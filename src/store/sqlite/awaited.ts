/** What installations have not approved yet. */
import type { AwaitedApproval } from '../../fleet/migration-state.js';
import type { Ledger } from '../ledger.js';
import { STORED_AWAITED } from '../stored.js';
import type { SqliteStore } from './database.js';
import type { ValueIn } from './modules.js';
import { transaction } from './transaction.js';

export function awaitedIn({ database, run }: SqliteStore, valueIn: ValueIn): Pick<Ledger, 'awaited' | 'noteAwaited'> {
  const find = database.prepare('SELECT awaited FROM awaited WHERE installation = ?');
  const clear = database.prepare('DELETE FROM awaited');
  const note = database.prepare('INSERT INTO awaited (installation, awaited) VALUES (?, ?)');
  const replace = transaction(database, (all: ReadonlyMap<number, AwaitedApproval>) => {
    clear.run();
    for (const [installation, awaited] of all) note.run(installation, JSON.stringify(awaited));
  });
  return {
    awaited: installation =>
      run(() => {
        const row = find.get(installation) as { readonly awaited: string } | undefined;
        return valueIn(STORED_AWAITED, row?.awaited, `installation ${installation}`);
      }),
    noteAwaited: all => run(() => replace(all)),
  };
}
