/** Plays the reviewers of the standard: a review begins, a promotion is refused, a demotion reaches the registry, and the week is told. */
import { ORGANIZATION, PEOPLE } from '../emulated-github.js';
import { until } from '../people.js';
import { firstLine, type Issue, type Story } from './story.js';

const READY = 'cim-parcel';
const WEAK = 'cim-scale';
const BRANCH = 'cim-readiness/registry';

/** A user reports a bug of a module in production: its promise to fix it within 7 days begins. */
export async function reportBug({ github }: Story): Promise<void> {
  const issue = { title: 'A parcel of 0 g is refused', labels: ['bug'] };
  await github.request('POST', `/repos/${ORGANIZATION}/${READY}/issues`, issue, PEOPLE.maintainer);
}

export async function review(story: Story): Promise<void> {
  story.chapter('A module is reviewed on its way to production');
  const talk = await begin(story, READY, 'Is it ready?');
  const step = '/cim approve independent-review';
  const refused = await story.say(READY, talk.number, step, PEOPLE.maintainer);
  story.tell(refused?.includes('requires') === true, `${PEOPLE.maintainer} cannot: ${firstLine(refused)}`);
  const approved = await story.say(READY, talk.number, step, PEOPLE.owner);
  story.tell(
    approved?.startsWith('Recorded in #') === true,
    `${PEOPLE.owner}, a reviewer, can: ${firstLine(approved)}`,
  );
  const tracking = await story.issue(
    READY,
    ({ title, body }) => title.startsWith('Production migration') && /\[x\] A reviewer .*`olga` on/.test(body ?? ''),
  );
  story.tell(
    tracking !== undefined,
    'the tracking issue records the step, with the person and the day',
    `${READY}/issues/${tracking?.number}`,
  );
  const answer = await story.say(READY, talk.number, '/cim promote', PEOPLE.owner);
  const missing = answer?.split('\n').filter(line => line.startsWith('- ')).length ?? 0;
  story.tell(
    answer?.startsWith('This module cannot be promoted yet') === true,
    `a promotion needs more than a reviewer: ${missing} conditions are not met`,
  );

  story.chapter('A reviewer demotes a module that claims too much');
  const about = await begin(story, WEAK, 'Is it really in production?');
  const demoted = await story.say(WEAK, about.number, '/cim demote because it is at 0.8.0', PEOPLE.owner);
  story.tell(demoted?.includes('is demoted') === true, firstLine(demoted), `${WEAK}/issues/${about.number}`);
  const listed = await until(async () => {
    const at = `/repos/${ORGANIZATION}/cim/contents/registry/modules.yaml?ref=${BRANCH}`;
    const file = await story.github.request<{ content: string }>('GET', at).catch(() => undefined);
    const text = Buffer.from(file?.content ?? '', 'base64').toString();
    return /cim-scale:\n(?: {4}.*\n)*? {4}status: development\n/.test(text) ? true : undefined;
  });
  story.tell(listed === true, 'the pull request to the registry carries the new status at once');

  story.chapter('A module in production keeps its promises');
  const cases = await until(async () => {
    const answer = await fetch(`${story.github.tour.app}/api/v1/promises`);
    const { modules } = (await answer.json()) as Measured;
    const found = modules.find(({ name }) => name === READY)?.cases.filter(({ promise }) => promise === 'bugs');
    return found && found.length > 0 ? found : undefined;
  });
  story.tell(
    cases?.[0]?.state === 'running',
    `a bug, reported ${cases?.[0]?.opened.slice(0, 10)}, is to be fixed until ${cases?.[0]?.due.slice(0, 10)}`,
  );

  story.chapter('The week is told');
  const digest = await story.issue('cim', ({ title }) => title === 'Weekly digest of the fleet');
  story.tell(digest !== undefined, `one issue: ${digest?.title}`, `cim/issues/${digest?.number}`);
  const campaign = digest?.body?.split('\n').find(line => line.includes('Every module has a readme'));
  story.tell(campaign !== undefined, `a campaign: ${campaign?.slice(2).replaceAll('**', '') ?? 'none'}`);
  story.tell(digest?.body?.includes('cim-vault') === false, 'nothing of the private module is in the digest');
}

function begin({ github }: Story, repo: string, title: string): Promise<Issue> {
  return github.request<Issue>('POST', `/repos/${ORGANIZATION}/${repo}/issues`, { title }, PEOPLE.maintainer);
}

/** What the API says of the promises. */
interface Measured {
  readonly modules: readonly {
    readonly name: string;
    readonly cases: readonly {
      readonly promise: string;
      readonly state: string;
      readonly opened: string;
      readonly due: string;
    }[];
  }[];
}
