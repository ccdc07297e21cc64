import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { evidenceSchema } from '../../scripts/evidence-schema.js';
import { assess } from '../../src/assess/assess.js';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import {
  evidenceBadge,
  evidenceBaseline,
  evidenceInToto,
  evidenceJson,
  evidenceTable,
} from '../../src/report/evidence.js';
import { BADGE_QUESTIONS, BASELINE_QUESTIONS } from '../../src/report/questionnaires.js';
import { STANDARDS } from '../../src/standard/all.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import { NOW, READY_TEXTS, remove, snapshot, type Texts } from '../support/snapshots.js';

const reportOf = (texts: Texts) => ({
  standard: CIM_STANDARD,
  assessment: assess(snapshot(texts), CIM_STANDARD, DEFAULT_POLICY, NOW),
  tool: '1.2.3',
});
const ready = reportOf(READY_TEXTS);
const without = reportOf(remove('CHANGELOG.md')(READY_TEXTS));

describe('an answer to a question of others', () => {
  it('is yes if every criterion of it is met, with what was measured', () => {
    const address = new URL(evidenceBadge(ready));
    expect(`${address.origin}${address.pathname}`).toBe('https://www.bestpractices.dev/projects');
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      as: 'edit',
      url: 'https://github.com/cim/cim-parcel',
      section: 'passing',
      vulnerability_report_process_status: 'Met',
      vulnerability_report_process_justification: expect.stringMatching(
        /^Measured by cim-readiness at https:\/\/github\.com\/cim\/cim-parcel\/tree\/a{40}: security-policy is met: .*SECURITY\.md/,
      ),
      release_notes_justification: expect.stringMatching(/^Please confirm that the notes are not the raw output/),
    });
  });

  it('is not given for a gap, and not for what was not read', () => {
    const { searchParams } = new URL(evidenceBadge(without));
    expect(searchParams.has('release_notes_status')).toBe(false);
    expect([...searchParams.values()]).not.toContain('Unmet');
    // The tags were not read.
    expect(searchParams.has('version_tags_status')).toBe(false);
    expect(evidenceTable(without)).toContain('? release_notes  changelog is unmet');
  });

  it('is not given for a criterion that the standard does not have', () => {
    expect(evidenceTable(ready)).toContain('? warnings  cim/v1 has no criterion ci-clippy');
  });

  it('is in a file that bestpractices.dev reads, by the names of the OSPS Baseline', () => {
    const file = JSON.parse(evidenceBaseline(ready)) as Record<string, string>;
    expect(file['osps_vm_02_01_status']).toBe('Met');
    for (const key of Object.keys(file)) expect(key).toMatch(/^osps_[a-z]{2}_\d\d_\d\d_(?:status|justification)$/);
  });

  it('is JSON as its schema says', () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    addFormats.default(ajv);
    expect([ajv.validate(evidenceSchema() as object, JSON.parse(evidenceJson(ready))), ajv.errors]).toEqual([
      true,
      null,
    ]);
  });

  it('names only criteria that exist', () => {
    const known = new Set(STANDARDS.flatMap(({ criterionIds }) => criterionIds));
    const named = [...BADGE_QUESTIONS, ...BASELINE_QUESTIONS].flatMap(({ criteria }) => criteria);
    expect(named.filter(id => !known.has(id))).toEqual([]);
  });
});

describe('an in-toto statement', () => {
  it('is about the commit, and says what a person attested', () => {
    const attestation = {
      criterion: 'memory-limits',
      statement: 'bounded',
      evidence: 'https://example.org',
      by: 'alice',
      confirmedBy: 'bob',
      until: '2026-12-31',
    };
    const policy = { ...DEFAULT_POLICY, attestations: [attestation] };
    const assessment = assess(snapshot(READY_TEXTS), CIM_STANDARD, policy, NOW);
    const statement = JSON.parse(evidenceInToto({ standard: CIM_STANDARD, assessment, tool: '1.2.3' })) as {
      predicate: { findings: { criterion: string; attestedBy: string | null }[] };
    };
    expect(statement).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'cim/cim-parcel', digest: { gitCommit: 'a'.repeat(40) } }],
      predicateType: expect.stringMatching(/^https:\/\/.*\/evidence\.md$/),
      predicate: { assessor: { name: 'cim-readiness', version: '1.2.3' }, standard: { id: 'cim/v1', revision: 1 } },
    });
    const { findings } = statement.predicate;
    expect(findings).toHaveLength(CIM_STANDARD.criteria.length);
    expect(findings.filter(({ attestedBy }) => attestedBy !== null)).toMatchObject([
      { criterion: 'memory-limits', attestedBy: 'alice' },
    ]);
  });
});
