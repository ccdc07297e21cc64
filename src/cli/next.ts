/** `cim-readiness next [DIR]`: the shortest way to the next status. */
import { basename, resolve } from 'node:path';
import { assess } from '../assess/assess.js';
import { findWay } from '../assess/way.js';
import { collectLocal } from '../collect/local-git.js';
import { measured } from '../fleet/measured.js';
import type { FormatOf } from '../report/formats.js';
import { DEFAULT_STANDARD } from '../standard/all.js';
import { standardInForce } from '../standard/in-force.js';
import { withAdvisories } from './advisories.js';
import { printReport } from './output.js';
import { type ModuleChoice, policyOfOne } from './policy.js';

export async function nextCommand(
  dir: string,
  options: ModuleChoice & {
    readonly advisories?: string | undefined;
    readonly format: FormatOf<'next'>;
  },
): Promise<void> {
  const now = new Date().toISOString();
  const snapshot = await withAdvisories(
    await collectLocal({ dir, takenAt: now, ...(options.module !== undefined && { module: options.module }) }),
    options.advisories,
  );
  const policy = await policyOfOne(snapshot, options);
  const assessment = assess(snapshot, DEFAULT_STANDARD, policy, now);
  const {
    statedStatus: status,
    version,
    tag,
  } = measured(snapshot, assessment, {
    policy,
    folder: basename(resolve(dir)),
  });
  const standard = standardInForce(DEFAULT_STANDARD, policy);
  const way = findWay(assessment, standard, { status, version, tag });
  await printReport('next', options.format, { standard, subject: assessment.subject, way });
}
