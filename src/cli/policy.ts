/** The policy for the command line: the named file, or the snapshot's. */
import { readFile } from 'node:fs/promises';
import { UnreadableError } from '../collect/unreadable.js';
import { type PolicyReading, policyOf, readPolicy } from '../policy/policy-file.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { CIM_STANDARD } from '../standard/cim.js';

/** The policy in `file`; without one, the snapshot's policy, or the default. */
export async function policyFor(snapshot: Snapshot, file: string | undefined): Promise<PolicyReading> {
  if (file !== undefined)
    return readPolicy({ path: file, text: await textOfFile(file) }, undefined, CIM_STANDARD, snapshot.takenAt);
  return policyOf(snapshot.parts.policy, CIM_STANDARD, snapshot.takenAt);
}

/** The text of a file named on the command line. @throws UnreadableError */
export async function textOfFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UnreadableError(
      `${file} could not be read${code === 'ENOENT' ? ': no such file' : code ? ` (${code})` : ''}`,
      { cause: error },
    );
  }
}
