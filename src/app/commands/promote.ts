/** `/cim promote` and `/cim demote`: a reviewer decides, and the registry follows. */
import { type Obstacle, obstaclesOf } from '../../fleet/promotion.js';
import type { Review } from '../../fleet/review.js';
import { commentedOnce } from '../../publish/comment.js';
import { code } from '../../report/escape.js';
import { announcement } from '../../report/migration/comments.js';
import type { MigrationFacts } from '../../report/migration/input.js';
import type { LedgerEvent, ModuleMemory } from '../../store/ledger.js';
import { addWork } from '../context.js';
import { defaultHead } from '../heads.js';
import { noteInTrackingIssue } from '../migration-state.js';
import { isProduction, reviewOf, verifyConfirmations } from '../reviews.js';
import { type Command, RefusedError, type Scene } from './command.js';
import { moduleOfIssue } from './modules.js';
import { parseDemote } from './sentences.js';

export const promote: Command = {
  name: 'promote',
  usage: 'promote',
  does: 'promotes the module to production if every condition is met: the registry follows through its pull request',
  right: 'reviewer',
  run: async scene => {
    const { job, context } = scene;
    const memory = await moduleOfIssue(scene);
    const before = await verifyConfirmations(memory, job, context);
    if (before.decision?.status !== 'production') {
      await checkCurrent(memory, scene);
      checkCandidate(memory, before, context.now());
      await decide('promoted', {}, memory, scene);
    }
    const { tracking, review } = await follow(memory, scene);
    if (tracking !== undefined && review.decision) {
      const marker = `promoted ${review.decision.at}`;
      const body = announcement(memory.name ?? job.repo, (memory.facts as MigrationFacts).version, review);
      await commentedOnce(job.octokit, { ...job, number: tracking }, { marker, body, keys: context.markerKeys });
    }
    return `This module is promoted to ${code('production')}. ${await registryWords(scene)}`;
  },
};

export const demote: Command = {
  name: 'demote',
  usage: 'demote because REASON',
  does: 'takes the status production from the module: the registry follows, and the review begins anew',
  right: 'reviewer',
  run: async scene => {
    const reason = parseDemote(scene.rest)?.slice(0, 500);
    if (reason === undefined)
      throw new RefusedError(
        'Use the form `/cim demote because REASON`, as in `/cim demote because its advisories stay open`.',
      );
    const memory = await moduleOfIssue(scene);
    const review = await reviewOf(memory, scene.context);
    const isDone = review.decision?.status === 'development' && review.decision.reason === reason;
    if (!isDone && !isProduction(memory, review)) throw new RefusedError('This module is not in production.');
    if (!isDone) await decide('demoted', { reason }, memory, scene);
    await follow(memory, scene);
    return `This module is demoted to ${code('development')}. ${await registryWords(scene)}`;
  },
};

/** @throws RefusedError if the newest commit is not the assessed one */
async function checkCurrent({ assessment }: ModuleMemory, { job }: Scene): Promise<void> {
  const head = await defaultHead(job);
  if (head?.sha !== assessment.subject.sha)
    throw new RefusedError(
      'The newest commit of the default branch is not assessed yet. To assess it now, comment `/cim reassess`.',
    );
}

/** @throws RefusedError if something stands against the promotion */
function checkCandidate({ assessment, facts }: ModuleMemory, review: Review, now: string): void {
  const { version, maintainers = [] } = facts as MigrationFacts;
  const obstacles = obstaclesOf({ findings: assessment.findings, version, review, maintainers }, now);
  if (obstacles.length === 0) return;
  throw new RefusedError(`This module cannot be promoted yet:\n\n${obstacles.map(obstacleLine).join('\n')}`);
}

/** The most criteria that are named. */
const SHOWN = 15;

function obstacleLine({ what, criteria }: Obstacle): string {
  const named = criteria.slice(0, SHOWN).map(code).join(', ');
  const more = criteria.length > SHOWN ? ` and ${criteria.length - SHOWN} more` : '';
  return `- ${what}${criteria.length === 0 ? '' : `: ${named}${more}`}`;
}

async function decide(
  kind: Extract<LedgerEvent['kind'], 'promoted' | 'demoted'>,
  reason: { readonly reason?: string },
  { name, assessment, facts }: ModuleMemory,
  { job, context, person, number }: Scene,
): Promise<void> {
  const { version } = facts as MigrationFacts;
  const of = { ...(name === undefined ? {} : { module: name }), ...(version === undefined ? {} : { version }) };
  const { delivery } = job;
  await context.ledger.note(job, {
    kind,
    by: person,
    data: { ...of, number, sha: assessment.subject.sha, ...reason },
    ...(delivery === undefined ? {} : { delivery }),
  });
}

/** The tracking issue, the other issues, and the registry follow a decision. */
async function follow(memory: ModuleMemory, { job, context }: Scene) {
  const { tracking } = await noteInTrackingIssue(memory, job, context, state => state);
  await addWork(job, [{ name: 'migration', priority: 'background' }], context);
  const place = await context.ledger.registryPlace(job.installation);
  if (place) await addWork({ ...place }, [{ name: 'registry' }], context);
  return { tracking, review: await reviewOf(memory, context) };
}

async function registryWords({ job, context }: Scene): Promise<string> {
  const place = await context.ledger.registryPlace(job.installation);
  return place
    ? `The pull request to the registry, ${code(`${place.owner}/${place.repo}`)}, carries the new status.`
    : 'This organization has no registry that this app can read.';
}
