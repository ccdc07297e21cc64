import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Assessment, Finding } from '../../src/assess/assessment.js';
import { compare, improves, worsens } from '../../src/assess/compare.js';
import type { Evidence } from '../../src/standard/criterion.js';

const finding = (status: Finding['status'], evidence: Evidence[] = [], more: Partial<Finding> = {}): Finding => ({
  criterion: 'error-handling',
  section: 'code-structure',
  severity: 'must',
  kind: 'automatic',
  status,
  message: status,
  evidence,
  count: evidence.length,
  hints: [],
  waiver: null,
  attestation: null,
  ...more,
});

const assessment = (...findings: Finding[]): Assessment => ({
  standard: 'cim/v1',
  subject: { owner: 'cim', repo: 'cim-parcel', ref: 'main', sha: 'a'.repeat(40) },
  assessedAt: '2026-06-01T12:00:00.000Z',
  findings,
});

const at = (path: string, line: number, more: Partial<Evidence> = {}): Evidence => ({
  kind: 'panic',
  subject: '.unwrap()',
  path,
  line,
  message: '`.unwrap()` panics',
  excerpt: 'x.unwrap()',
  ...more,
});

const withoutKind = ({ path, line, message }: Evidence): Evidence => ({ path, line, message }) as Evidence;

const change = (before: Finding, after: Finding) => compare(assessment(before), assessment(after)).changes[0];

describe('comparing two assessments', () => {
  it('a criterion that was met and is unmet was opened, with all its evidence', () => {
    const after = finding('unmet', [at('src/lib.rs', 3)]);
    expect(change(finding('met'), after)).toEqual({
      criterion: 'error-handling',
      kind: 'opened',
      finding: after,
      added: after.evidence,
    });
  });

  it('a criterion that began to concern the module and is unmet was opened', () => {
    expect(change(finding('not-applicable'), finding('unmet', [at('a', 1)]))?.kind).toBe('opened');
  });

  it('an unmet criterion with one more finding was widened by that one, though every line moved', () => {
    const before = finding('unmet', [at('src/lib.rs', 3), at('src/a.rs', 9)]);
    const after = finding('unmet', [at('src/a.rs', 19), at('src/b.rs', 1), at('src/lib.rs', 13)]);
    expect(change(before, after)).toMatchObject({ kind: 'widened', added: [at('src/b.rs', 1)] });
  });

  it('a second finding with the same words in the same file is one more', () => {
    const before = finding('unmet', [at('src/lib.rs', 3)]);
    const after = finding('unmet', [at('src/lib.rs', 3), at('src/lib.rs', 4)]);
    expect(change(before, after)).toMatchObject({ kind: 'widened', added: [at('src/lib.rs', 4)] });
  });

  it('a problem keeps its identity when only its message changes', () => {
    const before = finding('unmet', [at('src/lib.rs', 3)]);
    const after = finding('unmet', [at('src/lib.rs', 3, { message: 'panics: return the error' })]);
    expect(change(before, after)).toBeUndefined();
  });

  it.each(['kind', 'subject', 'excerpt'] as const)('a problem of another %s is another problem', field => {
    const before = finding('unmet', [at('src/lib.rs', 3)]);
    const other = at('src/lib.rs', 3, { [field]: 'other' });
    expect(change(before, finding('unmet', [other]))).toMatchObject({ kind: 'widened', added: [other] });
  });

  it('an assessment from before problems had kinds widens nothing, and still shows that problems are gone', () => {
    const [one, two] = [at('src/a.rs', 3), at('src/b.rs', 3)];
    const old = finding('unmet', [one, two].map(withoutKind));
    expect(change(old, finding('unmet', [one, two, at('src/c.rs', 1)]))).toBeUndefined();
    expect(change(finding('unmet', [one]), old)).toBeUndefined();
    expect(change(old, finding('unmet', [one]))?.kind).toBe('narrowed');
    expect(change(old, finding('met'))?.kind).toBe('closed');
  });

  it('a renamed file changes nothing', () => {
    expect(change(finding('unmet', [at('src/a.rs', 3)]), finding('unmet', [at('src/b.rs', 3)]))).toBeUndefined();
  });

  it('fewer findings narrow it, none close it', () => {
    const before = finding('unmet', [at('src/a.rs', 3), at('src/b.rs', 3)]);
    expect(change(before, finding('unmet', [at('src/b.rs', 3)]))?.kind).toBe('narrowed');
    expect(change(before, finding('met'))?.kind).toBe('closed');
    expect(change(before, finding('not-applicable'))?.kind).toBe('closed');
  });

  it.each(['met', 'unmet', 'not-applicable'] as const)(
    'a criterion that was %s and is unknown is no longer decided',
    before => {
      expect(change(finding(before), finding('unknown'))?.kind).toBe('undecided');
    },
  );

  it('what could not be decided is never a regression, nor is what can be decided for the first time', () => {
    const undecided = change(finding('met'), finding('unknown'));
    expect(undecided?.kind).toBe('undecided');
    expect(undecided && worsens(undecided)).toBe(false);
    expect(change(finding('unknown'), finding('unmet', [at('a', 1)]))).toBeUndefined();
  });

  it('a waiver takes a gap out of what worsens', () => {
    const waiver = { criterion: 'error-handling', reason: 'r', by: 'alice', until: '2027-01-01' };
    const opened = change(finding('met'), finding('unmet', [at('a', 1)], { waiver }));
    expect(opened && worsens(opened)).toBe(false);
  });

  const evidence = fc.record({
    kind: fc.constantFrom('k', 'l'),
    path: fc.constantFrom('a', 'b'),
    line: fc.nat(5),
    message: fc.constantFrom('m', 'n'),
  });
  const anyFinding = fc
    .tuple(fc.constantFrom('met', 'unmet', 'unknown', 'not-applicable' as const), fc.array(evidence))
    .map(([status, each]) => finding(status, status === 'unmet' ? each : []));

  it('nothing changed against itself, and nothing is both better and worse', () => {
    fc.assert(
      fc.property(anyFinding, anyFinding, (one, other) => {
        expect(change(one, one)).toBeUndefined();
        const found = change(one, other);
        expect(found && worsens(found) && improves(found)).toBeFalsy();
      }),
    );
  });

  it('an added finding is one of the new ones, and no fewer are added than the count grew by', () => {
    fc.assert(
      fc.property(fc.array(evidence), fc.array(evidence), (before, after) => {
        const found = change(finding('unmet', before), finding('unmet', after));
        for (const each of found?.added ?? []) expect(after).toContainEqual(each);
        expect((found?.added ?? []).length).toBeGreaterThanOrEqual(after.length - before.length);
      }),
    );
  });
});
