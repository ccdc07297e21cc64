/** The policy for the command line: the file that is named, or the one of the snapshot. */
import { readFile } from 'node:fs/promises';
import { UnreadableError } from '../collect/unreadable.js';
import { type PolicyReading, policyOf, readPolicy } from '../policy/policy-file.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { CIM_STANDARD } from '../standard/cim.js';

/** Reads `file`, or the snapshot's own policy, or none. */
export async function policyFor(snapshot: Snapshot, file: string | undefined): Promise<PolicyReading> {
  if (file !== undefined)
    return readPolicy({ path: file, text: await textOfFile(file) }, undefined, CIM_STANDARD, snapshot.takenAt);
  return policyOf(snapshot.parts.policy, CIM_STANDARD, snapshot.takenAt);
}

/** A file that a person named. Throws `UnreadableError`. */
export async function textOfFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UnreadableError(
      `${file} could not be read${code === 'ENOENT' ? ': there is no such file' : code ? ` (${code})` : ''}`,
      { cause: error },
    );
  }
}
