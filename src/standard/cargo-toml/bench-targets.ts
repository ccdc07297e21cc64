import { benchProblems, hasBenches } from '../../facts/code/bench-targets.js';
import { counted, criterion, notApplicable, metOrUnmet } from '../criterion.js';
import { withPackages } from '../shared/scope.js';

export const benchTargets = criterion({
  id: 'bench-targets',
  title: 'Benchmarks are configured',
  severity: 'must',
  kind: 'automatic',
  rationale:
    "A bench with its own harness that also runs under rustc's harness reports nothing, but looks as if it had.",
  looksAt:
    'Each `[[bench]]` names a file that exists. Benches that use criterion, divan, or iai set `harness = false`, including those that Cargo finds by itself.',
  looksNotAt: 'Files in `benches/` that are modules of a bench.',
  remediation: 'For each bench, add `[[bench]]` with `name = "NAME"` and `harness = false`.',
  example: {
    met: '```toml\n[[bench]]\nname = "replay"\nharness = false\n```',
    unmet: '```text\nbenches/replay.rs      criterion_main!(benches);   without [[bench]] in Cargo.toml\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withPackages(files, context, packages => {
      const withBenches = packages.filter(hasBenches);
      if (withBenches.length === 0) return notApplicable('there are no benches');
      const problems = withBenches.flatMap(pkg => benchProblems(files, pkg));
      const all = withBenches.flatMap(({ targets }) => targets.filter(({ kind }) => kind === 'bench')).length;
      return metOrUnmet({
        problems,
        met: `${counted(all, 'bench', 'benches')}, each configured`,
        unmet: `${problems.length} of ${counted(all, 'bench', 'benches')} not configured`,
      });
    }),
});
