/**
 * The policy for the commands that judge history alone: what it says of commits and versions. Which criteria its waivers name
 * does not matter here, so that the standard is not loaded.
 */
import { type Files, textOf } from '../snapshot/files.js';
import type { Policy } from '../snapshot/policy.js';
import { POLICY_PATH, readPolicy } from '../snapshot/policy-file.js';

/** The policy in a file that a person named, or in the repository, or the one of a module that has none. */
export async function historyPolicy(files: Files, file: string | undefined): Promise<Policy> {
  if (file !== undefined) {
    const { textOfFile } = await import('./policy.js');
    return readPolicy({ path: file, text: await textOfFile(file) }, undefined, []).policy;
  }
  const own = textOf(files, POLICY_PATH);
  return readPolicy(own.read ? { path: POLICY_PATH, text: own.value } : undefined, undefined, []).policy;
}
