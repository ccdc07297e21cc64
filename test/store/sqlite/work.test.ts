import { memoryStore } from '../../../src/store/sqlite/database.js';
import { sqliteWork } from '../../../src/store/sqlite/work.js';
import { workContract } from '../work-contract.js';

workContract('SQLite', async seconds => {
  const store = memoryStore();
  return { work: sqliteWork(store, seconds), reopen: async () => sqliteWork(store, seconds) };
});
