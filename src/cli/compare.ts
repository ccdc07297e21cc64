/** `cim-readiness compare A B [DIR]`: two commits of a repository, each difference with its cause. */
import { assess } from '../assess/assess.js';
import { summarize } from '../assess/assessment.js';
import { findDifferences, type Side } from '../assess/causes.js';
import { collectLocal, type LocalRequest } from '../collect/local-git.js';
import type { ComparedSide } from '../report/differences.js';
import type { FormatOf } from '../report/formats.js';
import { DEFAULT_STANDARD } from '../standard/all.js';
import { standardInForce } from '../standard/in-force.js';
import { withAdvisories } from './advisories.js';
import { printReport } from './output.js';
import { policyOfOne } from './policy.js';

export async function compareCommand(
  a: string,
  b: string,
  dir: string,
  options: {
    readonly advisories?: string | undefined;
    readonly module?: string | undefined;
    readonly format: FormatOf<'compare'>;
  },
): Promise<void> {
  const now = new Date().toISOString();
  const { advisories, module } = options;
  const sides = await Promise.all(
    [a, b].map(ref => sideOf({ dir, ref, takenAt: now, ...(module !== undefined && { module }) }, advisories)),
  );
  const [first, second] = sides as [Side, Side];
  await printReport('compare', options.format, {
    standard: standardInForce(DEFAULT_STANDARD, second.policy),
    from: shown(first, now),
    to: shown(second, now),
    differences: findDifferences(first, second, DEFAULT_STANDARD, now),
  });
}

async function sideOf(request: LocalRequest, advisories: string | undefined): Promise<Side> {
  const snapshot = await withAdvisories(await collectLocal(request), advisories);
  return { snapshot, policy: await policyOfOne(snapshot, { module: request.module }) };
}

function shown({ snapshot, policy }: Side, now: string): ComparedSide {
  const { subject, findings } = assess(snapshot, DEFAULT_STANDARD, policy, now);
  return { subject, readiness: summarize(findings).readiness };
}
