/** The policy for the command line: the named file, or the snapshot's. */
import { effectivePolicy, type PolicyReading, readPolicy } from '../policy/policy-file.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { CIM_STANDARD } from '../standard/cim.js';
import { textOfFile } from './text-file.js';

/** The policy in `file`; without one, the snapshot's policy, or the default. */
export async function policyFor(snapshot: Snapshot, file: string | undefined): Promise<PolicyReading> {
  if (file !== undefined)
    return readPolicy({ path: file, text: await textOfFile(file) }, undefined, CIM_STANDARD, snapshot.takenAt);
  return effectivePolicy(snapshot.parts.policy, CIM_STANDARD, snapshot.takenAt);
}
