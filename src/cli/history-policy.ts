/**
 * The policy for the commands that only read history: its rules on commits and versions. Waivers do not matter here, so the
 * standard is not loaded; neither is the policy reader if there is no policy file.
 */

import { DEFAULT_POLICY, POLICY_PATH, type Policy, policyOfModule } from '../policy/policy.js';
import { type Files, readText } from '../snapshot/files.js';

/** What decides which module of a repository a command is about, and by which policy. */
export interface HistoryChoice {
  /** A policy file instead of the repository's own. */
  readonly policy?: string | undefined;
  /** The package; by default, all that are assessed together. */
  readonly module?: string | undefined;
}

/** The policy in a file that a person named, or in the repository, or the one of a module that has none; for one package if it is named. */
export async function historyPolicy(files: Files, { policy: file, module }: HistoryChoice): Promise<Policy> {
  const whole = await wholePolicy(files, file);
  if (module === undefined) return whole;
  const { requirePackage } = await import('./packages.js');
  requirePackage(files, module);
  return policyOfModule(whole, module);
}

async function wholePolicy(files: Files, file: string | undefined): Promise<Policy> {
  if (file !== undefined) {
    const { textOfFile } = await import('./text-file.js');
    return policyIn(file, await textOfFile(file));
  }
  const own = readText(files, POLICY_PATH);
  return own.read ? policyIn(POLICY_PATH, own.value) : DEFAULT_POLICY;
}

async function policyIn(path: string, text: string): Promise<Policy> {
  const { readPolicy } = await import('../policy/policy-file.js');
  return readPolicy({ path, text }, undefined, { id: DEFAULT_POLICY.standard, criterionIds: [] }).policy;
}
