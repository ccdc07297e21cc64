/** Plays a migration: the app is installed, a maintainer requests a plan, gaps are closed, and issues are closed by hand. */
import { APP, ORGANIZATION, PEOPLE } from '../emulated-github.js';
import { REPOSITORIES } from '../modules.js';
import { push, until } from '../people.js';
import { firstLine, type Issue, type Story } from './story.js';

const REPO = 'cim-ledger';
const EVERY_REPOSITORY =
  /^(?:\.github\/)?(?:CODE_OF_CONDUCT|CONTRIBUTING|SECURITY|LICENSE|\.gitignore|rust-toolchain)[^/]*$/;

export async function migration(story: Story): Promise<void> {
  const tracking = await install(story);
  if (!tracking) return;
  await plan(story, tracking);
  await tick(story);
  await closeTooSoon(story);
}

async function install(story: Story): Promise<Issue | undefined> {
  story.chapter('The organization installs the app');
  const repositories = await Promise.all(
    Object.keys(REPOSITORIES).map(name =>
      story.github.request<{ id: number; name: string; full_name: string }>('GET', `/repos/${ORGANIZATION}/${name}`),
    ),
  );
  const sender = { login: PEOPLE.owner, type: 'User' };
  await story.github.sendWebhook('installation', {
    action: 'created',
    installation: { id: APP.installation, account: { login: ORGANIZATION } },
    repositories,
    sender,
  });
  const tracking = await story.issue(REPO, ({ title }) => title.startsWith('Production migration'));
  story.tell(tracking !== undefined, `${REPO} gets 1 issue: ${tracking?.title}`, `${REPO}/issues/${tracking?.number}`);
  const seed = await story.issue('cim-seed', ({ title }) => title.startsWith('Production migration'));
  story.tell(seed !== undefined, `cim-seed gets 1 issue: ${seed?.title}`, `cim-seed/issues/${seed?.number}`);
  if (seed) story.github.tour.yours = `${ORGANIZATION}/cim-seed/issues/${seed.number}`;
  const others = await Promise.all(['cim-parcel', 'cim'].map(repo => story.issues(repo)));
  story.tell(others.flat().length === 0, 'the ready module and the registry get no issues');
  story.tell((await story.issues(REPO)).length === 1, 'the app opens no more issues until someone requests a plan');
  return tracking;
}

async function plan(story: Story, { number }: Issue): Promise<void> {
  story.chapter('A maintainer requests a plan');
  story.show(3, `${REPO}/issues/${number}`);
  const answer = await story.say(REPO, number, '/cim plan', PEOPLE.maintainer);
  story.tell(answer?.includes(`#${number}`) === true, `/cim plan: ${firstLine(answer)}`);
  const refused = await story.say(REPO, number, '/cim plam', PEOPLE.maintainer);
  story.tell(refused?.includes('did you mean') === true, `/cim plam: ${firstLine(refused)}`);
  const path = `/api/v3/repos/${ORGANIZATION}/${REPO}/issues/${number}/sub_issues`;
  const below = await until(async () => {
    const all = (await (await fetch(`${story.github.url}${path}`)).json()) as Issue[];
    return all.length >= 8 ? all : undefined;
  });
  story.tell(
    below !== undefined,
    `${below?.length ?? 0} sub-issues, one for each section with gaps`,
    `${REPO}/issues/${number}`,
  );
  await story.say(REPO, number, '/cim estimate 3 weeks', PEOPLE.maintainer);
  await story.say(REPO, number, '/cim blocked by cim-parcel: its next version has what we need', PEOPLE.maintainer);
  const told = await story.issue(REPO, each => each.number === number && /3 weeks[^]*$/.test(each.body ?? ''));
  story.tell(
    told?.body?.includes('`cim-parcel`: its next version') === true,
    'the tracking issue shows the estimate and the blocker',
  );
}

async function tick(story: Story): Promise<void> {
  story.chapter('The app checks the boxes of closed gaps');
  const ready = REPOSITORIES['cim-parcel'] ?? {};
  const files = Object.fromEntries(Object.entries(ready).filter(([path]) => EVERY_REPOSITORY.test(path)));
  await push(story.github, REPO, 'main', files, 'docs: add what every repository has', PEOPLE.maintainer);
  const ticked = await story.issue(
    REPO,
    ({ title, body }) => title.includes('Repository files') && (body ?? '').includes('[x]'),
  );
  const boxes = (mark: string) => ticked?.body?.split(`- [${mark}]`).length ?? 1;
  story.tell(
    ticked !== undefined,
    `${ticked?.title}: ${boxes('x') - 1} checked, ${boxes(' ') - 1} left, ${ticked?.state}`,
    `${REPO}/issues/${ticked?.number}`,
  );
}

async function closeTooSoon(story: Story): Promise<void> {
  story.chapter('A maintainer closes one issue too soon, and another as not planned');
  for (const [section, reason] of [
    ['Documentation', 'completed'],
    ['Testing', 'not_planned'],
  ] as const) {
    const issue = await story.issue(REPO, ({ title, state }) => title.endsWith(` ${section}`) && state === 'open');
    if (!issue) {
      story.tell(false, `there is an issue for ${section}`);
      continue;
    }
    const path = `/repos/${ORGANIZATION}/${REPO}/issues/${issue.number}`;
    await story.github.request('PATCH', path, { state: 'closed', state_reason: reason }, PEOPLE.maintainer);
    const comment = await until(async () => {
      const comments = await story.github.request<{ body: string }[]>('GET', `${path}/comments`);
      return comments[0]?.body;
    });
    story.tell(comment !== undefined, `${section}, ${reason}: ${firstLine(comment)}`, `${REPO}/issues/${issue.number}`);
    const isOpen = reason === 'completed';
    const settled = await until(async () => {
      const { state } = await story.github.request<Issue>('GET', path);
      return (state === 'open') === isOpen ? state : undefined;
    });
    story.tell(settled !== undefined, isOpen ? 'the app reopens the issue' : 'the issue stays closed');
  }
}
