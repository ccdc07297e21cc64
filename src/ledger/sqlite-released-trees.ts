import { gunzipSync, gzipSync } from 'node:zlib';
import type Database from 'libsql';
import type { FileEntry, Files } from '../snapshot/files.js';

const TABLE = 'CREATE TABLE IF NOT EXISTS released_trees (commit_sha TEXT PRIMARY KEY, files BLOB NOT NULL)';

/** The trees of releases, kept in SQLite: what a commit holds does not change. */
export function sqliteReleasedTrees(database: Database.Database): {
  get(commit: string): Promise<Files | undefined>;
  put(commit: string, files: Files): Promise<void>;
} {
  database.exec(TABLE);
  const find = database.prepare('SELECT files FROM released_trees WHERE commit_sha = ?');
  const keep = database.prepare('INSERT OR REPLACE INTO released_trees (commit_sha, files) VALUES (?, ?)');
  return {
    async get(commit) {
      const row = find.get(commit) as { files: Uint8Array } | undefined;
      if (!row) return undefined;
      const entries = JSON.parse(gunzipSync(row.files).toString('utf8')) as FileEntry[];
      return { entries: new Map(entries.map(entry => [entry.path, entry])) };
    },
    async put(commit, { entries }) {
      keep.run(commit, gzipSync(JSON.stringify([...entries.values()])));
    },
  };
}
