/** `fleet` in the organization's policy file. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_FLEET_POLICY, fleetPolicyIn } from '../../src/policy/fleet-policy.js';
import { readPolicy } from '../../src/policy/policy-file.js';

const STANDARD = { id: 'cim/v1', criterionIds: ['readme', 'adr'] };
const read = (text: string) => fleetPolicyIn(text);
const problems = (text: string) =>
  readPolicy(undefined, { path: 'p', text }, STANDARD).problems.map(({ line, message }) => `${line}: ${message}`);

const WHOLE = `fleet:
  reviewers: { team: standard-reviewers, people: [ada, bob] }
  registryPullRequest: false
  digest: false
  ask: [ada]
  labels: { bugs: [defect], features: [wish, enhancement] }
  campaigns:
    - name: Documentation
      modules: [cim-domain-*, cim-mill]
      criteria: [readme, adr]
      until: 2027-03-31
      ask: [bob]
`;

describe('what a policy says of all modules together', () => {
  it('is read as a whole', () => {
    expect(problems(WHOLE)).toEqual([]);
    expect(read(WHOLE)).toEqual({
      reviewers: { team: 'standard-reviewers', people: ['ada', 'bob'] },
      registryPullRequest: false,
      digest: false,
      ask: ['ada'],
      labels: { bugs: ['defect'], features: ['wish', 'enhancement'] },
      campaigns: [
        {
          name: 'Documentation',
          modules: ['cim-domain-*', 'cim-mill'],
          criteria: ['readme', 'adr'],
          until: '2027-03-31',
          ask: ['bob'],
        },
      ],
    });
  });

  it('is the default without it, and the default where it says nothing', () => {
    expect(fleetPolicyIn(undefined)).toEqual(DEFAULT_FLEET_POLICY);
    for (const text of ['', 'enforcement: strict\n', 'fleet:\n', 'fleet: [1]\n', 'fleet: {}\n', ': :'])
      expect(read(text)).toEqual(DEFAULT_FLEET_POLICY);
  });

  it('reports what it does not understand at its line, and the rest counts', () => {
    const text = `fleet:
  reviewer: { people: [ada] }
  reviewers: { team: "Standard Reviewers", people: [ada, "@bob"] }
  digest: perhaps
  campaigns:
    - { name: A, modules: [cim-*], criteria: [readme, adrs], until: 2027-03-31 }
    - { name: B, modules: [cim-*], criteria: [adr], until: soon }
    - { name: C }
    - { name: A, modules: [x], criteria: [adr], until: 2027-03-31 }
`;
    expect(problems(text)).toEqual([
      '2: unknown key `reviewer` in `fleet`; did you mean `reviewers`?',
      '3: `team` must be the name of a team in its URL, as in `standard-reviewers`',
      '3: `people` must list logins, without `@`',
      '4: `digest` must be true or false',
      '5: two campaigns are named `A`: rename one',
      '6: unknown criterion `adrs`; did you mean `adr`?',
      '7: `until` must be a date such as 2027-01-31, not `soon`',
      '8: a campaign lacks `modules` and `criteria` and `until`',
    ]);
    const policy = read(text);
    expect(policy.reviewers).toEqual({ people: ['ada'] });
    expect(policy.campaigns.map(({ name, criteria }) => [name, criteria])).toEqual([['A', ['readme', 'adrs']]]);
  });

  it('never throws, and never names what is not a login, a module, or a date', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (text, value) => {
        for (const each of [text, JSON.stringify({ fleet: value }), `fleet:\n  ask: [${text}]\n`]) {
          const { ask, campaigns } = read(each);
          expect(ask.every(login => /^[\w-]+$/.test(login))).toBe(true);
          expect(campaigns.every(({ until }) => /^\d{4}-\d{2}-\d{2}$/.test(until))).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});
