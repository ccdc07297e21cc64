import { FOLLOWED } from '../ci-cd/followed-workflows.js';
import { criterion } from '../criterion.js';
import { anyRuns } from './ci-runs.js';

export const ciClippy = criterion({
  id: 'ci-clippy',
  title: 'CI runs Clippy',
  severity: 'should',
  kind: 'automatic',
  rationale: 'Clippy finds common mistakes that compile. Found in CI, they never reach a release.',
  looksAt: 'A workflow that starts automatically must run `cargo clippy` or a Clippy action.',
  looksNotAt: `Which lints are on, and whether warnings fail the job. ${FOLLOWED}`,
  remediation: 'Add a step `- run: cargo clippy --all-targets -- -D warnings` to a workflow that pull requests start.',
  example: {
    met: '```yaml\n- run: cargo clippy --all-targets -- -D warnings\n```',
    unmet: '```yaml\n- run: rustup component add clippy\n```',
  },
  needs: ['files'],
  wants: ['repository'],
  check: (parts, context) =>
    anyRuns(
      [{ command: ['cargo', 'clippy'] }, { action: 'actions-rs/clippy-check' }, { action: 'giraffate/clippy-action' }],
      parts,
      context,
    ),
});
