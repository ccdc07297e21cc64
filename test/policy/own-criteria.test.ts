import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readPolicy } from '../../src/policy/policy-file.js';

const STANDARD = { id: 'cim/v1', criterionIds: ['readme', 'docker'] };
const read = (text: string, repository = 'cim-parcel') =>
  readPolicy(undefined, { path: 'organization', text }, { ...STANDARD, repository }, '2026-06-01T12:00:00Z');
const problems = (text: string) => read(text).problems.map(({ line, message }) => `${line}: ${message}`);

const criterion = (check: string, more = '') =>
  `criteria:\n  - id: acme-contact\n    title: Somebody can be reached\n    rationale: Reports must reach us.\n    remediation: Name an address.\n    check: ${check}\n${more}`;

describe("a criterion of an organization's own", () => {
  it.each([
    [
      '{ file: { paths: SECURITY.md, contains: security@acme.example } }',
      { kind: 'file', paths: ['SECURITY.md'], exists: true, contains: 'security@acme.example' },
    ],
    ['{ file: { paths: [a, "b/**"], exists: false } }', { kind: 'file', paths: ['a', 'b/**'], exists: false }],
    [
      '{ manifest: { paths: Cargo.toml, field: package.rust-version, atLeast: 1.85 } }',
      { kind: 'manifest', paths: ['Cargo.toml'], field: ['package', 'rust-version'], atLeast: '1.85' },
    ],
    [
      '{ manifest: { paths: cim.yaml, field: module.type } }',
      { kind: 'manifest', paths: ['cim.yaml'], field: ['module', 'type'], exists: true },
    ],
    [
      '{ workflow: { command: "cargo deny check", on: [push, pull_request], systems: linux } }',
      { kind: 'workflow', command: ['cargo', 'deny', 'check'], on: ['push', 'pull_request'], systems: ['linux'] },
    ],
    ['{ workflow: { action: Acme/Scan } }', { kind: 'workflow', action: 'acme/scan', on: [], systems: [] }],
    [
      '{ text: { in: code, mustNot: "process::exit" } }',
      { kind: 'text', paths: ['**/*.rs'], in: 'code', occurs: false, pattern: 'process::exit' },
    ],
    [
      '{ text: { paths: "*.md", must: "©" } }',
      { kind: 'text', paths: ['*.md'], in: 'files', occurs: true, pattern: '©' },
    ],
  ])('is data: %s', (check, expected) => {
    const { policy, problems: found } = read(criterion(check));
    expect(found).toEqual([]);
    expect(policy.criteria).toEqual([
      {
        id: 'acme-contact',
        title: 'Somebody can be reached',
        severity: 'must',
        rationale: 'Reports must reach us.',
        remediation: 'Name an address.',
        check: expected,
      },
    ]);
  });

  it.each([
    ['{ fle: { paths: a } }', '6: unknown key `fle` in `check`; did you mean `file`?'],
    ['{}', '6: `check` must have one of file, manifest, workflow, text, as in `file: { paths: SECURITY.md }`'],
    ['{ file: { path: a } }', '6: `paths` is missing: name a path, such as `SECURITY.md`'],
    [
      '{ file: { paths: ../a } }',
      '6: `paths` must be relative to the root of the repository, without `/` at the beginning or `..`',
    ],
    [
      '{ file: { paths: a, matches: "(a)\\\\1" } }',
      "6: the pattern of `matches` is not valid in RE2's syntax: invalid escape sequence: `\\1`",
    ],
    ['{ text: { paths: a } }', '6: `text` must have either `must` or `mustNot`, a pattern'],
    ['{ workflow: { on: push } }', '6: `workflow` must have either `command` or `action`'],
    [
      '{ workflow: { command: x, on: pul_request } }',
      '6: `on` must be one of push, pull_request, merge_group, tag, release, schedule; did you mean `pull_request`?',
    ],
    [
      '{ manifest: { paths: a.toml, field: x, equals: 1, atLeast: 2 } }',
      '6: `manifest` must have one of exists, equals, oneOf, matches, atLeast',
    ],
  ])('that is not valid is left out, with a problem at its line: %s', (check, problem) => {
    expect(problems(criterion(check))).toContain(problem);
    expect(read(criterion(check)).policy.criteria).toBeUndefined();
  });

  it('has an ID that no other criterion has', () => {
    const text = criterion('{ file: { paths: a } }');
    expect(problems(text.replace('acme-contact', 'readme'))).toEqual([
      '2: there is already a criterion `readme`: choose another ID',
    ]);
    expect(problems(text.replace('acme-contact', 'Acme Contact'))).toEqual([
      '2: `id` must be in kebab case, as in `acme-security-contact`',
    ]);
  });

  it('can be waived like any other, before it is declared too', () => {
    const waiver = 'waivers:\n  - { criterion: acme-contact, reason: x, by: a, until: 2026-07-01 }\n';
    expect(problems(waiver + criterion('{ file: { paths: a } }'))).toEqual([]);
    expect(problems(waiver)).toEqual(['2: unknown criterion `acme-contact`']);
  });

  it("belongs in the organization's file", () => {
    const own = { path: '.github/cim.yml', text: criterion('{ file: { paths: a } }') };
    expect(readPolicy(own, undefined, STANDARD).problems).toMatchObject([
      { line: 1, message: "`criteria` belongs in the organization's policy, in its `.github` repository" },
    ]);
    expect(readPolicy({ ...own, isWhole: true }, undefined, STANDARD).policy.criteria).toHaveLength(1);
  });

  it('of any text gives a policy', () => {
    fc.assert(fc.property(fc.string(), text => read(`criteria:\n  - ${text}\n`).policy !== undefined));
  });
});

