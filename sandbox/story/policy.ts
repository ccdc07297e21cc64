/** Plays waivers and attestations: a command proposes an entry in the policy file, and a merge makes it effective. */
import { ORGANIZATION, PEOPLE } from '../emulated-github.js';
import { annotationsOf } from '../front/rest.js';
import { merge, push, until } from '../hands.js';
import { firstLine, said, type Tale } from './tale.js';

const REPO = 'cim-ledger';

export async function policy(tale: Tale): Promise<void> {
  const tracking = await tale.issue(REPO, ({ title }) => title.startsWith('Production migration'));
  if (!tracking) return tale.tell(false, 'there is a tracking issue');
  await waive(tale, tracking.number);
  await attest(tale, tracking.number);
  await expire(tale, tracking.number);
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

async function waive(tale: Tale, number: number): Promise<void> {
  tale.chapter('The owner waives a gap');
  const line = `/cim waive benchmark-suite until ${inDays(60)} because nothing here is slow`;
  const refused = await tale.say(REPO, number, line, PEOPLE.visitor);
  tale.tell(refused?.includes('requires') === true, `${PEOPLE.visitor} cannot: ${firstLine(refused)}`);
  const answer = await tale.say(REPO, number, line, PEOPLE.owner);
  const pull = numberIn(answer);
  tale.tell(pull !== undefined, `${PEOPLE.owner} can: ${firstLine(answer)}`, `${REPO}/pull/${pull}`);
  if (pull === undefined) return;
  await merge(tale.github, REPO, pull, PEOPLE.owner);
  const noted = await tale.issue(
    REPO,
    ({ title, body }) => title.endsWith(' Testing') || /waived until/.test(body ?? ''),
  );
  tale.tell(noted !== undefined, 'after the merge, the gap no longer blocks, but it does not count as met');
}

async function attest(tale: Tale, number: number): Promise<void> {
  tale.chapter('A maintainer attests a criterion that code cannot decide, and another person confirms it');
  const line = '/cim attest single-responsibility with https://cim.example/review/1: the ledger does one thing';
  const answer = await tale.say(REPO, number, line, PEOPLE.maintainer);
  const pull = numberIn(answer);
  tale.tell(pull !== undefined, `/cim attest: ${firstLine(answer)}`, `${REPO}/pull/${pull}`);
  if (pull === undefined) return;
  const path = `/repos/${ORGANIZATION}/${REPO}/pulls/${pull}`;
  await tale.github.request('POST', `${path}/reviews`, { event: 'APPROVE', body: 'I read it too.' }, PEOPLE.owner);
  const confirmed = await until(async () => {
    const at = `/repos/${ORGANIZATION}/${REPO}/contents/.github/cim.yml?ref=cim-readiness/attest-single-responsibility`;
    const { content } = await tale.github.request<{ content: string }>('GET', at);
    return Buffer.from(content, 'base64').toString().includes(`confirmedBy: ${PEOPLE.owner}`) ? true : undefined;
  });
  tale.tell(confirmed === true, `${PEOPLE.owner} approves, and the app adds the confirmation to the policy file`);
  const sha = await merge(tale.github, REPO, pull, PEOPLE.owner);
  const run = await tale.concluded(REPO, sha);
  const structure = await tale.issue(
    REPO,
    ({ title, body }) => title.startsWith('Production') && /\[x\] `single-responsibility`/.test(body ?? ''),
  );
  tale.tell(structure !== undefined, `after the merge, the criterion is met: ${said(run)}`, `${REPO}/commit/${sha}`);
}

async function expire(tale: Tale, number: number): Promise<void> {
  tale.chapter('A waiver expires');
  const text = [
    'waivers:',
    `  - { criterion: adr, reason: "we write them next month", by: maya, until: ${inDays(3)} }`,
    `  - { criterion: changelog, reason: "first we release", by: maya, until: ${inDays(-2)} }`,
    '',
  ].join('\n');
  const sha = await push(tale.github, REPO, 'main', { '.github/cim.yml': text }, 'chore: waive two', PEOPLE.maintainer);
  const run = await tale.concluded(REPO, sha);
  const get = <T>(path: string) => tale.github.request<T>('GET', path);
  const annotations = (run && (await annotationsOf({ get }, `${ORGANIZATION}/${REPO}`, run.id))) ?? [];
  const expired = annotations.find(each => each.path === '.github/cim.yml');
  tale.tell(
    expired?.start_line === 3,
    `the check run annotates its line: ${expired?.message}`,
    `${REPO}/commit/${sha}`,
  );
  const told = await tale.issue(
    REPO,
    each => each.number === number && (each.body ?? '').includes(`expires on ${inDays(3)}`),
  );
  tale.tell(
    told !== undefined,
    'the tracking issue announces an expiring waiver one week ahead',
    `${REPO}/issues/${number}`,
  );
}

function numberIn(answer: string | undefined): number | undefined {
  const [, number] = /#(\d+) proposes/.exec(answer ?? '') ?? [];
  return number === undefined ? undefined : Number(number);
}
