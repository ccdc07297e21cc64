/** What a module in production promises, measured once a day, and whether a demotion is proposed. */
import { moduleReports } from '../../collect/github/reports.js';
import { readFleetPolicyOf } from '../../collect/github/fleet-policy.js';
import { demotionReasons } from '../../fleet/demotion.js';
import { measurePromises } from '../../fleet/promises.js';
import type { MigrationFacts } from '../../report/migration/input.js';
import { unread } from '../../snapshot/reading.js';
import { addWork, type Handler } from '../context.js';
import { isProduction, reviewOf } from '../reviews.js';

export const promises: Handler = async (job, context) => {
  const { ledger, now } = context;
  const memories = await ledger.modulesOf(job.repository);
  const reviewed = await Promise.all(
    memories.map(async memory => ({ memory, review: await reviewOf(memory, context) })),
  );
  const inProduction = reviewed.filter(({ memory, review }) => isProduction(memory, review));
  const [first] = inProduction;
  if (!first) return;
  const { labels } = await readFleetPolicyOf(job.octokit, job.owner);
  const reports = await moduleReports(job.octokit, job, labels);
  const { removals } = first.memory.facts as MigrationFacts;
  const { decision } = first.review;
  const measured = measurePromises(
    (await ledger.promises(job.installation)).get(job.repository),
    {
      since: decision?.status === 'production' ? decision.at : now(),
      observed: {
        findings: inProduction.flatMap(({ memory }) => memory.assessment.findings),
        assessedAt: first.memory.assessment.assessedAt,
        removals: removals ?? unread('no assessment has looked for removed items yet'),
        ...reports,
      },
    },
    now(),
  );
  await ledger.promised(job, measured);
  const points = await ledger.history(job.repository);
  let isNew = false;
  for (const { memory, review } of inProduction) {
    const reasons = demotionReasons({ points, cases: measured.cases, since: measured.since }, now());
    if (JSON.stringify(reasons) === JSON.stringify(review.proposal?.reasons ?? [])) continue;
    const module = memory.name === undefined ? {} : { module: memory.name };
    await ledger.note(job, { kind: 'demotion-proposed', by: null, data: { ...module, reasons } });
    isNew = true;
  }
  if (isNew) await addWork(job, [{ name: 'migration', priority: 'background' }], context);
};
