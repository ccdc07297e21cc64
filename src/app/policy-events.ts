/** What a change of the policy on the default branch says, as events of the ledger. */
import type { Attestation, Policy, Waiver } from '../policy/policy.js';
import type { LedgerEvent } from '../store/ledger.js';

type Claims = Pick<Policy, 'waivers' | 'attestations'>;

/** The events between two policies; each waiver and attestation in force is named once. @param before absent at first */
export function policyEvents(before: Claims | undefined, { waivers, attestations }: Claims): LedgerEvent[] {
  const old = before ?? { waivers: [], attestations: [] };
  const isIn = (list: readonly object[]) => {
    const texts = new Set(list.map(each => JSON.stringify(each)));
    return (each: object) => texts.has(JSON.stringify(each));
  };
  const isWaived = new Set(waivers.map(({ criterion }) => criterion));
  return [
    ...waivers.filter(each => !isIn(old.waivers)(each)).map(waived),
    ...old.waivers.filter(({ criterion }) => !isWaived.has(criterion)).map(unwaived),
    ...attestations.filter(each => !isIn(old.attestations)(each)).map(attested),
  ];
}

function waived({ by, ...data }: Waiver): LedgerEvent {
  return { kind: 'waived', by, data };
}

function unwaived({ by, criterion }: Waiver): LedgerEvent {
  return { kind: 'unwaived', by, data: { criterion } };
}

function attested({ by, ...data }: Attestation): LedgerEvent {
  return { kind: 'attested', by, data };
}
