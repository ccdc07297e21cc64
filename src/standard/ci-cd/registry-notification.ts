import { noticeRuns } from '../../facts/ci/ci-runs.js';
import { criterion, met } from '../criterion.js';
import { ciOutcome, moduleCi } from '../shared/ci-outcomes.js';
import { FOLLOWED } from './followed-workflows.js';

export const registryNotification = criterion({
  id: 'registry-notification',
  title: 'The registry is notified of changes',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'The registry shows which modules can be composed. Its data is correct only if each module reports its changes.',
  looksAt:
    "A workflow that a push to the default branch, a tag, or a release starts must send a `repository_dispatch` to the registry's repository (`…/cim`) or a message on `cim.module.…`. Or the policy says that this app does so.",
  looksNotAt: `Whether the registry received the notification. ${FOLLOWED}`,
  remediation:
    'Set `notifiesRegistry: true` in `.github/cim.yml`, so that this app, if it is also installed on the registry, sends it a `repository_dispatch` `module-commit` on each push. Or add a job with `- uses: peter-evans/repository-dispatch@v3` and `with: { repository: OWNER/cim, event-type: module-updated, token: … }`.',
  example: {
    met: '```yaml\n- uses: peter-evans/repository-dispatch@v3\n  with:\n    repository: example/cim\n    event-type: module-updated\n```',
    unmet: 'No workflow notifies the registry, and the policy does not ask this app to.',
  },
  needs: ['files'],
  wants: ['repository'],
  check(parts, context) {
    if (context.policy.notifiesRegistry) return met('this app notifies the registry of each push, as the policy says');
    const ci = moduleCi(parts, context);
    return ciOutcome(ci, noticeRuns(ci), {
      asked: 'notifies the registry',
      add: 'add a `repository_dispatch` to the registry, or set `notifiesRegistry: true` in `.github/cim.yml`',
      but: run =>
        run.target === undefined
          ? undefined
          : `it notifies ${run.target.replaceAll('\uE000', '…')}, not the registry (or not automatically)`,
    });
  },
});
