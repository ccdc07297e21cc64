/** A migration issue that a person closed, reopened, or edited: the assessment decides, unless the person closed it as not planned. */
import { isGap } from '../../assess/assessment.js';
import { commentedOnce } from '../../publish/comment.js';
import { closedByHand, droppedByHand } from '../../report/migration/comments.js';
import { readMarkedIssue, topicOf } from '../../report/migration/marker.js';
import { type AppContext, addWork, type Handler, type Job } from '../context.js';
import { keyedModule } from '../migration.js';

export const issue: Handler = async (job, context) => {
  await explainClosing(job, context);
  await addWork(job, [{ name: 'migration', priority: 'background' }], context);
};

/** Comments once on each closing: why the issue is reopened, or stays closed. */
async function explainClosing(
  { octokit, owner, repo, repository, which }: Job,
  { ledger, markerKeys }: AppContext,
): Promise<void> {
  const number = Number(which);
  const { data } = await octokit.rest.issues.get({ owner, repo, issue_number: number });
  const marks = readMarkedIssue(data.body ?? '');
  if (!marks || data.state !== 'closed' || data.closed_by?.type === 'Bot') return;
  const { module, part } = topicOf(marks.key);
  const memory = (await ledger.modulesOf(repository)).find(each => keyedModule(each) === module);
  const gaps = memory?.assessment.findings.filter(
    finding => (part === 'tracking' || finding.section === part) && isGap(finding),
  );
  if (!gaps || gaps.length === 0) return;
  const commented = data.state_reason === 'not_planned' ? droppedByHand : closedByHand;
  const marker = `closed ${data.closed_at ?? ''}`;
  await commentedOnce(
    octokit,
    { owner, repo, number },
    { marker, body: commented(gaps, memory?.name), keys: markerKeys },
  );
}
