/** Which module of a repository a command is about, if several are assessed, and what is known of it. */
import type { AssessedModule } from '../../report/comment.js';
import { code } from '../../report/escape.js';
import { readMarkedIssue, topicOf } from '../../report/migration/marker.js';
import type { ModuleMemory } from '../../store/ledger.js';
import { didYouMean } from '../../text/suggest.js';
import { pullNow } from '../heads.js';
import { keyedModule } from '../migration.js';
import { modulesNow } from '../migration-state.js';
import { RefusedError, type Scene } from './command.js';

/** The module with a name. @throws RefusedError if there is none */
export function moduleNamed(name: string, modules: readonly ModuleMemory[]): ModuleMemory {
  const found = modules.find(each => each.name === name);
  if (found) return found;
  const names = namesOf(modules);
  throw new RefusedError(
    names.length === 0
      ? 'This repository has one module: leave its name out.'
      : `There is no module ${code(name.slice(0, 80))}${didYouMean(name, names)}. The modules are ${names.map(code).join(', ')}.`,
  );
}

/** The only module, or the one whose migration issue holds the comment. @throws RefusedError if it is neither */
export async function moduleOfIssue({ job, context, owner, repo, number }: Scene): Promise<ModuleMemory> {
  const modules = await modulesNow(job, context);
  const [first, ...others] = modules;
  if (others.length === 0) return first;
  const { data } = await job.octokit.rest.issues.get({ owner, repo, issue_number: number });
  const marks = readMarkedIssue(data.body ?? '');
  const topic = marks && topicOf(marks.key);
  const found = topic && modules.find(each => keyedModule(each) === topic.module);
  if (found) return found;
  throw new RefusedError(
    `This repository has several modules (${namesOf(modules).map(code).join(', ')}): comment on the tracking issue of the module. To open the tracking issues, comment \`/cim plan\`.`,
  );
}

/**
 * The newest assessments of the pull request's head, or of the default branch.
 * @param name a module; undefined for all
 * @throws RefusedError if there is no such module
 */
export async function assessedHere(
  { context, job, number, isPull }: Scene,
  name: string | undefined,
): Promise<readonly AssessedModule[]> {
  const { ledger } = context;
  const modules = await ledger.modulesOf(job.repository);
  const isOne = modules.length <= 1;
  const chosen = name === undefined || isOne ? modules : [moduleNamed(name, modules)];
  if (!isPull) return chosen;
  const { head } = await pullNow(job, number);
  if (isOne) {
    const assessment = await ledger.latestOf(job.repository, head);
    return assessment ? [{ assessment }] : [];
  }
  const there = await ledger.allOf(job.repository, head);
  return chosen.flatMap(({ name: module, policy }) => {
    const found = there.find(each => each.module === policy.module);
    return found && module !== undefined ? [{ name: module, assessment: found.assessment }] : [];
  });
}

function namesOf(modules: readonly ModuleMemory[]): string[] {
  return modules.flatMap(({ name }) => name ?? []);
}
