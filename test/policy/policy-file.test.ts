import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import { isDate } from '../../src/policy/dates.js';
import { effectivePolicy, readPolicy } from '../../src/policy/policy-file.js';
import { read, unread } from '../../src/snapshot/reading.js';

const STANDARD = { id: 'cim/v1', criterionIds: ['readme', 'linear-history', 'single-responsibility'] };
const own = (text: string) => readPolicy({ path: '.github/cim.yml', text }, undefined, STANDARD);
const under = (organization: string, text: string) =>
  readPolicy({ path: '.github/cim.yml', text }, { path: 'organization', text: organization }, STANDARD);
const problems = (text: string) => own(text).problems.map(({ line, message }) => `${line}: ${message}`);

const WAIVER = '- { criterion: readme, reason: "a fork", by: alice, until: 2027-01-31 }';

describe('what the policy says for a time', () => {
  const at = (now: string, text: string) => {
    const { policy, problems: found } = readPolicy({ path: '.github/cim.yml', text }, undefined, STANDARD, now);
    return [
      policy.waivers.length + policy.attestations.length,
      ...found.map(({ line, message }) => `${line}: ${message}`),
    ];
  };
  const waiver = (until: string) => `waivers:\n  - { criterion: readme, reason: x, by: alice, until: ${until} }\n`;
  const attestation = (until: string) =>
    `attestations:\n  - { criterion: single-responsibility, statement: x, evidence: y, by: alice, until: ${until} }\n`;

  it('lasts no longer than 180 days for a waiver, and 365 for an attestation', () => {
    expect(at('2026-06-01T12:00:00Z', waiver('2026-11-28'))).toEqual([1]);
    expect(at('2026-06-01T12:00:00Z', waiver('2026-11-29'))).toEqual([
      0,
      '2: the waiver lasts until 2026-11-29, longer than 180 days: end it by 2026-11-28',
    ]);
    expect(at('2026-06-01T12:00:00Z', attestation('2027-06-01'))).toEqual([1]);
    expect(at('2026-06-01T12:00:00Z', attestation('2027-06-02'))).toEqual([
      0,
      '2: the attestation lasts until 2027-06-02, longer than 365 days: end it by 2027-06-01',
    ]);
  });
});

describe('the packages that a policy names', () => {
  const named = (text: string, packages?: readonly string[]) => {
    const names = { ...STANDARD, ...(packages ? { packages } : {}) };
    const { policy, problems: found } = readPolicy({ path: '.github/cim.yml', text }, undefined, names);
    return [policy.modules, found.map(({ line, message }) => `${line}: ${message}`)];
  };
  const PACKAGES = ['cim-parcel', 'cim-order', 'xtask'];

  it('are assessed one by one, in their order', () => {
    expect(named('modules: [cim-order, cim-parcel]\n', PACKAGES)).toEqual([['cim-order', 'cim-parcel'], []]);
  });

  it('must exist, where the packages are known: one that does not is a problem at its line', () => {
    const text = 'modules:\n  - cim-parcel\n  - cim-ordr\n  - cim-parcel\n';
    expect(named(text, PACKAGES)).toEqual([
      ['cim-parcel', 'cim-ordr'],
      ['3: unknown package `cim-ordr`; did you mean `cim-order`?', '4: `cim-parcel` is listed twice'],
    ]);
    expect(named(text)).toEqual([['cim-parcel', 'cim-ordr'], ['4: `cim-parcel` is listed twice']]);
    expect(named('module: cim-ordr\n', PACKAGES)[1]).toEqual([
      '1: unknown package `cim-ordr`; did you mean `cim-order`?',
    ]);
  });

  it.each(['modules: []', 'modules: ""', 'modules: [a, ""]', 'modules: { a: b }', `modules: [${'a, '.repeat(20)}b]`])(
    'are a list of names: %s',
    text => expect(named(text)).toEqual([undefined, [expect.stringMatching(/^1: `modules` must/)]]),
  );

  it('override a single one', () => {
    expect(named('module: xtask\nmodules: [cim-order]\n', PACKAGES)).toEqual([
      ['cim-order'],
      ['1: `modules` overrides `module`: remove one of them'],
    ]);
  });

  it('have waivers and attestations of their own', () => {
    const text = (module: string) =>
      `waivers:\n  - { criterion: readme, module: ${module}, reason: x, by: a, until: 2027-01-31 }\n`;
    const read = (module: string) =>
      readPolicy({ path: 'p', text: text(module) }, undefined, { ...STANDARD, packages: PACKAGES });
    expect(read('cim-order').policy.waivers).toMatchObject([{ criterion: 'readme', module: 'cim-order' }]);
    expect(read('cim-ordr')).toMatchObject({
      policy: { waivers: [] },
      problems: [{ line: 2, message: 'unknown package `cim-ordr`; did you mean `cim-order`?' }],
    });
  });
});

