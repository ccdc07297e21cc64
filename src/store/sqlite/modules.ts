/** The modules as they were last assessed on their default branches. */
import type Database from 'libsql';
import type { Policy } from '../../policy/policy.js';
import type { Ledger, LedgerEvent, ModuleMemory } from '../ledger.js';
import type { RepositoryKey } from '../repository-key.js';
import { STORED_MODULE, type Stored } from '../stored.js';
import type { SqliteStore } from './database.js';
import { transaction } from './transaction.js';

/** Reads a value of a row. @param where names the row */
export type ValueIn = <T>(stored: Stored<T>, text: string | undefined, where: string) => T | undefined;

interface Row {
  readonly repository: number;
  readonly memory: string;
}

export function modulesIn(
  { database, run }: SqliteStore,
  valueIn: ValueIn,
  append: (key: RepositoryKey, event: LedgerEvent) => void,
): Pick<Ledger, 'module' | 'modulesOf' | 'noteModule' | 'noteModules' | 'modules'> {
  const all = database.prepare('SELECT repository, memory FROM modules ORDER BY repository, package');
  const ofOne = database.prepare('SELECT repository, memory FROM modules WHERE repository = ? ORDER BY package');
  const forget = database.prepare('DELETE FROM modules WHERE repository = ?');
  const forgetFleet = database.prepare(
    'DELETE FROM fleet WHERE repository = ? AND package NOT IN (SELECT value FROM json_each(?))',
  );
  const note = database.prepare(
    'INSERT OR REPLACE INTO modules (installation, repository, package, standard, memory) VALUES (?, ?, ?, ?, ?)',
  );
  const memoriesIn = (statement: Database.Statement, ...of: readonly number[]) =>
    (statement.all(...of) as Row[]).flatMap(
      ({ repository, memory }) => valueIn(STORED_MODULE, memory, `repository ${repository}`) ?? [],
    );
  const keep = (memory: ModuleMemory): void => {
    const { installation, repository, policy, assessment } = memory;
    note.run(installation, repository, packageOf(policy), assessment.standard, JSON.stringify(memory));
  };
  const keepOnly = transaction(
    database,
    (memories: readonly [ModuleMemory, ...ModuleMemory[]], changes: readonly LedgerEvent[]) => {
      const [{ installation, repository }] = memories;
      forget.run(repository);
      forgetFleet.run(repository, JSON.stringify(memories.map(({ policy }) => packageOf(policy))));
      memories.forEach(keep);
      for (const event of changes) append({ installation, repository }, event);
    },
  );
  return {
    module: repository => run(() => memoriesIn(ofOne, repository)[0]),
    modulesOf: repository => run(() => memoriesIn(ofOne, repository)),
    noteModule: memory => run(() => keep(memory)),
    noteModules: (memories, changes = []) => run(() => keepOnly(memories, changes)),
    modules: () => run(() => memoriesIn(all)),
  };
}

/** The package that is assessed; empty where the policy names none. */
export function packageOf({ module }: Policy): string {
  return module ?? '';
}
