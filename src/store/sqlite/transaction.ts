import type Database from 'libsql';

/**
 * Makes a function a transaction: all of its statements take effect, or none. It takes the lock to write at once, so that it
 * never fails halfway for another writer. The package's own wrapper hides an error that has ended the transaction already.
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
