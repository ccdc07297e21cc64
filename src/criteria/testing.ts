import { benchesOf, propertyTest } from '../snapshot/code/test-tools.js';
import { type CoverageReport, committedCoverage, coverageOfStatus } from '../snapshot/coverage.js';
import { counted, criterion, met, type Outcome, type Section, unknown, unmet } from './criterion.js';
import { integrationTests } from './integration-tests.js';
import { withPackages } from './scope.js';
import { testsPassInCi } from './tests-pass-in-ci.js';

const coverage = criterion({
  id: 'coverage',
  title: 'Line coverage is at least 80 %',
  severity: 'must',
  kind: 'reported',
  rationale:
    'Code that no test runs breaks without anyone noticing. Four fifths of the lines is what the standard asks of a module.',
  looksAt:
    'A coverage report for this commit: given with `--report`, in a workflow artifact, as the status `codecov/project`, or committed. lcov, Cobertura, and the JSON of llvm-cov and tarpaulin are read. The policy may raise the threshold.',
  looksNotAt:
    'Branch coverage. A committed report that later commits to `src/` outdate proves nothing, but one under the threshold counts.',
  remediation:
    'Run `cargo llvm-cov --lcov --output-path lcov.info` in CI and upload `lcov.info` as an artifact (or send it to Codecov). Then add tests where the report shows lines that none runs.',
  example: {
    met: '```text\nSF:src/lib.rs\nLF:100\nLH:87\nend_of_record\n```',
    unmet: '```text\nSF:src/lib.rs\nLF:100\nLH:64\nend_of_record\n```',
  },
  needs: ['files'],
  wants: ['coverage', 'checks', 'history'],
  check({ files, coverage: given, checks, history }, { policy }) {
    const reported = given.read ? given.value : [];
    const status = checks.read ? coverageOfStatus(checks.value) : undefined;
    const current = [...reported, ...(status ? [status] : [])];
    const committed = committedCoverage(files, history);
    return judgeCoverage(current.length > 0 ? current : committed, policy.thresholds.coverage);
  },
});

/** The best report that still holds decides; an outdated one can only show too little. */
function judgeCoverage(reports: readonly CoverageReport[], threshold: number): Outcome {
  const words = (report: CoverageReport) => `${report.source} says ${report.percent} %, ${threshold} % are asked`;
  const best = [...reports].sort((a, b) => b.percent - a.percent)[0];
  if (!best)
    return unknown(
      'no coverage report for this commit: run `cargo llvm-cov --lcov` in CI, or give one with `--report FILE`',
    );
  const evidence = [{ path: best.source, message: words(best) }];
  if (best.percent < threshold) return unmet(words(best), evidence);
  if (best.outdated === 'yes') return unknown(`${words(best)}, but later commits changed \`src/\`: measure again`);
  if (best.outdated === 'not known')
    return unknown(`${words(best)}; whether it is of this code cannot be told without the history`);
  return met(words(best), evidence);
}

const propertyTests = criterion({
  id: 'property-tests',
  title: 'Properties are tested',
  severity: 'should',
  kind: 'automatic',
  rationale: 'An example shows that one input works; a property is held against hundreds that nobody thought of.',
  looksAt:
    'A test, in `tests/` or in the `#[cfg(test)]` code of `src/`, that uses proptest, quickcheck, bolero or arbitrary and calls the crate.',
  looksNotAt: 'Which properties are tested. Fuzz targets.',
  remediation:
    'Add `proptest` to `[dev-dependencies]` and a test of what always holds: that reading gives back what was written, that an order does not matter, that nothing panics.',
  example: {
    met: '```rust\nproptest! {\n    #[test]\n    fn any_weight_that_can_be_carried_can_be_ordered(grams in 1..=HEAVIEST) {\n        prop_assert!(Parcel::order(grams).is_ok());\n    }\n}\n```',
    unmet: '```rust\n#[test]\nfn twenty_grams_can_be_ordered() {\n    assert!(Parcel::order(20).is_ok());\n}\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withPackages(files, context, packages => {
      const searches = packages.map(pkg => propertyTest(files, pkg));
      const found = searches.find(each => each.found)?.found;
      if (found) return met('properties are tested', [{ ...found, message: 'a property test' }]);
      const unread = searches.find(each => each.unread !== undefined)?.unread;
      if (unread) return unknown(`no property test is seen; not every file could be read: ${unread}`);
      const [{ manifestPath, line } = { manifestPath: 'Cargo.toml', line: 1 }] = packages;
      const message = 'no test uses proptest, quickcheck, bolero or arbitrary: add one for what always holds';
      return unmet('no property is tested', [{ path: manifestPath, line, message }]);
    }),
});

const benchmarkSuite = criterion({
  id: 'benchmark-suite',
  title: 'Critical paths have benchmarks',
  severity: 'must',
  kind: 'automatic',
  rationale: 'What is not measured gets slower. A benchmark turns "it feels slow" into a commit that made it so.',
  looksAt:
    'At least one bench target (`benches/` or `[[bench]]`) with a bench function: criterion, divan, iai or `#[bench]`; without the harness, a `main` that takes the time itself. Benches of an unpublished member or of a workspace beside it that depends on the crate count.',
  looksNotAt: 'Whether what is measured is critical; whether the benches run (see `benchmarks-run`).',
  remediation:
    'Add `criterion` to `[dev-dependencies]`, write `benches/NAME.rs` with `criterion_group!` and `criterion_main!`, and add `[[bench]]` with `name = "NAME"` and `harness = false`.',
  example: {
    met: '```rust\n// benches/replay.rs\nfn replay(c: &mut Criterion) {\n    c.bench_function("replay", |b| b.iter(|| Parcel::from_events(&events)));\n}\ncriterion_group!(benches, replay);\ncriterion_main!(benches);\n```',
    unmet: '```text\nsrc/lib.rs\ntests/parcel.rs\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withPackages(files, context, packages => {
      const benches = packages.flatMap(pkg => benchesOf(files, pkg));
      const found = benches.filter(({ at }) => at !== undefined);
      if (found.length > 0)
        return met(
          `${counted(found.length, 'bench target')} with bench functions`,
          found.map(({ path, line, name }) => ({ path, line, message: `bench \`${name}\`` })),
        );
      const unread = benches.find(each => each.unread !== undefined)?.unread;
      if (unread) return unknown(`no bench function is seen; not every bench could be read: ${unread}`);
      const [{ manifestPath, line } = { manifestPath: 'Cargo.toml', line: 1 }] = packages;
      const none = { path: manifestPath, line, message: 'no bench target: add `benches/NAME.rs`' };
      const empty = benches.map(({ path }) => ({ path, line: 1, message: 'it has no bench function' }));
      return unmet('no benchmark', empty.length > 0 ? empty : [none]);
    }),
});

export const testing: Section = {
  id: 'testing',
  title: 'Testing',
  criteria: [coverage, integrationTests, propertyTests, benchmarkSuite, testsPassInCi],
};
