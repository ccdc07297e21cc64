/** What people do on GitHub: each act changes a repository, and GitHub tells of it in webhooks. */
import type { Chance } from './chance.js';
import { type Webhook, webhookOf } from './github.js';
import { commitTo, PERSON, type Repository } from './repository.js';
import { commentOf, nextNumber, pullJson, repositoryJson } from './rest.js';

/** Commands, each on an issue where people talk. */
const COMMANDS = ['/cim plan', '/cim status', '/cim help', '/cim reassess'];

type Act = (of: Repository, chance: Chance, round: number) => readonly Webhook[];

export const push: Act = (of, _, round) => {
  const before = of.head;
  of.head = commitTo(of, before, `fix: weigh it again, ${round}`, of.commits.size).sha;
  return [webhookOf('push', repositoryJson(of), { ref: 'refs/heads/main', before, after: of.head, sender: PERSON })];
};

const tag: Act = of => {
  const name = `v0.${of.commits.size}.${of.tags.size}`;
  of.tags.set(name, of.head);
  const repository = repositoryJson(of);
  return [
    webhookOf('create', repository, { ref: name, ref_type: 'tag', sender: PERSON }),
    webhookOf('push', repository, { ref: `refs/tags/${name}`, before: '0'.repeat(40), after: of.head, sender: PERSON }),
  ];
};

const openPull: Act = (of, _, round) => {
  const pull = { number: nextNumber(of), title: `feat: weigh ${round}`, head: '' };
  pull.head = commitTo(of, of.head, pull.title, of.commits.size).sha;
  of.pulls.push(pull);
  return [pullEvent(of, pull, 'opened')];
};

const pushToPull: Act = (of, chance, round) => {
  if (of.pulls.length === 0) return openPull(of, chance, round);
  const pull = chance.pick(of.pulls, 'which', of.name, round);
  pull.head = commitTo(of, pull.head, `fix: weigh ${round} better`, of.commits.size).sha;
  return [pullEvent(of, pull, 'synchronize')];
};

const comment: Act = (of, chance, round) => {
  const said = commentOf(1, chance.pick(COMMANDS, 'command', of.name, round), PERSON);
  of.comments.push(said);
  const issue = { number: 1, user: PERSON };
  return [webhookOf('issue_comment', repositoryJson(of), { action: 'created', issue, comment: said, sender: PERSON })];
};

const ACTS = [push, push, tag, openPull, pushToPull, comment, comment];

/** A burst: something happens in each of some repositories; its webhooks come in any order, some of them twice. */
export function burst(repositories: readonly Repository[], chance: Chance, round: number): [Webhook, number][] {
  const webhooks = repositories
    .filter(({ name }) => chance.draw('busy', name, round) < 0.6)
    .flatMap(of => chance.pick(ACTS, 'act', of.name, round)(of, chance, round));
  return inAnyOrder(webhooks, chance, round);
}

/** Webhooks in any order, one in ten twice. */
export function inAnyOrder(webhooks: readonly Webhook[], chance: Chance, round: number): [Webhook, number][] {
  return chance
    .shuffled(webhooks, 'order', round)
    .map((webhook, index) => [webhook, chance.draw('twice', round, index) < 0.1 ? 2 : 1]);
}

function pullEvent(of: Repository, pull: Repository['pulls'][number], action: string): Webhook {
  const { number } = pull;
  return webhookOf('pull_request', repositoryJson(of), {
    action,
    number,
    pull_request: pullJson(of, pull),
    sender: PERSON,
  });
}
