import { assess } from '../assess/assess.js';
import { modulesOf } from '../assess/modules.js';
import { type Measured, measured } from '../fleet/measured.js';
import type { Policy } from '../policy/policy.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { DEFAULT_STANDARD } from '../standard/all.js';

/** Measures each module of a repository. @param folder the directory's name, for a module that nothing else names */
export function measuredModules(
  snapshot: Snapshot,
  policy: Policy,
  { now, folder }: { readonly now: string; readonly folder: string },
): Measured[] {
  return modulesOf(snapshot, policy).map(module => {
    const assessment = assess(snapshot, DEFAULT_STANDARD, module.policy, now);
    return measured(snapshot, assessment, { ...module, folder });
  });
}
