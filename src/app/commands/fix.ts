import { ANSWERS, answerProblem, isAnswerName } from '../../fixes/answers.js';
import type { Answers } from '../../fixes/fix.js';
import { code, prose } from '../../report/escape.js';
import { fixAnswer } from '../../report/fixes.js';
import { didYouMean } from '../../text/suggest.js';
import { noteRequest, openRequests, mergedRequest } from '../fix-requests.js';
import { fixPull } from '../fix-pull.js';
import { type FixedModule, fixLater, updateFixes } from '../fixes.js';
import { assessQuietly, modulesNow } from '../migration-state.js';
import { type Command, RefusedError, type Scene } from './command.js';
import { moduleNamed } from './modules.js';
import { criterionNamed } from './policy-change.js';
import { parseFix } from './sentences.js';

export const fix: Command = {
  name: 'fix',
  usage: 'fix ID… or all [for MODULE] [with NAME: ANSWER]',
  does: 'opens a pull request with the files and edits that close gaps; on a pull request, it suggests fixes for what it makes worse',
  right: 'write',
  run: async scene => {
    const said = parseFix(scene.rest);
    if (!said)
      throw new RefusedError(
        'Use the form `/cim fix ID…` or `/cim fix all`, as in `/cim fix license changelog`. An answer comes after `with`, as in `/cim fix license with holder: Ada Lovelace`.',
      );
    const { standard } = scene.context;
    const criteria = said.criteria && said.criteria.map(id => criterionNamed(id, standard).id);
    const request = { criteria, answers: answersIn(said.answers) };
    return scene.isPull
      ? fixPull(scene.number, request, scene.job, scene.context)
      : fixModules(said.module, request, scene);
  },
};

type Requested = { readonly criteria: string[] | null; readonly answers: Partial<Record<keyof Answers, string>> };

/** Opens or updates the pull request of a module, or of each module. */
async function fixModules(name: string | undefined, { criteria, answers }: Requested, scene: Scene): Promise<string> {
  const { job, context, person, number: issue } = scene;
  const known = await modulesNow(job, context);
  const modules = name === undefined || known.length === 1 ? known : [moduleNamed(name, known)];
  const open = await openRequests(job, context);
  const assessed = await assessQuietly(job, context);
  const told: string[] = [];
  for (const { name: module } of modules) {
    const of = module === undefined ? {} : { module };
    const before = open.find(each => each.module === module);
    const request = mergedRequest(before, { ...of, criteria, answers, issue });
    await noteRequest(job, request, person, context);
    const fixed = await updateFixes(assessed, request, true, job, context);
    if (fixed.until !== undefined) await fixLater(fixed.until, job, context);
    told.push(`${module === undefined ? '' : `${code(module)}: `}${answerFor(fixed)}`);
  }
  return told.join('\n\n');
}

/** @throws RefusedError if the branch belongs to people */
function answerFor(fixed: FixedModule): string {
  if (!fixed.isStopped) return fixAnswer(fixed);
  throw new RefusedError(
    fixed.number === undefined
      ? 'The branch for fixes has commits that this app did not make: delete the branch, or open a pull request from it.'
      : `#${fixed.number} has commits that this app did not make, so this app does not change it. To get a new pull request, merge or close #${fixed.number}, delete its branch, and comment again.`,
  );
}

/** The answers of a command. @throws RefusedError if one is unknown or invalid */
function answersIn(said: ReadonlyMap<string, string>): Requested['answers'] {
  const answers: Partial<Record<keyof Answers, string>> = {};
  for (const [name, text] of said) {
    if (!isAnswerName(name)) {
      const names = Object.keys(ANSWERS);
      throw new RefusedError(
        `There is no answer ${code(name.slice(0, 40))}${didYouMean(name, names)}. The answers are ${names.map(code).join(', ')}.`,
      );
    }
    const problem = answerProblem(name, text);
    if (problem !== undefined) throw new RefusedError(`${code(name)} ${prose(problem)}.`);
    answers[name] = text;
  }
  return answers;
}
