/** Plays waivers and attestations: a command proposes an entry in the policy file, and a merge makes it effective. */
import { ORGANIZATION, PEOPLE } from '../emulated-github.js';
import { listAnnotations } from '../front/rest.js';
import { merge, push, until } from '../people.js';
import { checkRunText, firstLine, type Story } from './story.js';

const REPO = 'cim-ledger';

export async function policy(story: Story): Promise<void> {
  const tracking = await story.issue(REPO, ({ title }) => title.startsWith('Production migration'));
  if (!tracking) return story.tell(false, 'there is a tracking issue');
  await waive(story, tracking.number);
  await attest(story, tracking.number);
  await expire(story, tracking.number);
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

async function waive(story: Story, number: number): Promise<void> {
  story.chapter('The owner waives a gap');
  const line = `/cim waive benchmark-suite until ${inDays(60)} because nothing here is slow`;
  const refused = await story.say(REPO, number, line, PEOPLE.visitor);
  story.tell(refused?.includes('requires') === true, `${PEOPLE.visitor} cannot: ${firstLine(refused)}`);
  const answer = await story.say(REPO, number, line, PEOPLE.owner);
  const pull = numberIn(answer);
  story.tell(pull !== undefined, `${PEOPLE.owner} can: ${firstLine(answer)}`, `${REPO}/pull/${pull}`);
  if (pull === undefined) return;
  await merge(story.github, REPO, pull, PEOPLE.owner);
  const noted = await story.issue(
    REPO,
    ({ title, body }) => title.endsWith(' Testing') || /waived until/.test(body ?? ''),
  );
  story.tell(noted !== undefined, 'after the merge, the gap no longer blocks, but it does not count as met');
}

async function attest(story: Story, number: number): Promise<void> {
  story.chapter('A maintainer attests a criterion that code cannot decide, and another person confirms it');
  const line = '/cim attest single-responsibility with https://cim.example/review/1: the ledger does one thing';
  const answer = await story.say(REPO, number, line, PEOPLE.maintainer);
  const pull = numberIn(answer);
  story.tell(pull !== undefined, `/cim attest: ${firstLine(answer)}`, `${REPO}/pull/${pull}`);
  if (pull === undefined) return;
  const path = `/repos/${ORGANIZATION}/${REPO}/pulls/${pull}`;
  await story.github.request('POST', `${path}/reviews`, { event: 'APPROVE', body: 'I read it too.' }, PEOPLE.owner);
  const confirmed = await until(async () => {
    const at = `/repos/${ORGANIZATION}/${REPO}/contents/.github/cim.yml?ref=cim-readiness/attest-single-responsibility`;
    const { content } = await story.github.request<{ content: string }>('GET', at);
    return Buffer.from(content, 'base64').toString().includes(`confirmedBy: ${PEOPLE.owner}`) ? true : undefined;
  });
  story.tell(confirmed === true, `${PEOPLE.owner} approves, and the app adds the confirmation to the policy file`);
  const sha = await merge(story.github, REPO, pull, PEOPLE.owner);
  const run = await story.concluded(REPO, sha);
  const structure = await story.issue(
    REPO,
    ({ title, body }) => title.startsWith('Production') && /\[x\] `single-responsibility`/.test(body ?? ''),
  );
  story.tell(
    structure !== undefined,
    `after the merge, the criterion is met: ${checkRunText(run)}`,
    `${REPO}/commit/${sha}`,
  );
}

async function expire(story: Story, number: number): Promise<void> {
  story.chapter('A waiver expires');
  const at = `/repos/${ORGANIZATION}/${REPO}/contents/.github/cim.yml?ref=main`;
  const { content } = await story.github.request<{ content: string }>('GET', at);
  const before = Buffer.from(content, 'base64').toString();
  const added = [
    `  - { criterion: adr, reason: "we write them next month", by: maya, until: ${inDays(3)} }`,
    `  - { criterion: changelog, reason: "first we release", by: maya, until: ${inDays(-2)} }`,
  ].join('\n');
  const text = before.replace('waivers:\n', `waivers:\n${added}\n`);
  const line = text.split('\n').findIndex(each => each.includes('criterion: changelog')) + 1;
  const sha = await push(
    story.github,
    REPO,
    'main',
    { '.github/cim.yml': text },
    'chore: waive two',
    PEOPLE.maintainer,
  );
  const run = await story.concluded(REPO, sha);
  const get = <T>(path: string) => story.github.request<T>('GET', path);
  const annotations = (run && (await listAnnotations({ get }, `${ORGANIZATION}/${REPO}`, run.id))) ?? [];
  const expired = annotations.find(each => each.path === '.github/cim.yml');
  story.tell(
    expired?.start_line === line,
    `the check run annotates its line: ${expired?.message}`,
    `${REPO}/commit/${sha}`,
  );
  const told = await story.issue(
    REPO,
    each => each.number === number && (each.body ?? '').includes(`expires on ${inDays(3)}`),
  );
  story.tell(
    told !== undefined,
    'the tracking issue announces an expiring waiver one week ahead',
    `${REPO}/issues/${number}`,
  );
}

function numberIn(answer: string | undefined): number | undefined {
  const [, number] = /#(\d+) proposes/.exec(answer ?? '') ?? [];
  return number === undefined ? undefined : Number(number);
}
