import type Database from 'libsql';

/**
 * Wraps a function in a transaction: all of its statements take effect, or none. It takes the write lock at the start, so that another writer
 * cannot make it fail halfway. Within another transaction, it is a part of that one, which can be undone alone. The package's own wrapper
 * hides an error that has already ended the transaction.
 */
export function transaction<A extends readonly unknown[], T>(
  database: Database.Database,
  statements: (...given: A) => T,
): (...given: A) => T {
  return (...given) => {
    const [begin, commit, undo] = database.inTransaction
      ? ['SAVEPOINT part', 'RELEASE part', 'ROLLBACK TO part; RELEASE part']
      : ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK'];
    database.exec(begin);
    try {
      const result = statements(...given);
      database.exec(commit);
      return result;
    } catch (error) {
      if (database.inTransaction) database.exec(undo);
      throw error;
    }
  };
}

/** Runs statements and undoes them. @returns their result, and whether they would have changed anything */
export function rehearsal<T>(
  database: Database.Database,
  statements: () => T,
): { readonly result: T; readonly changes: boolean } {
  const total = database.prepare('SELECT total_changes() AS changes');
  const changes = () => (total.get() as { readonly changes: number }).changes;
  const isInside = database.inTransaction;
  database.exec(isInside ? 'SAVEPOINT rehearsal' : 'BEGIN IMMEDIATE');
  try {
    const before = changes();
    const result = statements();
    return { result, changes: changes() !== before };
  } finally {
    if (database.inTransaction) database.exec(isInside ? 'ROLLBACK TO rehearsal; RELEASE rehearsal' : 'ROLLBACK');
  }
}
