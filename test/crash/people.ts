/** What people do on GitHub: each act changes a repository, and GitHub tells of it in webhooks. */
import type { Chance } from './chance.js';
import { type Webhook, webhookOf } from './github.js';
import { commitTo, type Files, nextNumber, PERSON, type Repository } from './repository.js';
import { commentOf, pullJson } from './rest.js';

/** Commands, each on an issue where people talk. */
const COMMANDS = [
  '/cim plan',
  '/cim status',
  '/cim help',
  '/cim reassess',
  '/cim estimate 3 weeks',
  '/cim blocked by cim-bus: its 1.0 must come first',
];

type Act = (of: Repository, chance: Chance, round: number) => readonly Webhook[];

export const push: Act = (of, _, round) => {
  const before = of.head;
  of.head = commitTo(of, before, `fix: weigh it again, ${round}`, of.commits.size).sha;
  return [webhookOf('push', of, { ref: 'refs/heads/main', before, after: of.head, sender: PERSON })];
};

export const tag: Act = of => {
  const name = `v0.${of.commits.size}.${of.tags.size}`;
  of.tags.set(name, of.head);
  return [
    webhookOf('create', of, { ref: name, ref_type: 'tag', sender: PERSON }),
    webhookOf('push', of, { ref: `refs/tags/${name}`, before: '0'.repeat(40), after: of.head, sender: PERSON }),
  ];
};

export const openPull: Act = (of, _, round) => propose(of, { title: `feat: weigh ${round}` });

/** A person opens a pull request of one commit. */
export function propose(
  of: Repository,
  { title, message = title, ...content }: { title: string; message?: string; files?: Files; archive?: Buffer },
): readonly Webhook[] {
  const { sha } = commitTo(of, of.head, message, of.commits.size, content);
  const pull = { number: nextNumber(of), title, head: sha };
  of.pulls.push(pull);
  return [pullEvent(of, pull, 'opened')];
}

const pushToPull: Act = (of, chance, round) => {
  if (of.pulls.length === 0) return openPull(of, chance, round);
  const pull = chance.pick(of.pulls, 'which', of.name, round);
  pull.head = commitTo(of, pull.head, `fix: weigh ${round} better`, of.commits.size).sha;
  return [pullEvent(of, pull, 'synchronize')];
};

/** A person comments on the issue where people talk. */
export function say(of: Repository, body: string): readonly Webhook[] {
  const said = commentOf(1, body, PERSON);
  of.comments.push(said);
  const issue = { number: 1, user: PERSON };
  return [webhookOf('issue_comment', of, { action: 'created', issue, comment: said, sender: PERSON })];
}

const comment: Act = (of, chance, round) => say(of, chance.pick(COMMANDS, 'command', of.name, round));

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
  return webhookOf('pull_request', of, {
    action,
    number,
    pull_request: pullJson(of, pull),
    sender: PERSON,
  });
}
