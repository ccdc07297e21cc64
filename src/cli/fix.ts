/** `cim-readiness fix [DIR] [ID…]` and `cim-readiness init [DIR]`: the changes that close gaps, proven. */
import { collectLocal } from '../collect/local-git.js';
import { UnreadableError } from '../collect/unreadable.js';
import { FIXES } from '../fixes/all.js';
import type { Answers } from '../fixes/fix.js';
import { planFixes } from '../fixes/plan.js';
import type { FormatOf } from '../report/formats.js';
import type { Policy } from '../policy/policy.js';
import { modulesOf, policyIn } from '../assess/modules.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { DEFAULT_STANDARD } from '../standard/all.js';
import { standardInForce } from '../standard/in-force.js';
import { known, printReport } from './output.js';
import { policyFor, sayFirst } from './policy.js';
import { writeFiles } from './write-files.js';

export interface FixOptions extends Answers {
  readonly write?: boolean | undefined;
  readonly repository?: { readonly owner: string; readonly repo: string } | undefined;
  readonly module?: string | undefined;
  readonly policy?: string | undefined;
  readonly format: FormatOf<'fix'>;
}

/** Shows or writes the fixes of the named gaps; without names, of all gaps except those whose fix is only a draft. */
export async function fixCommand(dir: string, ids: readonly string[], options: FixOptions): Promise<void> {
  const wanted = ids.map(
    id =>
      known(
        'criterion',
        id,
        DEFAULT_STANDARD.criterionIds.map(each => ({ id: each })),
      ).id,
  );
  await fix(dir, wanted.length === 0 ? undefined : wanted, options);
}

/** Shows or writes the files of a new module, drafts included. */
export async function initCommand(dir: string, options: FixOptions): Promise<void> {
  const fixable = new Set(FIXES.flatMap(({ criteria }) => criteria));
  await fix(
    dir,
    DEFAULT_STANDARD.criterionIds.filter(id => fixable.has(id)),
    options,
    true,
  );
}

async function fix(
  dir: string,
  wanted: readonly string[] | undefined,
  options: FixOptions,
  isInit = false,
): Promise<void> {
  const now = new Date().toISOString();
  const { repository, module } = options;
  const snapshot = await collectLocal({
    dir,
    takenAt: now,
    ...(repository ? { repository } : {}),
    ...(module === undefined ? {} : { module }),
  });
  if (!snapshot.parts.files.read) throw new UnreadableError(`${dir} was not read: ${snapshot.parts.files.reason}`);
  const policy = await policyReader(snapshot, options);
  const plan = planFixes(snapshot, FIXES, { standard: DEFAULT_STANDARD, answers: options, policy, now }, wanted);
  const isWritten = options.write === true && plan.files.length > 0;
  if (isWritten) await writeFiles(dir, plan.files);
  // A new module has no gap where nothing is missing.
  const outcomes = isInit
    ? plan.outcomes.filter(each => each.status !== 'declined' || each.asks !== null)
    : plan.outcomes;
  await printReport('fix', options.format, {
    standard: standardInForce(DEFAULT_STANDARD, policy(snapshot)),
    before: plan.before.assessment,
    after: plan.after.assessment,
    outcomes,
    files: plan.files,
    isWritten,
    isTerminal: process.stdout.isTTY,
  });
  process.exitCode = wanted !== undefined && !isInit && outcomes.some(({ status }) => status === 'declined') ? 1 : 0;
}

/** The policy of a snapshot's first module: that of `--policy`, which no fix changes, or its own. */
async function policyReader(
  snapshot: Snapshot,
  { policy: file, module }: FixOptions,
): Promise<(of: Snapshot) => Policy> {
  const given = file === undefined ? undefined : (await policyFor(snapshot, file)).policy;
  const firstOf = (of: Snapshot) => {
    const policy = given ?? policyIn(of, DEFAULT_STANDARD).policy;
    return modulesOf(of, module === undefined ? policy : { ...policy, modules: [module] })[0];
  };
  sayFirst(firstOf(snapshot).name);
  return of => firstOf(of).policy;
}
