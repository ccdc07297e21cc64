import { describe, expect, it } from '@jest/globals';
import { assess } from '../../src/assess/assess.js';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import { assessmentJunit } from '../../src/report/junit.js';
import { element } from '../../src/report/xml.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import { NOW, READY_TEXTS, remove, snapshot } from '../support/snapshots.js';

const waiver = { criterion: 'code-of-conduct', reason: 'a "better" one <soon>', by: 'alice', until: '2026-07-01' };
const texts = remove('CODE_OF_CONDUCT.md')(remove('CONTRIBUTING.md')(READY_TEXTS));
const assessment = assess(
  snapshot(texts, { organization: { files: new Map() } }),
  CIM_STANDARD,
  { ...DEFAULT_POLICY, waivers: [waiver] },
  NOW,
);
const xml = assessmentJunit({ standard: CIM_STANDARD, assessment, notes: [], policyProblems: [] });

describe('an assessment as JUnit', () => {
  it('has a suite for each section and a case for each criterion', () => {
    expect(xml.match(/<testsuite /g)).toHaveLength(CIM_STANDARD.sections.length);
    expect(xml.match(/<testcase /g)).toHaveLength(CIM_STANDARD.criteria.length);
  });

  it('fails for blocking gaps alone', () => {
    const failed = [...xml.matchAll(/<failure message="[^"]*" type="([^"]*)"/g)].map(([, criterion]) => criterion);
    expect(failed).toContain('contributing');
    expect(failed).not.toContain('code-of-conduct');
    expect(xml).toContain(`failures="${failed.length}"`);
  });

  it('skips what is waived, with the reason', () => {
    expect(xml).toContain('<skipped message="waived until 2026-07-01: a &#34;better&#34; one &#60;soon&#62;"/>');
  });

  it('holds any text', () => {
    expect(element('a', { b: '"\u0000\ud800<' }, [])).toBe('<a b="&#34;␀\ufffd&#60;"/>');
  });
});
