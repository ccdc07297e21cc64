/** The policy for the command line: the named file, or the snapshot's. */
import { knownNames, modulesOf, policyIn } from '../assess/modules.js';
import type { Policy } from '../policy/policy.js';
import { type PolicyReading, readPolicy } from '../policy/policy-file.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { DEFAULT_STANDARD, STANDARDS, standardNamed } from '../standard/all.js';
import { standardInForce } from '../standard/in-force.js';
import type { Standard } from '../standard/standard.js';
import { known } from './output.js';
import { requirePackage } from './packages.js';
import { textOfFile } from './text-file.js';

/**
 * The policy in `file`; without one, the snapshot's policy, or the default.
 * @param standard the ID of a standard that overrides the policy's
 */
export async function policyFor(
  snapshot: Snapshot,
  file: string | undefined,
  standard?: string,
): Promise<PolicyReading> {
  const given = givenStandard(standard);
  const reading = file === undefined ? policyIn(snapshot, given) : await readFile(snapshot, file, given);
  return standard === undefined ? reading : { ...reading, policy: { ...reading.policy, standard } };
}

async function readFile(snapshot: Snapshot, file: string, standard: Standard): Promise<PolicyReading> {
  const text = { path: file, text: await textOfFile(file), isWhole: true } as const;
  return readPolicy(text, undefined, knownNames(snapshot, standard), snapshot.takenAt);
}

/** The standard that a person named, or the default. @throws UnreadableError if there is none of that name */
export function givenStandard(id: string | undefined): Standard {
  return standardNamed(id === undefined ? undefined : known('standard', id, STANDARDS).id) ?? DEFAULT_STANDARD;
}

/** Which standard a command is about. */
export interface StandardOptions {
  /** Its ID. */
  readonly standard?: string | undefined;
  /** A policy file, which can name a standard and add criteria. */
  readonly policy?: string | undefined;
}

/** The standard that a policy file puts in force; without one, the named one, or the default. */
export async function standardFor({ standard: id, policy: file }: StandardOptions): Promise<Standard> {
  const given = givenStandard(id);
  if (file === undefined) return given;
  const text = { path: file, text: await textOfFile(file), isWhole: true } as const;
  const { policy } = readPolicy(text, undefined, given);
  return standardInForce(given, id === undefined ? policy : { ...policy, standard: id });
}

/** What decides which module of a repository a command is about, and by which policy. */
export interface ModuleChoice {
  /** A policy file instead of the repository's own. */
  readonly policy?: string | undefined;
  /** The package. */
  readonly module?: string | undefined;
}

/** The policy of the module that a command is about. If several could be meant, that is the first, and standard error says so. */
export async function policyOfOne(snapshot: Snapshot, { policy: file, module }: ModuleChoice): Promise<Policy> {
  const { files } = snapshot.parts;
  if (module !== undefined && files.read) requirePackage(files.value, module);
  const { policy: whole } = await policyFor(snapshot, file);
  const [{ name, policy }] = modulesOf(snapshot, module === undefined ? whole : { ...whole, modules: [module] });
  sayFirst(name);
  return policy;
}

/** Says on standard error which module a command is about, where several could be meant. @param name the first one's; absent if there is one */
export function sayFirst(name: string | undefined): void {
  if (name !== undefined)
    process.stderr.write(
      `cim-readiness: the policy names several modules; this is about ${name}, the first: choose another with --module\n`,
    );
}