describe('a policy file', () => {
  it('is read whole', () => {
    const { policy, problems: none } = own(`standard: cim/v1
enforcement: strict
migration: tracking
since: v0.5.0
module: cim-parcel
deploys: true
commitTypes: [WIP]
thresholds: { coverage: 85 }
notifiesRegistry: true
waivers:
  ${WAIVER}
attestations:
  - criterion: single-responsibility
    statement: Each module has one reason to change.
    evidence: https://example.org/review
    by: alice
    until: 2027-06-30
`);
    expect(none).toEqual([]);
    expect(policy).toEqual({
      standard: 'cim/v1',
      enforcement: 'strict',
      migration: 'tracking',
      since: 'v0.5.0',
      module: 'cim-parcel',
      deploys: true,
      commitTypes: ['wip'],
      thresholds: { coverage: 85 },
      notifiesRegistry: true,
      waivers: [{ criterion: 'readme', reason: 'a fork', by: 'alice', until: '2027-01-31' }],
      attestations: [
        {
          criterion: 'single-responsibility',
          statement: 'Each module has one reason to change.',
          evidence: 'https://example.org/review',
          by: 'alice',
          confirmedBy: null,
          until: '2027-06-30',
        },
      ],
    });
  });

  it.each([['', '\n', '# nothing yet\n', '{}']])('may be empty', text => {
    expect(own(text)).toEqual({ policy: DEFAULT_POLICY, problems: [] });
  });

  it.each([
    ['a key of another name', 'enforcment: strict', '1: unknown key `enforcment`; did you mean `enforcement`?'],
    [
      'a value that is none',
      'enforcement: stict',
      '1: `enforcement` must be one of report, ratchet, strict; did you mean `strict`?',
    ],
    ['a flag that is a word', '\ndeploys: sometimes', '2: `deploys` must be true or false'],
    ['a text that is a list', 'since: [v1]', '1: `since` must be text'],
    ['types that are one text', 'commitTypes: wip', '1: `commitTypes` must be a list of texts'],
    ['a lower threshold', 'thresholds:\n  coverage: 50', '2: a threshold can only be stricter: use at least 80'],
    ['no percentage', 'thresholds: { coverage: .nan }', '1: `coverage` must be a percentage, at most 100'],
    ['over a hundred', 'thresholds: { coverage: 101 }', '1: `coverage` must be a percentage, at most 100'],
    ['another threshold', 'thresholds: { covrage: 90 }', '1: unknown threshold `covrage`; did you mean `coverage`?'],
    [
      'a list for a mapping',
      '- enforcement: strict',
      '1: the policy must be a mapping, such as `enforcement: ratchet`',
    ],
    [
      'a waiver of no criterion',
      `waivers:\n  ${WAIVER.replace('readme', 'read-me')}`,
      '2: unknown criterion `read-me`; did you mean `readme`?',
    ],
    [
      'a waiver for ever',
      `waivers:\n  ${WAIVER.replace(', until: 2027-01-31', '')}`,
      '2: an entry of `waivers` lacks `until`',
    ],
    [
      'a day that the calendar lacks',
      `waivers:\n  ${WAIVER.replace('2027-01-31', '2027-02-31')}`,
      '2: `until` must be a date such as 2027-01-31, not `2027-02-31`',
    ],
    ['a lone text', 'waivers: readme', '1: `waivers` must be a list'],
  ])('names %s at its line', (_, text, problem) => {
    expect(problems(text)).toEqual([problem]);
  });

  it('counts for the rest, where a part is wrong', () => {
    const { policy, problems: found } = own(
      `enforcement: stict\nmigration: off\nwaivers:\n  - nonsense\n  ${WAIVER}\n`,
    );
    expect(found).toHaveLength(2);
    expect(policy.enforcement).toBeUndefined();
    expect(policy).toMatchObject({ migration: 'off', waivers: [{ criterion: 'readme' }] });
  });

  it('that is no YAML is a problem at its line, and the usual policy holds', () => {
    const { policy, problems: found } = own('enforcement: strict\nwaivers: [\n');
    expect(policy.waivers).toEqual([]);
    expect(found).not.toEqual([]);
    expect(found.every(({ path, line }) => path === '.github/cim.yml' && line >= 1)).toBe(true);
  });

  it('over another: the module’s word counts, but for what the organization locks', () => {
    const above = `enforcement: report\nmigration: off\nlock: [enforcement]\nthresholds: { coverage: 90 }\nwaivers:\n  ${WAIVER}\n`;
    const { policy, problems: found } = under(
      above,
      'enforcement: strict\nmigration: tracking\nthresholds: { coverage: 85 }\n',
    );
    expect(policy).toMatchObject({
      enforcement: 'report',
      migration: 'tracking',
      thresholds: { coverage: 90 },
      waivers: [{ criterion: 'readme' }],
    });
    expect(found).toEqual([
      expect.objectContaining({ line: 1, message: "`enforcement` is locked by the organization's policy" }),
      expect.objectContaining({ line: 3, message: 'a threshold can only be stricter: use at least 90' }),
    ]);
  });

  it('names what expired, at its line', () => {
    const text = `waivers:\n  - criterion: readme\n    reason: a fork\n    by: alice\n    until: 2026-01-31\n`;
    const at = (now: string) => effectivePolicy(read({ own: text }), STANDARD, now);
    expect(at('2026-01-31T12:00:00Z').problems).toEqual([]);
    expect(at('2026-02-01T00:00:00Z')).toMatchObject({
      policy: { waivers: [{ criterion: 'readme' }] },
      problems: [{ line: 5, message: 'the waiver of `readme` expired on 2026-01-31: renew or remove it' }],
    });
  });

  it('that could not be read is said, and the usual policy holds', () => {
    const reading = effectivePolicy(unread('GitHub did not answer'), STANDARD);
    expect(reading.policy).toEqual(DEFAULT_POLICY);
    expect(reading.problems[0]?.message).toContain('GitHub did not answer');
    expect(effectivePolicy(read({}), STANDARD)).toEqual({ policy: DEFAULT_POLICY, problems: [] });
  });

  it('of any text gives a policy, and the same one twice', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.string().map(text => `waivers:\n  - criterion: ${text}\n`),
        ),
        text => {
          expect(own(text)).toEqual(own(text));
        },
      ),
    );
  });
});

describe('a date', () => {
  it.each(['2027-01-31', '2028-02-29'])('is %s', text => expect(isDate(text)).toBe(true));
  it.each(['2027-02-29', '2027-1-31', 'soon', '2027-01-31T00:00:00Z', ''])('is not %j', text =>
    expect(isDate(text)).toBe(false),
  );
});
