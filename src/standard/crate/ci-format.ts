import { FOLLOWED } from '../ci-cd/followed-workflows.js';
import { criterion } from '../criterion.js';
import { anyRuns } from './ci-runs.js';

export const ciFormat = criterion({
  id: 'ci-format',
  title: 'CI checks the formatting',
  severity: 'should',
  kind: 'automatic',
  rationale: 'Without a check, every change can reformat lines that it does not concern, and reviews get longer.',
  looksAt: 'A workflow that starts automatically must run `cargo fmt` with `--check`, or an action that does.',
  looksNotAt: `The options in rustfmt.toml. ${FOLLOWED}`,
  remediation: 'Add a step `- run: cargo fmt --all --check` to a workflow that pull requests start.',
  example: {
    met: '```yaml\n- run: cargo fmt --all --check\n```',
    unmet: '```yaml\n- run: cargo fmt --all\n```',
  },
  needs: ['files'],
  wants: ['repository'],
  check: (parts, context) =>
    anyRuns(
      [
        { command: ['cargo', 'fmt', '--check'] },
        { command: ['rustfmt', '--check'] },
        { action: 'actions-rust-lang/rustfmt' },
      ],
      parts,
      context,
    ),
});
