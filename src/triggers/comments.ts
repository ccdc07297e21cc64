/** `/cim …` in a comment: 👀 at once, an answer, 🚀 when it is done. */
import { COMMANDS } from '../commands/all.js';
import { RefusedError, type Right } from '../commands/command.js';
import { commandsIn, MOST_COMMANDS, type Spoken } from '../commands/grammar.js';
import { TryAgainError } from '../inbox/worker.js';
import { answerTo, couldNot, noSuchCommand, notAllowed } from '../report/comment.js';
import { reasonOf } from './assess-commit.js';
import { isPassing, tryAgain } from './faults.js';
import type { House, Installation, RepositoryName } from './house.js';
import { standingOf } from './standing.js';

/** A comment that somebody made. */
export interface CommentMade extends RepositoryName {
  readonly kind: 'issue' | 'review';
  readonly id: number;
  readonly body: string;
  /** What it said before it was edited: commands that it held are not obeyed again. */
  readonly before?: string;
  readonly person: string;
  /** A bot, or an app in somebody's name: not obeyed. */
  readonly byMachine: boolean;
  /** The issue or pull request, and who opened it. */
  readonly number: number;
  readonly isPull: boolean;
  readonly author: string;
  readonly defaultBranch: string;
}

/** Obeys the commands of a comment, one after the other, and answers in one comment. */
export async function obeyComment(comment: CommentMade, installation: Installation, house: House): Promise<void> {
  if (comment.byMachine) return;
  const spoken = newCommands(comment).slice(0, MOST_COMMANDS);
  if (spoken.length === 0) return;
  await react(comment, installation, 'eyes');
  const answers: { line: string; answer: string }[] = [];
  let done = true;
  for (const each of spoken) {
    const { answer, obeyed } = await obey(each, comment, installation, house);
    answers.push({ line: each.line, answer });
    done &&= obeyed;
  }
  await reply(comment, installation, answerTo(answers));
  await react(comment, installation, done ? 'rocket' : 'confused');
}

/** The commands of a comment; of an edited one those that it did not hold before. */
function newCommands({ body, before }: CommentMade): readonly Spoken[] {
  const old = before === undefined ? [] : commandsIn(before).map(({ line }) => line);
  return commandsIn(body).filter(({ line }) => {
    const at = old.indexOf(line);
    if (at >= 0) old.splice(at, 1);
    return at < 0;
  });
}

async function obey(
  { name, words, rest, line }: Spoken,
  comment: CommentMade,
  installation: Installation,
  house: House,
): Promise<{ readonly answer: string; readonly obeyed: boolean }> {
  const { owner, repo, number, isPull, defaultBranch, person } = comment;
  const command = COMMANDS.find(each => each.name === name);
  if (!command) {
    const names = COMMANDS.map(each => each.name);
    return { answer: noSuchCommand(name, names), obeyed: false };
  }
  if (!(await may(command.right, comment, installation)))
    return { answer: notAllowed(name, command.right), obeyed: false };
  house.log.info({ audit: true, owner, repo, number, person, command: line }, 'command obeyed');
  const place = { owner, repo, number, isPull, defaultBranch };
  const scene = { ...place, person, words, rest, house, installation, commands: COMMANDS };
  try {
    return { answer: await command.obey(scene), obeyed: true };
  } catch (error) {
    if (error instanceof RefusedError) return { answer: error.message, obeyed: false };
    if (error instanceof TryAgainError || isPassing(error)) throw tryAgain(error, reasonOf(error));
    house.log.warn({ err: error, owner, repo, number, command: line }, 'command failed');
    return { answer: couldNot(name, reasonOf(error)), obeyed: false };
  }
}

/** Whether a person has a right here. */
async function may(right: Right, comment: CommentMade, installation: Installation): Promise<boolean> {
  const { person, isPull, author } = comment;
  if (right === 'anyone' || (right === 'write or author' && isPull && person === author)) return true;
  const { write, maintain } = await standingOf(comment, person, installation);
  return right === 'maintain' ? maintain : write;
}

async function react(
  { kind, owner, repo, id }: CommentMade,
  { octokit }: Installation,
  content: 'eyes' | 'rocket' | 'confused',
): Promise<void> {
  const reaction = { owner, repo, comment_id: id, content };
  if (kind === 'issue') await octokit.rest.reactions.createForIssueComment(reaction);
  else await octokit.rest.reactions.createForPullRequestReviewComment(reaction);
}

async function reply({ kind, owner, repo, number, id }: CommentMade, { octokit }: Installation, body: string) {
  if (kind === 'issue') await octokit.rest.issues.createComment({ owner, repo, issue_number: number, body });
  else await octokit.rest.pulls.createReplyForReviewComment({ owner, repo, pull_number: number, comment_id: id, body });
}
