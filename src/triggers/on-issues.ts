/** Migration issues that people close, reopen or edit: what is measured has the last word, unless they drop the issue. */
import type { Probot } from 'probot';
import { isGap } from '../assess/assessment.js';
import { markedIn } from '../report/migration/marker.js';
import { closedByHand, droppedByHand } from '../report/migration/words.js';
import type { House, Installation } from './house.js';
import { nameOf } from './modules.js';
import { installationOf } from './received.js';

export function onIssues(app: Probot, house: House): void {
  app.on(['issues.closed', 'issues.reopened', 'issues.edited', 'issues.deleted'], async ({ payload, octokit }) => {
    const { issue, repository, sender, action } = payload;
    const marks = markedIn(issue.body ?? '');
    // Our own doing comes back to us too.
    if (!marks || issue.user?.type !== 'Bot' || sender.type === 'Bot') return;
    const installation = installationOf({ payload, octokit }, house);
    if (!installation) return;
    const name = nameOf(repository);
    if (action === 'closed') await explain(installation, issue.state_reason === 'not_planned');
    await house.chores.put({ kind: 'migration', ...name, installation: installation.id });

    async function explain({ octokit: github }: Installation, isDropped: boolean): Promise<void> {
      const memory = await house.ledger.migration(name);
      const gaps = memory?.assessment.findings.filter(
        finding => (marks?.key === 'tracking' || finding.section === marks?.key) && isGap(finding),
      );
      if (!gaps || gaps.length === 0) return;
      const body = isDropped ? droppedByHand(gaps) : closedByHand(gaps);
      await github.rest.issues.createComment({ ...name, issue_number: issue.number, body });
    }
  });
}
