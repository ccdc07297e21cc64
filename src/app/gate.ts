/**
 * The rules by which a change is assessed never come from the change itself: policy, enforcement, status, registry, and which
 * files are left aside. A change to these rules counts after the merge, and the check run says so.
 */

import { decidesAside, vendoredFolders } from '../collect/repository-texts.js';
import { ownStatus } from '../policy/enforcement.js';
import { POLICY_PATH } from '../policy/policy.js';
import { readText } from '../snapshot/files.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import type { Gate } from '../store/ledger.js';

/** The gate if nothing is known. */
const NO_GATE: Gate = { attributes: {}, vendored: [] };

/** The rules of a commit, by which changes to it are assessed. */
export function readGate({ parts: { files } }: Snapshot): Gate {
  if (!files.read) return NO_GATE;
  const status = ownStatus(files.value);
  const attributes: Record<string, string> = {};
  for (const [path, { text }] of files.value.entries)
    if (decidesAside(path) && text.read) attributes[path] = text.value;
  return {
    ...(status === undefined ? {} : { status }),
    attributes,
    vendored: vendoredFolders(files.value.entries.keys()),
  };
}

/** How much text of a gate is kept, in characters: anybody can propose a commit with 64 MiB of `.gitattributes`. */
const LONGEST_GATE = 256 * 1024;

/** A gate as it is kept with an assessment; a longer one is read from GitHub again when it is needed. */
export function keptGate(gate: Gate): { readonly gate?: Gate } {
  const rules = [...Object.entries(gate.attributes).flat(), ...gate.vendored];
  const length = rules.reduce((sum, text) => sum + text.length, 0);
  return length > LONGEST_GATE ? {} : { gate };
}

/** The rules that a change modifies, in words. They count after the merge. */
export function deferredChanges(snapshot: Snapshot, base: Gate): string[] {
  const { files, policy } = snapshot.parts;
  if (!files.read) return [];
  const own = readGate(snapshot);
  const paths = new Set([...Object.keys(own.attributes), ...Object.keys(base.attributes)]);
  const changed = [...paths].filter(path => own.attributes[path] !== base.attributes[path]).sort();
  const added = own.vendored.filter(folder => !base.vendored.includes(folder));
  const text = readText(files.value, POLICY_PATH);
  const proposed = text.read ? text.value : undefined;
  return [
    ...added.map(folder => `which files are left aside, by the directory \`${folder}\``),
    ...changed.map(path => `which files are left aside, in \`${path}\``),
    ...(own.status === base.status ? [] : ['the status of the module, in `cim.yaml`']),
    ...(policy.read && proposed !== policy.value.own ? [`the policy, in \`${POLICY_PATH}\``] : []),
  ];
}
