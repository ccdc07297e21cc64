import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Assessment, Finding } from '../../../src/assess/assessment.js';
import { compare } from '../../../src/assess/compare.js';
import { failedCheckRun, readinessCheckRun } from '../../../src/report/check-run/readiness.js';
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

/** The same assessment with another finding for one criterion. */
function withFinding(of: Assessment, id: string, more: Partial<Finding>): Assessment {
  return { ...of, findings: of.findings.map(each => (each.criterion === id ? { ...each, ...more } : each)) };
}

const ADDRESSES = { github: 'https://github.com', docs: 'https://example.com/docs' };
const gap = { 'dependency-versions': [{ path: 'Cargo.toml', line: 14, message: '`itoa` takes any version' }] };
const other = { readme: [{ path: 'README.md', line: 1, message: 'no *usage*' }] };

describe('the conclusion', () => {
  const conclusion = (base: Assessment | undefined, head: Assessment, enforcement: 'report' | 'ratchet' | 'strict') =>
    readinessCheckRun({
      standard: CIM_STANDARD,
      addresses: ADDRESSES,
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
      'this change makes a criterion unknown, as by a file that cannot be read',
      assessment(),
      assessment({ 'dependency-versions': [] }, { status: 'unknown' }),
      ['neutral', 'failure', 'failure'],
    ],
    [
      'this change closes a gap by making it unknown',
      assessment(gap),
      assessment(gap, { status: 'unknown' }),
      ['neutral', 'failure', 'failure'],
    ],
    [
      'this change makes a criterion apply and unknown',
      assessment({ 'dependency-versions': [] }, { status: 'not-applicable' }),
      assessment({ 'dependency-versions': [] }, { status: 'unknown' }),
      ['neutral', 'failure', 'failure'],
    ],
    [
      'this change makes an attested criterion apply, or its attestation expires',
      assessment({ 'no-leaks': [] }, { status: 'not-applicable' }),
      assessment({ 'no-leaks': [], 'memory-limits': [] }, { status: 'unknown' }),
      ['success', 'success', 'success'],
    ],
    [
      'CI, which decided a criterion, has not finished yet',
      withFinding(assessment(), 'dependency-audit', { fromCi: true }),
      assessment({ 'dependency-audit': [] }, { status: 'unknown', fromCi: true }),
      ['success', 'success', 'success'],
    ],
    [
      'CI must now decide what other evidence decided, which this change removed',
      assessment(),
      assessment({ 'dependency-audit': [] }, { status: 'unknown', fromCi: true }),
      ['neutral', 'failure', 'failure'],
    ],
    [
      'CI decided a criterion, and this change removes its run',
      withFinding(assessment(), 'dependency-audit', { fromCi: true }),
      assessment({ 'dependency-audit': [] }, { status: 'unknown' }),
      ['neutral', 'failure', 'failure'],
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
    expect(failedCheckRun('the tarball ended early', 'report').conclusion).toBe('neutral');
    expect(failedCheckRun('the tarball ended early', 'ratchet')).toMatchObject({
      conclusion: 'failure',
      title: 'Could not be assessed',
      annotations: [],
    });
  });
});

const LINK = `https://github.com/cim/cim-parcel/blob/${'a'.repeat(40)}`;
const PAGES = `${ADDRESSES.docs}/criteria`;

/** The check run of a change from one assessment to another. */
function reportOf(base: Assessment | undefined, head: Assessment) {
  return readinessCheckRun({
    standard: CIM_STANDARD,
    addresses: ADDRESSES,
    assessment: head,
    enforcement: 'ratchet',
    ...(base ? { comparison: compare(base, head) } : {}),
  });
}

/** The same assessment with one criterion unknown. */
function withUnknown(of: Assessment, id: string, more: Partial<Finding> = {}): Assessment {
  return withFinding(of, id, { status: 'unknown', message: 'could not be read', evidence: [], count: 0, ...more });
}

describe('the title', () => {
  it('names the readiness, where it moved also the one before, what is new, and what is left', () => {
    expect(reportOf(assessment(other), assessment({ ...other, ...gap })).title).toBe(
      '97% ready (was 98%) · 1 new gap · 2 left',
    );
    expect(reportOf(assessment(gap), assessment(gap)).title).toBe('98% ready · none worse · 1 left');
    expect(reportOf(assessment(gap), assessment()).title).toBe(
      '100% ready (was 98%) · 1 criterion improved, none worse · no gaps',
    );
    expect(reportOf(undefined, assessment()).title).toBe('100% ready · no gaps');
  });

  it('tells more problems of an old gap from a new gap', () => {
    const problem = (line: number, subject: string) => ({
      path: 'Cargo.toml',
      line,
      message: 'no version',
      kind: 'x',
      subject,
    });
    const before = assessment({ 'dependency-versions': [problem(1, 'itoa')] });
    const after = assessment({ 'dependency-versions': [problem(1, 'itoa'), problem(2, 'ryu')] });
    expect(reportOf(before, after).title).toBe('98% ready · 1 gap worse · 1 left');
  });

  it('names what became unknown, and never calls that none worse', () => {
    expect(reportOf(assessment(), withUnknown(assessment(), 'readme')).title).toBe(
      '98% ready (was 100%) · 1 no longer decided (readme) · no gaps',
    );
    const ids = CIM_STANDARD.criterionIds.slice(0, 5);
    const unknown = ids.reduce((of, id) => withUnknown(of, id), assessment());
    const { title, summary } = reportOf(assessment(), unknown);
    expect(title).toContain(`5 no longer decided (${ids.slice(0, 3).join(', ')}, 2 more)`);
    expect(`${title}${summary}`).not.toMatch(/none worse|got worse/);
  });
});

