/** `cim-readiness evidence [DIR]`: answers to questions of others, from an assessment of a commit. */
import { assess } from '../assess/assess.js';
import { collectLocal } from '../collect/local-git.js';
import { UnreadableError } from '../collect/unreadable.js';
import type { FormatOf } from '../report/formats.js';
import { standardInForce } from '../standard/in-force.js';
import pack from '../../package.json' with { type: 'json' };
import { withAdvisories } from './advisories.js';
import { printReport } from './output.js';
import { givenStandard, policyFor } from './policy.js';

export interface EvidenceOptions {
  readonly ref: string;
  readonly repository?: { readonly owner: string; readonly repo: string } | undefined;
  readonly policy?: string | undefined;
  readonly standard?: string | undefined;
  readonly advisories?: string | undefined;
  readonly format: FormatOf<'evidence'>;
}

export async function evidenceCommand(dir: string, options: EvidenceOptions): Promise<void> {
  const { ref, repository } = options;
  const now = new Date().toISOString();
  // Evidence is about a commit: a working tree is not what anyone else can look at.
  const collected = await collectLocal({ dir, ref, takenAt: now, ...(repository ? { repository } : {}) });
  const { owner, repo } = collected.subject;
  if (owner === null || repo === null)
    throw new UnreadableError(`${dir} has no remote on GitHub: name the repository with --repository OWNER/NAME`);
  const snapshot = await withAdvisories(collected, options.advisories);
  const { policy } = await policyFor(snapshot, options.policy, options.standard);
  const given = givenStandard(options.standard);
  const assessment = assess(snapshot, given, policy, now);
  await printReport('evidence', options.format, {
    standard: standardInForce(given, policy),
    assessment,
    tool: pack.version,
  });
}
