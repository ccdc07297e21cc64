import { onePerPath } from '../../facts/code/beside.js';
import { findBenches } from '../../facts/code/test-tools.js';
import { counted, criterion, met, unknown, unmet } from '../criterion.js';
import { withPackages } from '../shared/scope.js';

export const benchmarkSuite = criterion({
  id: 'benchmark-suite',
  title: 'Critical paths have benchmarks',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'Code that nobody measures gets slower. A benchmark turns "it feels slow" into the commit that made it slow.',
  looksAt:
    'At least one bench target (`benches/` or `[[bench]]`) with a bench function: criterion, divan, iai, or `#[bench]`; without the harness, a `main` that measures the time itself. Benches of other members, or of a workspace beside it, count if they use the crate or a member that it depends on.',
  looksNotAt: 'Whether the measured code is critical, and whether the benches run (see `benchmarks-run`).',
  remediation:
    'Add `criterion` to `[dev-dependencies]`, write `benches/NAME.rs` with `criterion_group!` and `criterion_main!`, and add `[[bench]]` with `name = "NAME"` and `harness = false`.',
  example: {
    met: '```rust\n// benches/replay.rs\nfn replay(c: &mut Criterion) {\n    c.bench_function("replay", |b| b.iter(|| Parcel::from_events(&events)));\n}\ncriterion_group!(benches, replay);\ncriterion_main!(benches);\n```',
    unmet: '```text\nsrc/lib.rs\ntests/parcel.rs\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withPackages(files, context, packages => {
      const benches = onePerPath(packages.flatMap(pkg => findBenches(files, pkg)));
      const found = benches.filter(({ at }) => at !== undefined);
      if (found.length > 0)
        return met(
          `${counted(found.length, 'bench target')} with bench functions`,
          found.map(({ path, line, name }) => ({ path, line, message: `bench \`${name}\`` })),
        );
      const unread = benches.find(each => each.unread !== undefined)?.unread;
      if (unread) return unknown(`found no bench function, but not every bench could be read: ${unread}`);
      const [{ manifestPath, line } = { manifestPath: 'Cargo.toml', line: 1 }] = packages;
      const none = { kind: 'no-bench', path: manifestPath, line, message: 'no bench target: add `benches/NAME.rs`' };
      const empty = benches.map(({ path, name }) => ({
        kind: 'empty-bench',
        subject: name,
        path,
        line: 1,
        message: 'the bench target has no bench function: add one',
      }));
      return unmet('no benchmark', empty.length > 0 ? empty : [none]);
    }),
});
