/** Whatever a manifest looks like, no fix leaves a file that does not parse, or changes a line that it did not mean. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { selectScope } from '../../src/cargo/scope.js';
import { benchTargets, cargoMetadata, dependencyVersions } from '../../src/fixes/manifest.js';
import { readToml } from '../../src/formats/toml.js';
import { unread } from '../../src/snapshot/reading.js';
import { files, judge, READY_TEXTS, snapshot } from '../support/snapshots.js';

const FIXES = [cargoMetadata, dependencyVersions, benchTargets];
const LINES = (READY_TEXTS['Cargo.toml'] ?? '').split('\n');

const mutation = fc.record({
  line: fc.nat(LINES.length - 1),
  how: fc.constantFrom('remove', 'duplicate', 'swap', 'cut', 'any', 'comment'),
});

function mutated(changes: readonly { readonly line: number; readonly how: string }[]): string {
  const lines = [...LINES];
  for (const { line: at, how } of changes) {
    const line = lines[at] ?? '';
    if (how === 'remove') lines.splice(at, 1);
    if (how === 'duplicate') lines.splice(at, 0, line);
    if (how === 'swap') lines.splice(at, 2, lines[at + 1] ?? '', line);
    if (how === 'cut') lines[at] = line.slice(0, line.length / 2);
    if (how === 'any') lines[at] = line.replace(/"[^"]*"/, '"*"');
    if (how === 'comment') lines[at] = `${line} # a note`;
  }
  return lines.join('\n');
}

describe('fixes of mutated manifests', () => {
  it('parse, and keep every line that they do not mean to change', () => {
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), fc.nat(FIXES.length - 1), (changes, which) => {
        const texts = { ...READY_TEXTS, 'Cargo.toml': mutated(changes) };
        const fix = FIXES[which] ?? cargoMetadata;
        const of = snapshot(texts);
        const scope = selectScope(files(texts), { repo: 'cim-parcel' });
        const finding = judge(fix.criteria[0] ?? '', of);
        if (finding.status !== 'unmet') return;
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
        if ('declined' in proposal) return;
        for (const { path, text } of proposal.changes) {
          expect(readToml(text)).toHaveProperty('toml');
          const before = (texts[path as keyof typeof texts] ?? '').split('\n');
          const kept = new Set(text.split('\n'));
          expect(before.filter(line => !kept.has(line)).length).toBeLessThanOrEqual(finding.evidence.length);
        }
      }),
      { numRuns: 100 },
    );
  });
});
