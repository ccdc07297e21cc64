/** Whatever a manifest or a workflow looks like, no fix leaves a file that does not parse, or changes a line that it did not mean. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { selectScope } from '../../src/cargo/scope.js';
import type { Fix } from '../../src/fixes/fix.js';
import { testMatrix } from '../../src/fixes/test-matrix.js';
import { readYaml } from '../../src/formats/yaml.js';
import type { FileChange } from '../../src/snapshot/changed-files.js';
import { benchTargets, cargoMetadata, dependencyVersions } from '../../src/fixes/manifest.js';
import { readToml } from '../../src/formats/toml.js';
import { unread } from '../../src/snapshot/reading.js';
import { files, judge, READY_TEXTS, snapshot, type Texts } from '../support/snapshots.js';

const CI = '.github/workflows/ci.yml';
const MANIFEST_FIXES = [cargoMetadata, dependencyVersions, benchTargets];
/** A workflow with jobs of several forms, of which some can be edited. */
const WORKFLOW = `on: push
jobs:
  test: # the tests
    name: "Test"
    runs-on: ubuntu-latest
    strategy:
      matrix:
        rust: [stable, beta]
        os: [ubuntu-latest]
    steps:
      - uses: actions/checkout@v4
      - run: cargo test
  more:
    runs-on: ubuntu-22.04
    steps:
      - run: |
          cargo build
          cargo test
`;

const mutations = fc.array(
  fc.record({
    line: fc.nat(60),
    how: fc.constantFrom('remove', 'duplicate', 'swap', 'cut', 'any', 'comment', 'indent', 'flow'),
  }),
  { minLength: 1, maxLength: 4 },
);

function mutated(text: string, changes: readonly { readonly line: number; readonly how: string }[]): string {
  const lines = text.split('\n');
  for (const { line: at, how } of changes.map(each => ({ ...each, line: each.line % text.split('\n').length }))) {
    const line = lines[at] ?? '';
    if (how === 'remove') lines.splice(at, 1);
    if (how === 'duplicate') lines.splice(at, 0, line);
    if (how === 'swap') lines.splice(at, 2, lines[at + 1] ?? '', line);
    if (how === 'cut') lines[at] = line.slice(0, line.length / 2);
    if (how === 'any') lines[at] = line.replace(/"[^"]*"/, '"*"');
    if (how === 'indent') lines[at] = ` ${line}`;
    if (how === 'flow') lines[at] = line.replace(/: (\S.*)$/, ': [$1]');
    if (how === 'comment') lines[at] = `${line} # a note`;
  }
  return lines.join('\n');
}

/** What a fix proposes for a gap of these files; undefined if there is no gap, or it declines. */
function proposed(
  fix: Fix,
  texts: Texts,
): { readonly changes: readonly FileChange[]; readonly problems: number } | undefined {
  const of = snapshot(texts);
  const scope = selectScope(files(texts), { repo: 'cim-parcel' });
  const finding = judge(fix.criteria[0] ?? '', of);
  if (finding.status !== 'unmet') return undefined;
  const nothing = unread('not part of this example');
  const proposal = fix.propose({
    subject: of.subject,
    files: files(texts),
    packages: scope.kind === 'packages' ? scope.packages : [],
    history: nothing,
    tags: nothing,
    repository: nothing,
    registry: nothing,
    problems: finding.evidence,
    answers: {},
    today: '2026-06-01',
  });
  return 'declined' in proposal ? undefined : { changes: proposal.changes, problems: finding.evidence.length };
}

/** The lines of a text that another one lacks, in their order. */
function lost(before: string, after: string): string[] {
  const kept = after.split('\n');
  let at = 0;
  return before.split('\n').filter(line => {
    const found = kept.indexOf(line, at);
    if (found >= 0) at = found + 1;
    return found < 0;
  });
}

describe('fixes of mutated manifests', () => {
  it('parse, and keep every line that they do not mean to change', () => {
    const manifest = READY_TEXTS['Cargo.toml'] ?? '';
    fc.assert(
      fc.property(mutations, fc.constantFrom(...MANIFEST_FIXES), (changes, fix) => {
        const texts = { ...READY_TEXTS, 'Cargo.toml': mutated(manifest, changes) };
        const proposal = proposed(fix, texts);
        for (const { path, text } of proposal?.changes ?? []) {
          expect(readToml(text)).toHaveProperty('toml');
          expect(lost(texts[path as keyof typeof texts] ?? '', text).length).toBeLessThanOrEqual(
            proposal?.problems ?? 0,
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('edits of mutated workflows', () => {
  it('parse, and change nothing except the runners and the matrix of a job', () => {
    fc.assert(
      fc.property(mutations, changes => {
        const before = mutated(WORKFLOW, changes);
        const [change] = proposed(testMatrix, { ...READY_TEXTS, [CI]: before })?.changes ?? [];
        if (!change) return;
        expect(readYaml(change.text).problems).toEqual([]);
        expect(lost(before, change.text).every(line => /^\s*(?:runs-on|os): /.test(line))).toBe(true);
        expect(
          lost(change.text, before).every(line => /^\s*(?:runs-on|os|strategy|fail-fast|matrix):/.test(line)),
        ).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
