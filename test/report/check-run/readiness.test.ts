import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Assessment, Finding } from '../../../src/assess/assessment.js';
import { compare } from '../../../src/assess/compare.js';
import { checkRunOf, failedCheckRunOf } from '../../../src/report/check-run/readiness.js';
import { TEXT_LIMIT } from '../../../src/report/check-run/size-limit.js';
import { CIM_STANDARD } from '../../../src/standard/cim.js';
import type { Evidence } from '../../../src/standard/criterion.js';
import { codePoint } from '../../support/code-point.js';

/** An assessment in which every criterion is met but for those named. */
function assessment(
  unmet: Readonly<Record<string, readonly Evidence[]>> = {},
  more: Partial<Finding> = {},
): Assessment {
  return {
    standard: 'cim/v1',
    subject: { owner: 'cim', repo: 'cim-parcel', ref: 'main', sha: 'a'.repeat(40) },
    assessedAt: '2026-06-01T12:00:00.000Z',
    findings: CIM_STANDARD.sections.flatMap(section =>
      section.criteria.map(({ id, severity, kind }): Finding => {
        const evidence = unmet[id] ?? [];
        return {
          criterion: id,
          section: section.id,
          severity,
          kind,
          status: unmet[id] ? 'unmet' : 'met',
          message: unmet[id] ? 'something is missing' : 'all there',
          evidence,
          count: evidence.length,
          hints: [],
          waiver: null,
          attestation: null,
          ...(unmet[id] ? more : {}),
        };
      }),
    ),
  };
}

const gap = { 'dependency-versions': [{ path: 'Cargo.toml', line: 14, message: '`itoa` takes any version' }] };
const other = { readme: [{ path: 'README.md', line: 1, message: 'no *usage*' }] };

describe('the conclusion', () => {
  const conclusion = (base: Assessment | undefined, head: Assessment, enforcement: 'report' | 'ratchet' | 'strict') =>
    checkRunOf({
      standard: CIM_STANDARD,
      assessment: head,
      enforcement,
      ...(base ? { comparison: compare(base, head) } : {}),
    }).conclusion;

  it.each([
    ['nothing is missing', undefined, assessment(), ['success', 'success', 'success']],
    ['the gaps were there before', assessment(gap), assessment(gap), ['neutral', 'neutral', 'failure']],
    ['nothing is known of before', undefined, assessment(gap), ['neutral', 'neutral', 'failure']],
    ['this change opens a gap', assessment(other), assessment({ ...other, ...gap }), ['neutral', 'failure', 'failure']],
    [
      'the only gap is waived',
      undefined,
      assessment(gap, { waiver: { criterion: 'x', reason: 'r', by: 'b', until: '2027-01-01' } }),
      ['success', 'success', 'success'],
    ],
    [
      'what should be, not must be, is missing',
      undefined,
      assessment({ builders: [] }),
      ['success', 'success', 'success'],
    ],
  ] as const)('when %s, by report, ratchet and strict', (_, base, head, expected) => {
    expect((['report', 'ratchet', 'strict'] as const).map(mode => conclusion(base, head, mode))).toEqual(expected);
  });

  it('of an assessment that did not come about blames nobody under report, and stops the rest', () => {
    expect(failedCheckRunOf('the tarball ended early', 'report').conclusion).toBe('neutral');
    expect(failedCheckRunOf('the tarball ended early', 'ratchet')).toMatchObject({
      conclusion: 'failure',
      title: 'Could not assess this commit',
      annotations: [],
    });
  });
});

describe('what it says', () => {
  const head = assessment({ ...other, ...gap });
  const report = checkRunOf({
    standard: CIM_STANDARD,
    assessment: head,
    enforcement: 'ratchet',
    comparison: compare(assessment(other), head),
  });

  it('has a title of readiness, what is new, and what is left', () => {
    expect(report.title).toBe('97% ready · 1 new gap · 2 left');
    expect(checkRunOf({ standard: CIM_STANDARD, assessment: assessment(), enforcement: 'ratchet' }).title).toBe(
      '100% ready · no gaps',
    );
  });

  it('begins with what this change does, then the sections, then what blocks', () => {
    const headings = report.summary.split('\n').filter(line => line.startsWith('### '));
    expect(headings).toEqual(['### What this change does', '### Sections', '### Blocking gaps']);
    expect(report.summary.indexOf('`itoa` takes any version')).toBeLessThan(report.summary.indexOf('### Sections'));
  });

  it('says where, and how to fix', () => {
    const remediation =
      CIM_STANDARD.criteria.find(criterion => criterion.id === 'dependency-versions')?.remediation ?? '?';
    expect(report.summary).toContain('- `Cargo.toml:14` `itoa` takes any version');
    expect(report.summary).toContain(remediation);
  });

  it('annotates what this change made worse, at its line, and nothing else', () => {
    expect(report.annotations).toMatchObject([
      {
        path: 'Cargo.toml',
        start_line: 14,
        end_line: 14,
        annotation_level: 'failure',
        message: '`itoa` takes any version',
      },
    ]);
  });

  it('shows text of the repository as it is: no markup of its own', () => {
    expect(report.summary).toContain('no \\*usage\\*');
  });

  it('never exceeds what GitHub takes, and says where it is cut', () => {
    const long = fc.string({ minLength: 1, unit: codePoint }).map(text => text.repeat(400));
    fc.assert(
      fc.property(fc.array(long, { minLength: 1, maxLength: 60 }), texts => {
        const everything = Object.fromEntries(
          CIM_STANDARD.criteria.map(({ id }) => [id, texts.map(message => ({ path: message, line: 1, message }))]),
        );
        const { summary, title, annotations } = checkRunOf({
          standard: CIM_STANDARD,
          assessment: assessment(everything),
          enforcement: 'ratchet',
          comparison: compare(assessment(), assessment(everything)),
        });
        expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(TEXT_LIMIT);
        expect(title.length).toBeLessThanOrEqual(255);
        for (const annotation of annotations.slice(0, 50)) expect(annotation.message.length).toBeLessThanOrEqual(2_000);
      }),
      { numRuns: 20 },
    );
  });
});