describe('the summary', () => {
  const head = assessment({ ...other, ...gap });
  const report = reportOf(assessment(other), head);

  it('begins with what this change does, then the sections, then the gaps that were there before', () => {
    const headings = report.summary.split('\n').filter(line => line.startsWith('### '));
    expect(headings).toEqual(['### What this change does', '### Sections', '### Blocking gaps that were there before']);
    expect(report.summary.indexOf('`itoa` takes any version')).toBeLessThan(report.summary.indexOf('### Sections'));
  });

  it('says where with a link to the line, and how to fix it', () => {
    expect(report.summary).toContain(`- [\`Cargo.toml:14\`](${LINK}/Cargo.toml#L14) \`itoa\` takes any version`);
    expect(report.summary).toContain(CIM_STANDARD.criterion('dependency-versions')?.remediation ?? '?');
  });

  it('links each criterion to its page', () => {
    expect(report.summary).toContain(
      `[Dependencies have explicit versions](${PAGES}/dependency-versions.md) (\`dependency-versions\`)`,
    );
  });

  it('folds old gaps, and nothing else', () => {
    const [, folded = ''] = /<details>(.*?)<\/details>/s.exec(report.summary) ?? [];
    expect(folded).toMatch(/^<summary><a href="[^"]*readme\.md">[^<]*<\/a> \(<code>readme<\/code>\)<\/summary>\n\n/);
    expect(folded).toContain('no \\*usage\\*');
    expect(report.summary.match(/<details>/g)).toHaveLength(1);
    expect(reportOf(undefined, head).summary).not.toContain('<details>');
  });

  it('says nothing twice', () => {
    const all = CIM_STANDARD.criteria.map(({ id }) => [id, [{ path: `${id}.rs`, line: 1, message: `about ${id}` }]]);
    const half = Object.fromEntries(all.slice(0, 30));
    const now = withUnknown(assessment(Object.fromEntries(all)), 'readme');
    const { summary } = reportOf(withUnknown(assessment(half), 'changelog'), now);
    for (const { id } of CIM_STANDARD.criteria) expect(summary.split(`/criteria/${id}.md`)).toHaveLength(2);
  });

  it('puts what is unknown for the same reason together', () => {
    const ids = CIM_STANDARD.criterionIds.slice(0, 2);
    const { summary } = reportOf(
      undefined,
      ids.reduce((of, id) => withUnknown(of, id), assessment()),
    );
    expect(summary.split('could not be read')).toHaveLength(2);
  });

  it('names the command of a comment, not that of a terminal', () => {
    const attested = CIM_STANDARD.criteria.filter(({ kind }) => kind === 'attested').map(({ id }) => id);
    const unknown = attested.reduce(
      (of, id) => withUnknown(of, id, { message: `not attested yet: \`cim-readiness explain ${id}\` says how` }),
      assessment(),
    );
    const { summary } = reportOf(undefined, unknown);
    expect(summary).toContain('comment `/cim attest CRITERION with LINK: STATEMENT`');
    expect(summary).not.toContain('cim-readiness ');
  });

  it('shows text of the repository as it is: no markup of its own', () => {
    expect(report.summary).toContain('no \\*usage\\*');
  });

  it('links a path with characters that mean something in a link', () => {
    const path = 'docs/a (1)/ü%#?.md';
    const { summary } = reportOf(undefined, assessment({ readme: [{ path, line: 2, message: 'x' }] }));
    expect(summary).toContain(`](${LINK}/docs/a%20%281%29/%C3%BC%25%23%3F.md#L2)`);
  });

  it('is cut between two findings, and says so with a link', () => {
    const long = CIM_STANDARD.criteria.map(({ id }) => [
      id,
      Array.from({ length: 10 }, (_, line) => ({ path: 'src/lib.rs', line: line + 1, message: 'x'.repeat(500) })),
    ]);
    const { summary } = reportOf(undefined, assessment(Object.fromEntries(long)));
    const blocks = summary.split('\n\n');
    expect(blocks.at(-1)).toMatch(/^\*Shortened: .*\/cim status.*\(.*\/criteria\/README\.md\)/);
    expect(blocks.at(-2)).toMatch(/^\*How to fix:\*/);
  });
});

describe('what it says', () => {
  it('annotates what this change made worse, at its line, and nothing else', () => {
    expect(reportOf(assessment(other), assessment({ ...other, ...gap })).annotations).toMatchObject([
      {
        path: 'Cargo.toml',
        start_line: 14,
        end_line: 14,
        annotation_level: 'failure',
        message: '`itoa` takes any version',
      },
    ]);
  });

  it('never exceeds what GitHub takes, and says where it is cut', () => {
    const long = fc.string({ minLength: 1, unit: codePoint }).map(text => text.repeat(400));
    fc.assert(
      fc.property(fc.array(long, { minLength: 1, maxLength: 60 }), texts => {
        const everything = Object.fromEntries(
          CIM_STANDARD.criteria.map(({ id }) => [id, texts.map(message => ({ path: message, line: 1, message }))]),
        );
        const { summary, title, annotations } = readinessCheckRun({
          standard: CIM_STANDARD,
          addresses: ADDRESSES,
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