describe('entries that name repositories', () => {
  const waiver = (repositories: string) =>
    `waivers:\n  - { criterion: docker, repositories: ${repositories}, reason: x, by: a, until: 2026-07-01 }\n`;

  it('are about those alone: one waiver instead of forty copies', () => {
    expect(read(waiver('cim-spec-*'), 'cim-spec-parcel').policy.waivers).toEqual([
      { criterion: 'docker', reason: 'x', by: 'a', until: '2026-07-01' },
    ]);
    expect(read(waiver('cim-spec-*'), 'cim-parcel').policy.waivers).toEqual([]);
    expect(read(waiver('[a, CIM-parcel]'), 'cim-parcel').policy.waivers).toHaveLength(1);
  });

  it('are problems at their lines wherever they are', () => {
    expect(problems(waiver('[]'))).toEqual(['2: `repositories` must be a text, or a list of 1 to 100 texts']);
    const own = { path: 'p', text: waiver('"*"') };
    expect(readPolicy(own, undefined, STANDARD).problems).toMatchObject([
      { message: 'unknown key `repositories` in `waivers`' },
    ]);
  });
});

describe('a profile and dates', () => {
  it('change criteria for repositories by pattern', () => {
    const text = `profile:
  - { criterion: docker, as: left-out, repositories: "cim-*", reason: nothing is deployed }
  - { criterion: readme, as: should, repositories: other, reason: x }
effective:
  - { criterion: readme, warned: 2026-05-01, enforced: 2026-08-01 }
`;
    const { policy, problems: found } = read(text);
    expect(found).toEqual([]);
    expect(policy.profile).toEqual([{ criterion: 'docker', as: 'left-out', reason: 'nothing is deployed' }]);
    expect(policy.effective).toEqual([{ criterion: 'readme', warned: '2026-05-01', enforced: '2026-08-01' }]);
  });

  it.each([
    [
      'profile:\n  - { criterion: dockr, as: left-out, reason: x }',
      '2: unknown criterion `dockr`; did you mean `docker`?',
    ],
    ['profile:\n  - { criterion: docker, as: out, reason: x }', '2: `as` must be one of left-out, should, must'],
    ['profile:\n  - { criterion: docker, as: should }', '2: an entry of `profile` lacks `reason`'],
    ['effective:\n  - { criterion: docker }', '2: an entry of `effective` lacks `enforced`'],
    [
      'effective:\n  - { criterion: docker, enforced: soon }',
      '2: `enforced` must be a date such as 2027-01-31, not `soon`',
    ],
    [
      'effective:\n  - { criterion: docker, warned: 2027-02-01, enforced: 2027-01-01 }',
      '2: `warned` must not be after `enforced`',
    ],
    ['effective: x', '1: `effective` must be a list'],
  ])('that are not valid are problems at their lines: %s', (text, problem) => {
    expect(problems(text)).toEqual([problem]);
  });
});

describe('names', () => {
  it('are those of the command and of the check runs', () => {
    const { policy, problems: found } = read('names: { command: /acme, readiness: Acme readiness }\n');
    expect([policy.names, found]).toEqual([{ command: '/acme', readiness: 'Acme readiness' }, []]);
  });

  it.each([
    ['names: x', '1: `names` must be a mapping, such as `command: /acme`'],
    ['names: { comand: /acme }', '1: unknown key `comand` in `names`; did you mean `command`?'],
    ['names: { command: acme }', '1: `command` must be a slash and lower-case letters, as in `/acme`'],
    ['names: { readiness: "a\\nb" }', '1: `readiness` must be letters, digits, and spaces'],
    ['names: { readiness: A, commits: A }', '1: two check runs cannot have the name `A`'],
  ])('that are not valid are problems: %s', (text, problem) => {
    expect(problems(text)).toEqual([problem]);
    expect(read(text).policy.names).toBeUndefined();
  });
});
