import type Database from 'libsql';

/**
 * Wraps a function in a transaction: all of its statements take effect, or none. It takes the write lock at the start, so that another writer
 * cannot make it fail halfway. The package's own wrapper hides an error that has already ended the transaction.
 */
export function transaction<A extends readonly unknown[], T>(
  database: Database.Database,
  statements: (...given: A) => T,
): (...given: A) => T {
  return (...given) => {
    database.exec('BEGIN IMMEDIATE');
    try {
      const result = statements(...given);
      database.exec('COMMIT');
      return result;
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK');
      throw error;
    }
  };
}
