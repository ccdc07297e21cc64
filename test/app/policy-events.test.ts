import { describe, expect, it } from '@jest/globals';
import { policyEvents } from '../../src/app/policy-events.js';
import type { Attestation, Waiver } from '../../src/policy/policy.js';

const waiver: Waiver = { criterion: 'changelog', reason: 'we merge a fork', by: 'maya', until: '2026-10-31' };
const attestation: Attestation = {
  criterion: 'single-responsibility',
  statement: 'one aggregate',
  evidence: 'https://example.org/adr',
  by: 'maya',
  confirmedBy: null,
  until: '2026-12-31',
};
const NOTHING = { waivers: [], attestations: [] };

describe('a change of the policy', () => {
  it('is an event for each new waiver and attestation, with its author', () => {
    expect(policyEvents(undefined, { waivers: [waiver], attestations: [attestation] })).toEqual([
      { kind: 'waived', by: 'maya', data: { criterion: 'changelog', reason: 'we merge a fork', until: '2026-10-31' } },
      {
        kind: 'attested',
        by: 'maya',
        data: {
          criterion: 'single-responsibility',
          statement: 'one aggregate',
          evidence: 'https://example.org/adr',
          confirmedBy: null,
          until: '2026-12-31',
        },
      },
    ]);
  });

  it('is an event when a waiver is removed, prolonged, or an attestation is confirmed', () => {
    expect(policyEvents({ ...NOTHING, waivers: [waiver] }, NOTHING)).toEqual([
      { kind: 'unwaived', by: 'maya', data: { criterion: 'changelog' } },
    ]);
    const longer = { ...waiver, until: '2026-11-30' };
    expect(policyEvents({ ...NOTHING, waivers: [waiver] }, { ...NOTHING, waivers: [longer] })).toMatchObject([
      { kind: 'waived', data: { until: '2026-11-30' } },
    ]);
    const confirmed = { ...attestation, confirmedBy: 'bob' };
    expect(
      policyEvents({ ...NOTHING, attestations: [attestation] }, { ...NOTHING, attestations: [confirmed] }),
    ).toMatchObject([{ kind: 'attested', by: 'maya', data: { confirmedBy: 'bob' } }]);
  });

  it('is no event if nothing changed', () => {
    const same = { waivers: [waiver], attestations: [attestation] };
    expect(policyEvents(same, structuredClone(same))).toEqual([]);
  });
});
