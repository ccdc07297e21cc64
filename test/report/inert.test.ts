/** Whatever a repository, a commit or a person writes: on GitHub it is shown, and is nothing else. Whatever its size: it fits. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import type { Assessment, Finding } from '../../src/assess/assessment.js';
import { commitsCheckRun } from '../../src/report/check-run/commits.js';
import { readinessCheckRun } from '../../src/report/check-run/readiness.js';
import { TEXT_LIMIT } from '../../src/report/check-run/size-limit.js';
import { versionCheckRun } from '../../src/report/check-run/version.js';
import { migrationIssues } from '../../src/report/migration/issues.js';
import { writeMarkedIssue } from '../../src/report/migration/marker.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import { codePoint } from '../support/code-point.js';

function assessment(texts: readonly string[]): Assessment {
  const evidence = texts.map(text => ({ path: text, line: 1, message: text }));
  return {
    standard: 'cim/v1',
    subject: { owner: 'cim', repo: 'cim-parcel', ref: 'main', sha: 'a'.repeat(40) },
    assessedAt: '2026-06-01T12:00:00.000Z',
    findings: CIM_STANDARD.sections.flatMap(section =>
      section.criteria.map(
        ({ id, severity, kind }, index): Finding => ({
          criterion: id,
          section: section.id,
          severity,
          kind,
          status: 'unmet',
          message: texts[0] ?? '',
          evidence,
          count: evidence.length,
          hints: [],
          waiver:
            index === 0 ? { criterion: id, reason: texts[0] ?? '', by: texts[0] ?? '', until: '2026-06-03' } : null,
          attestation: null,
        }),
      ),
    ),
  };
}

/** Everything that is said on GitHub from these texts. */
function said(texts: readonly string[]): string[] {
  const [text = ''] = texts;
  const of = assessment(texts);
  const waivers = of.findings.flatMap(({ waiver }) => waiver ?? []);
  const { tracking, sections } = migrationIssues({
    standard: CIM_STANDARD,
    assessment: of,
    policy: { waivers, attestations: [] },
    facts: { claimed: text, released: text, dependencies: [{ name: text, status: text }] },
    state: {
      planned: true,
      estimate: { weeks: 2, by: text, on: '2026-06-01' },
      blocked: [{ on: text, reason: text, by: text }],
    },
    numbers: new Map([['documentation', 33]]),
    today: '2026-06-01T00:00:00Z',
    review: {
      approvals: [{ step: 'self-assessment', by: text, at: '2026-06-01', number: 7, sha: of.subject.sha }],
      decision: { status: 'development', by: text, at: '2026-06-01', number: 7, reason: text },
      proposal: { at: '2026-06-01', reasons: [text] },
      confirmations: [],
    },
    disputes: of.findings.slice(0, 3).map(({ criterion, status, message }) => {
      const { sha } = of.subject;
      return { criterion, reason: text, by: text, at: '2026-06-01', number: 7, sha, status, message, evidence: [] };
    }),
  });
  const unconventional = texts.map(header => ({ sha: 'a'.repeat(40), header, wrong: text, corrected: header }));
  return [
    readinessCheckRun({
      standard: CIM_STANDARD,
      addresses: { github: 'https://github.com', docs: 'https://example.com/docs' },
      assessment: of,
      enforcement: 'ratchet',
      policyProblems: [{ path: text, line: 1, message: text }],
    }).summary,
    commitsCheckRun({
      commitsLand: true,
      judged: texts.length,
      aside: 0,
      unconventional,
      title: { title: text, wrong: text, corrected: text },
      partial: text,
      enforcement: 'ratchet',
    }).summary,
    versionCheckRun(
      {
        tag: text,
        commit: 'a'.repeat(40),
        exists: true,
        answers: [{ asked: 'manifest', status: 'unmet', message: text, path: text, line: 1 }],
      },
      'ratchet',
    ).summary,
    writeMarkedIssue('tracking', '0'.repeat(16), tracking.text),
    ...sections.map(({ key, text: body }) => writeMarkedIssue(key, '0'.repeat(16), body)),
  ];
}

function* nodesOf(markdown: string): Generator<Nodes> {
  const open: Nodes[] = [fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })];
  for (let node = open.pop(); node; node = open.pop()) {
    yield node;
    if ('children' in node) open.push(...node.children);
  }
}

const BLOB = `https://github.com/cim/cim-parcel/blob/${'a'.repeat(40)}/`;

const HOSTILE = fc.constantFrom(
  '@evil',
  'evil/evil#1',
  'GH-1 #2',
  'https://evil.example/x',
  'www.evil.example',
  '[x](https://evil.example)',
  '![x](https://evil.example/p.png)',
  '<img src=https://evil.example>',
  '<!-- cim-readiness:end -->',
  '# evil',
  '- [x] evil',
  '```\nevil',
  '`evil',
  '| evil |',
  '\n\n> evil\n\n',
  '</details><script>evil</script>',
  '[^evil]: x',
  '&commat;evil',
);
const TEXT = fc
  .array(fc.oneof(HOSTILE, fc.string({ unit: codePoint }), fc.constant(' ')), { minLength: 1, maxLength: 6 })
  .map(parts => parts.join(''));

describe('what is said on GitHub', () => {
  it('holds no markup, mention, reference or link of a repository', () => {
    fc.assert(
      fc.property(fc.array(TEXT, { minLength: 1, maxLength: 2 }), texts => {
        for (const markdown of said(texts)) {
          for (const node of nodesOf(markdown)) {
            // An empty comment parts what would be a mention or a link.
            if (node.type === 'html') expect(node.value).toMatch(/^<!-- (?:cim-readiness:[^>]*)?-->$/);
            // A place links to its line in the repository itself.
            if (node.type === 'link' && !node.url.startsWith(BLOB)) expect(node.url).not.toContain('evil');
            expect(node.type).not.toBe('image');
            if (node.type === 'text') expect(node.value).not.toMatch(/@evil|#[12]|\bGH-1|https?:\/\/evil|www\.evil/);
            expect(node.type).not.toMatch(/^footnote/);
          }
          // In an issue, the mark that ends what is ours stands once.
          if (markdown.startsWith('<!-- cim-readiness:issue'))
            expect(markdown.split('<!-- cim-readiness:end -->')).toHaveLength(2);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('fits, whatever its size', () => {
    const long = fc.string({ minLength: 1, unit: codePoint }).map(text => text.repeat(300));
    fc.assert(
      fc.property(fc.array(long, { minLength: 1, maxLength: 40 }), texts => {
        for (const markdown of said(texts)) expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(TEXT_LIMIT);
      }),
      { numRuns: 10 },
    );
  });
});
