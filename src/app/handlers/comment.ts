/** `/cim …` in a comment: 👀 at once, one answer, 🚀 when everything is done. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type MarkerKeys, findMarker, readMarkers, withMarker } from '../../publish/comment.js';
import { withNames } from '../../report/names.js';
import { answerTo, commandFailed, noSuchCommand, notAllowed } from '../../report/comment.js';
import { COMMANDS } from '../commands/all.js';
import { RefusedError, type Right } from '../commands/command.js';
import { findCommands, MOST_COMMANDS, type Spoken } from '../commands/grammar.js';
import type { AppContext, Handler, Job } from '../context.js';
import { detailsAs } from '../details.js';
import { isGone, isTemporary, refusalReason } from '../errors.js';
import { readPermissions } from '../permissions.js';
import { isReviewer } from '../reviews.js';

/** What the webhooks reported about a comment. */
const DETAILS = z.object({
  number: z.number(),
  isPull: z.boolean(),
  author: z.string().nullable(),
  /** Each version of the text, who wrote it, and what it replaced. */
  said: z.array(z.object({ person: z.string(), body: z.string(), before: z.string().nullable() })),
});
type CommentDetails = z.infer<typeof DETAILS>;
type Said = CommentDetails['said'][number];

/** A command, and who wrote it. */
interface Asked extends Spoken {
  readonly person: string;
}

const INTERNAL =
  'this app had an internal error, and the log of its server has the details. To try again, comment again.';

export const comment: Handler = (job, context) => answer('issue', job, context);
export const reviewComment: Handler = (job, context) => answer('review', job, context);

/**
 * Runs the commands of a comment in order, and answers once, in one comment. The answer contains a marker that names the
 * versions of the text that it answers.
 */
async function answer(kind: 'issue' | 'review', job: Job, context: AppContext): Promise<void> {
  const details = detailsAs(DETAILS, job.details);
  const { names } = context.standard;
  const prefix = names.command;
  const all = details.said.map(said => ({ said, asked: newCommands(said, prefix) }));
  if (all.every(({ asked }) => asked.length === 0)) return;
  const now = await commentNow(kind, job);
  if (!now) return;
  const place = { owner: job.owner, repo: job.repo, number: details.number };
  const { markerKeys } = context;
  const markers =
    kind === 'issue'
      ? await readMarkers(job.octokit, place, markerKeys, now.createdAt)
      : await repliesTo(job, details, markerKeys);
  const answered = markers.flatMap(marker => answeredIn(marker, job.which));
  const open = all.filter(({ said }) => !answered.some(({ ids }) => ids.includes(idOf(said))));
  const present = findCommands(now.body, prefix);
  // A command that has since been removed from the comment is not run.
  const commands = open
    .flatMap(({ asked }) => asked)
    .filter(({ line }) => present.some(each => each.line === line))
    .slice(0, MOST_COMMANDS);
  if (commands.length === 0) return finish(kind, job, answered);
  await react(kind, job, 'eyes');
  const answers: { line: string; answer: string }[] = [];
  let isDone = true;
  for (const each of commands) {
    const result = await run(each, details, job, context);
    answers.push({ line: each.line, answer: result.answer });
    isDone &&= result.isDone;
  }
  const result = isDone ? 'done' : 'refused';
  const marker = `answer ${job.which} ${result} ${open.map(({ said }) => idOf(said)).join(',')}`;
  await reply(kind, job, details, withMarker(marker, withNames(answerTo(answers), names), markerKeys));
  await react(kind, job, isDone ? 'rocket' : 'confused');
}

/** Adds the last reaction if an earlier attempt answered: it might have ended before that. */
async function finish(kind: 'issue' | 'review', job: Job, answered: readonly Answered[]): Promise<void> {
  const last = answered.at(-1);
  if (last && job.isRetry) await react(kind, job, last.isDone ? 'rocket' : 'confused');
}

interface Answered {
  readonly isDone: boolean;
  readonly ids: readonly string[];
}

/** The answer to a comment that a marker records. */
function answeredIn(marker: string, comment: string): Answered[] {
  const [what, id, result, ids = ''] = marker.split(' ');
  return what === 'answer' && id === comment ? [{ isDone: result === 'done', ids: ids.split(',') }] : [];
}

/** Identifies one version of a comment's text. */
function idOf({ person, body, before }: Said): string {
  return createHash('sha256')
    .update(JSON.stringify([person, body, before]))
    .digest('hex')
    .slice(0, 16);
}

