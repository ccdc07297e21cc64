/** The policy for the command line: the named file, or the snapshot's. */
import { knownNames, modulesOf, policyIn } from '../assess/modules.js';
import type { Policy } from '../policy/policy.js';
import { type PolicyReading, readPolicy } from '../policy/policy-file.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { CIM_STANDARD } from '../standard/cim.js';
import { textOfFile } from './text-file.js';

/** The policy in `file`; without one, the snapshot's policy, or the default. */
export async function policyFor(snapshot: Snapshot, file: string | undefined): Promise<PolicyReading> {
  if (file === undefined) return policyIn(snapshot, CIM_STANDARD);
  const text = { path: file, text: await textOfFile(file) };
  return readPolicy(text, undefined, knownNames(snapshot, CIM_STANDARD), snapshot.takenAt);
}

/** The policy of the module that a command is about. If several are assessed, that is the first, and standard error says so. */
export async function policyOfFirst(snapshot: Snapshot, file: string | undefined): Promise<Policy> {
  const [{ name, policy }] = modulesOf(snapshot, (await policyFor(snapshot, file)).policy);
  if (name !== undefined)
    process.stderr.write(`cim-readiness: the policy names several modules; this is about ${name}, the first\n`);
  return policy;
}
