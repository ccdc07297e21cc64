import { describe, expect, it } from '@jest/globals';
import { assess } from '../../src/assess/assess.js';
import { compare } from '../../src/assess/compare.js';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import { assessmentGitHub } from '../../src/report/github.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import { add, both, type Edit, edit, NOW, READY_TEXTS, remove, snapshot } from '../support/snapshots.js';

const of = (change: Edit) => assess(snapshot(change(READY_TEXTS)), CIM_STANDARD, DEFAULT_POLICY, NOW);
const report = (change: Edit, rest: object = {}) =>
  assessmentGitHub({ standard: CIM_STANDARD, assessment: of(change), notes: [], policyProblems: [], ...rest }).split(
    '\n',
  );

describe('commands of a GitHub workflow', () => {
  it('annotate each gap at its place', () => {
    expect(report(edit('Cargo.toml', 'futures = "0.3"', 'futures = "*"'))).toContainEqual(
      expect.stringMatching(
        /^::error file=Cargo\.toml,line=\d+,title=dependency-versions%3A Dependencies have explicit versions::`futures` accepts any version/,
      ),
    );
  });

  it('annotate only what got worse, if there is a base', () => {
    const base = of(remove('rust-toolchain.toml'));
    const change = both(remove('rust-toolchain.toml'), remove('LICENSE-MIT'));
    const lines = report(change, { comparison: compare(base, of(change)) });
    expect(lines.filter(line => line.startsWith('::error'))).toEqual([expect.stringContaining('title=license%3A')]);
  });

  it('are as many as GitHub shows, and say how many are left out', () => {
    const features = Array.from({ length: 30 }, (_, at) => `f${at} = []`).join('\n');
    const lines = report(edit('Cargo.toml', '[features]\n', `[features]\n\n${features}\n\n`));
    expect(lines.filter(line => line.startsWith('::error'))).toHaveLength(10);
    expect(lines.slice(-3)).toEqual([
      expect.stringMatching(/^cim\/cim-parcel is \d+ ?% ready$/),
      expect.stringMatching(/^\d+ more problems are in the job summary$/),
      '',
    ]);
  });

  it('contain nothing of the repository that is a command', () => {
    const hostile = 'a%0A::stop-commands::x\n::warning::y,z:1';
    const lines = report(add('src/parcel_old.rs', ''), {
      policyProblems: [{ path: hostile, line: 1, column: 1, message: hostile }],
    });
    expect(lines.filter(line => /stop-commands|warning::y/.test(line))).toEqual([
      '::warning file=a%250A%3A%3Astop-commands%3A%3Ax␊%3A%3Awarning%3A%3Ay%2Cz%3A1,line=1,title=Policy::a%250A::stop-commands::x␊::warning::y,z:1',
    ]);
  });
});