/** The commands of a text that its previous version did not contain. */
function newCommands({ person, body, before }: Said, prefix: string): Asked[] {
  const old = before === null ? [] : findCommands(before, prefix).map(({ line }) => line);
  const all = findCommands(body, prefix);
  return all
    .filter(({ line }) => {
      const at = old.indexOf(line);
      if (at >= 0) old.splice(at, 1);
      return at < 0;
    })
    .map(spoken => ({ ...spoken, person }));
}

async function run(
  { name, words, rest, line, person }: Asked,
  { number, isPull, author }: CommentDetails,
  job: Job,
  context: AppContext,
): Promise<{ readonly answer: string; readonly isDone: boolean }> {
  const command = COMMANDS.find(each => each.name === name);
  if (!command) {
    const names = COMMANDS.map(each => each.name);
    return { answer: noSuchCommand(name, names), isDone: false };
  }
  if (!(await isAllowed(command.right, person, { isPull, author }, job)))
    return { answer: notAllowed(name, command.right), isDone: false };
  const { owner, repo, delivery } = job;
  context.log.info({ audit: true, owner, repo, number, person, command: line }, 'command run');
  const scene = { owner, repo, number, isPull, person, words, rest, job, context, commands: COMMANDS };
  try {
    const answer = await command.run(scene);
    await context.ledger.note(job, {
      kind: 'command',
      by: person,
      data: { number, line },
      ...(delivery === undefined ? {} : { delivery }),
    });
    return { answer, isDone: true };
  } catch (error) {
    if (error instanceof RefusedError) return { answer: error.message, isDone: false };
    const refusal = refusalReason(error);
    // What is a bug of this app, or an answer of GitHub that it does not understand, is tried once more.
    if (isTemporary(error) || (refusal === undefined && !job.isRetry)) throw error;
    context.log.warn({ err: error, owner, repo, number, command: line }, 'a command failed');
    return { answer: commandFailed(name, refusal ?? INTERNAL), isDone: false };
  }
}

/** Whether a person can run a command here. */
async function isAllowed(
  right: Right,
  person: string,
  { isPull, author }: Pick<CommentDetails, 'isPull' | 'author'>,
  job: Job,
): Promise<boolean> {
  if (right === 'anyone' || (right === 'write or author' && isPull && person === author)) return true;
  if (right === 'reviewer') return isReviewer(job, person);
  const { write, maintain } = await readPermissions(job, person);
  if (right === 'maintain or reviewer') return maintain || isReviewer(job, person);
  return right === 'maintain' ? maintain : write;
}

/** The current comment; undefined if it was deleted. */
async function commentNow(
  kind: 'issue' | 'review',
  { octokit, owner, repo, which }: Job,
): Promise<{ readonly body: string; readonly createdAt: string } | undefined> {
  const place = { owner, repo, comment_id: Number(which) };
  try {
    const { data } =
      kind === 'issue' ? await octokit.rest.issues.getComment(place) : await octokit.rest.pulls.getReviewComment(place);
    return { body: data.body ?? '', createdAt: data.created_at };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** The markers in replies to a review comment. */
async function repliesTo(
  { octokit, owner, repo }: Job,
  { number }: CommentDetails,
  keys: MarkerKeys,
): Promise<string[]> {
  const comments = await octokit.paginate(octokit.rest.pulls.listReviewComments, {
    owner,
    repo,
    pull_number: number,
    per_page: 100,
  });
  return comments.flatMap(each => findMarker(each, keys) ?? []);
}

/** Adds a reaction, unless GitHub refuses it: no command depends on one. */
async function react(
  kind: 'issue' | 'review',
  { octokit, owner, repo, which }: Job,
  content: 'eyes' | 'rocket' | 'confused',
): Promise<void> {
  const reaction = { owner, repo, comment_id: Number(which), content };
  try {
    if (kind === 'issue') await octokit.rest.reactions.createForIssueComment(reaction);
    else await octokit.rest.reactions.createForPullRequestReviewComment(reaction);
  } catch (error) {
    if (isTemporary(error)) throw error;
  }
}

async function reply(
  kind: 'issue' | 'review',
  { octokit, owner, repo, which }: Job,
  { number }: CommentDetails,
  body: string,
): Promise<void> {
  if (kind === 'issue') await octokit.rest.issues.createComment({ owner, repo, issue_number: number, body });
  else
    await octokit.rest.pulls.createReplyForReviewComment({
      owner,
      repo,
      pull_number: number,
      comment_id: Number(which),
      body,
    });
}
