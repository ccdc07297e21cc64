import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import type { Log, Result } from 'sarif';
import { assess } from '../../src/assess/assess.js';
import { compare } from '../../src/assess/compare.js';
import { DEFAULT_POLICY, type Policy } from '../../src/policy/policy.js';
import { assessmentSarif } from '../../src/report/sarif.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import { add, both, type Edit, NOW, READY_TEXTS, remove, snapshot } from '../support/snapshots.js';

/** The schema of OASIS, as Microsoft's SARIF packages ship it. */
const PUBLISHED = '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
const {
  id: _id,
  $schema: _draft,
  ...SCHEMA
} = createRequire(import.meta.url)(PUBLISHED) as Readonly<Record<string, unknown>>;
const WORLD = { organization: { files: new Map<string, string>() } };

const assessed = (change: Edit, policy: Partial<Policy> = {}) =>
  assess(snapshot(change(READY_TEXTS), WORLD), CIM_STANDARD, { ...DEFAULT_POLICY, ...policy }, NOW);
const bad = both(remove('CONTRIBUTING.md'), add('src/lost [odd].rs', 'pub fn lost() {}\n'));

function sarif(policy: Partial<Policy> = {}): Log {
  const assessment = assessed(bad, policy);
  const report = { standard: CIM_STANDARD, assessment, notes: ['A [note](1).'], policyProblems: [] };
  return JSON.parse(assessmentSarif({ ...report, comparison: compare(assessed(both()), assessment) })) as Log;
}

const results = (log: Log) => log.runs[0]?.results ?? [];
const of = (log: Log, criterion: string): Result | undefined => results(log).find(({ ruleId }) => ruleId === criterion);

describe('an assessment as SARIF', () => {
  it('fits the schema of SARIF 2.1.0', () => {
    const ajv = new Ajv.default({ strict: false, allErrors: true, logger: false, unicodeRegExp: false });
    addFormats.default(ajv);
    const fits = ajv.compile(SCHEMA);
    expect({ fits: fits(sarif()), errors: fits.errors }).toEqual({ fits: true, errors: null });
  });

  it('has a result with a location for each problem, also for one of the whole repository', () => {
    const log = sarif();
    expect(of(log, 'module-organization')?.locations?.[0]?.physicalLocation).toMatchObject({
      artifactLocation: { uri: 'src/lost%20%5Bodd%5D.rs' },
      region: { startLine: 1 },
    });
    expect(of(log, 'contributing')?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('Cargo.toml');
    expect(results(log).map(({ locations }) => locations?.length)).toEqual(results(log).map(() => 1));
  });

  it('names the rule of every result, with how to fix it', () => {
    const rules = sarif().runs[0]?.tool.driver.rules ?? [];
    expect(rules.map(({ id }) => id)).toEqual(CIM_STANDARD.criterionIds);
    expect(rules.every(({ help }) => help?.markdown?.includes('How to fix'))).toBe(true);
  });

  it('says which problems are new, and suppresses waived ones', () => {
    expect(of(sarif(), 'contributing')).toMatchObject({ baselineState: 'new' });
    const waiver = { criterion: 'contributing', reason: 'soon', by: 'alice', until: '2026-07-01' };
    expect(of(sarif({ waivers: [waiver] }), 'contributing')?.suppressions).toEqual([
      { kind: 'external', justification: 'soon (until 2026-07-01)' },
    ]);
  });

  it('makes no link of brackets in a text', () => {
    const [note] = sarif().runs[0]?.invocations?.[0]?.toolExecutionNotifications ?? [];
    expect(note?.message.text).toBe('A \\[note\\](1).');
  });
});
