import { beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import type { Assessment } from '../../src/assess/assessment.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import { sqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';

let database: Database.Database;
let ledger: Ledger;
beforeEach(() => {
  database = new Database(':memory:');
  ledger = sqliteLedger(database, '1.0.0');
});

const X = { owner: 'cim', repo: 'cim-x' };
const assessment = (sha: string, ref = 'main', assessedAt = '2026-05-01T00:00:00.000Z'): Assessment => ({
  standard: 'cim/v1',
  subject: { ...X, ref, sha },
  assessedAt,
  findings: [],
});
const keep = (...all: Assessment[]) => Promise.all(all.map(each => ledger.append(each, DEFAULT_POLICY)));

describe('a ledger', () => {
  it('gives the newest assessment of a commit, under the same policy', async () => {
    const [first, second] = [assessment('a'), assessment('a', 'main', '2026-05-02T00:00:00.000Z')];
    await keep(first, second);
    expect(await ledger.at(X, 'a', DEFAULT_POLICY)).toEqual(second);
    expect(await ledger.at(X, 'b', DEFAULT_POLICY)).toBeUndefined();
    expect(await ledger.at({ ...X, repo: 'cim-y' }, 'a', DEFAULT_POLICY)).toBeUndefined();
  });

  it('takes another policy, and another version of this tool, for another judge', async () => {
    await keep(assessment('a'));
    expect(await ledger.at(X, 'a', { ...DEFAULT_POLICY, thresholds: { coverage: 90 } })).toBeUndefined();
    expect(await sqliteLedger(database, '1.1.0').at(X, 'a', DEFAULT_POLICY)).toBeUndefined();
    expect(await sqliteLedger(database, '1.1.0').latestOf(X, 'a')).toEqual(assessment('a'));
  });

  it('knows what a branch was before, and is now', async () => {
    await keep(assessment('a'), assessment('b'), assessment('c', 'pull/7'));
    expect(await ledger.latest(X, 'main')).toEqual(assessment('b'));
    expect(await ledger.before(X, 'main', 'b')).toEqual(assessment('a'));
    expect(await ledger.before(X, 'main', 'a')).toEqual(assessment('b'));
  });

  it('knows a repository by its name in any case, as GitHub does', async () => {
    await keep(assessment('a'));
    expect(await ledger.latest({ owner: 'CIM', repo: 'CIM-X' }, 'main')).toEqual(assessment('a'));
  });

  it('remembers one check-run for each name and commit, and which were not concluded', async () => {
    const key = { ...X, sha: 'a', name: 'CIM readiness' };
    expect(await ledger.checkRun(key)).toBeUndefined();
    await ledger.noteCheckRun(key, { id: 1, installation: 7, concluded: false });
    await ledger.noteCheckRun({ ...key, name: 'CIM commits' }, { id: 2, installation: 7, concluded: true });
    expect(await ledger.orphans()).toEqual([{ ...key, id: 1, installation: 7 }]);
    await ledger.noteCheckRun(key, { id: 1, installation: 7, concluded: true });
    expect([await ledger.checkRun(key), await ledger.orphans()]).toEqual([1, []]);
  });
});
