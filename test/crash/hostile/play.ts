/**
 * Hostile input through the real server: pull requests, commits, comments, and webhooks of strangers, one in each repository,
 * and beside them a repository that wants nothing but to be assessed.
 */
import { onStage, sendAll, tried, unknownTo } from '../driver.js';
import { type Webhook, webhookOf } from '../github.js';
import { propose, say } from '../people.js';
import { PERSON, type Repository, repositoryOf } from '../repository.js';
import { workIn } from '../server.js';
import { tallyOf } from '../verdict.js';
import { HOSTILE_ARCHIVES } from './archives.js';
import { HOSTILE_COMMENTS } from './comments.js';
import { HOSTILE_FILES } from './files.js';
import { HOSTILE_TEXTS } from './texts.js';

export interface HostileInput {
  readonly name: string;
  readonly play: (of: Repository) => readonly Webhook[];
}

const inputs = <T>(
  kind: string,
  all: Readonly<Record<string, T>>,
  play: (of: Repository, what: T) => readonly Webhook[],
) =>
  Object.entries(all).map(([name, what]): HostileInput => ({ name: `${kind}: ${name}`, play: of => play(of, what) }));

const TITLE = 'feat: weigh more';

export const HOSTILE_INPUTS: readonly HostileInput[] = [
  ...inputs('files', HOSTILE_FILES, (of, files) => propose(of, { title: TITLE, files })),
  ...inputs('archive', HOSTILE_ARCHIVES, (of, archive) => propose(of, { title: TITLE, archive: archive() })),
  ...inputs('comment', HOSTILE_COMMENTS, say),
  ...inputs('title', HOSTILE_TEXTS, (of, title) => propose(of, { title, message: TITLE })),
  ...inputs('commit message', HOSTILE_TEXTS, (of, message) => propose(of, { title: TITLE, message })),
  ...inputs('branch', HOSTILE_TEXTS, (of, text) => [
    webhookOf('push', of, { ref: `refs/heads/${text}`, before: '', after: text, sender: { ...PERSON, login: text } }),
    webhookOf('create', of, { ref: text.slice(0, 1_000), ref_type: 'tag', sender: PERSON }),
    webhookOf('issue_comment', of, {
      action: 'edited',
      changes: { body: { from: text } },
      issue: { number: 1, user: null, title: text },
      comment: { id: 9, body: `/cim ${text}`, user: null },
      sender: { login: text, type: text },
    }),
  ]),
];

/** Plays inputs beside one another. @returns what is not as it must be */
export async function playHostile(
  programs: string,
  all: readonly HostileInput[],
  /** Called when the server runs, before anything happens. */
  begun: (running: { readonly url: string; readonly pid: number | undefined }) => void = () => undefined,
): Promise<string[]> {
  const repositories = [...all, undefined].map((_, index) => repositoryOf(index));
  const good = repositories.at(-1) as Repository;
  return onStage(programs, repositories, async stage => {
    const { github, installed } = stage;
    github.isSwept = false;
    const { child, webhooks } = await stage.start();
    begun({ url: new URL(webhooks).origin, pid: child.pid });
    const sent = all.flatMap(({ play }, index) => play(repositories[index] as Repository));
    await sendAll(
      github,
      [...sent, ...propose(good, { title: TITLE })].map(webhook => [webhook, 1]),
    );
    await tried(stage);
    const nameOf = (of: Repository) => all[repositories.indexOf(of)]?.name ?? 'the good one';
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    return [
      ...(hasEnded ? [`the server ended: ${stage.logs().join('').slice(-2_000)}`] : []),
      ...repositories.flatMap(of => problemsOf(of, of === good).map(problem => `${nameOf(of)}: ${problem}`)),
      ...workIn(installed).dead.map(each => `given up: ${each}`),
      ...github.undelivered().map(({ event }) => `a delivery (${event}) never arrived`),
      ...unknownTo(github).filter(each => !/branches|git\/trees|issues\/comments\/9|tarball/.test(each)),
    ];
  });
}

/** What must hold after any input: each head of a pull request has its check runs, concluded once, with a verdict or the reason why there is none. */
function problemsOf(of: Repository, isGood: boolean): string[] {
  const usual = isGood ? /: the default branch / : /: the default branch |could not|was refused|answers$/i;
  return tallyOf([of]).problems.filter(each => !usual.test(each));
}
