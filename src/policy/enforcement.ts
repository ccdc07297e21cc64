import { cimYamlOf } from '../facts/cim-yaml.js';
import type { Files } from '../snapshot/files.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import type { Enforcement, Policy } from './policy.js';

/**
 * How gaps affect the conclusion of a check run: as the policy says; otherwise production modules are assessed strictly, and
 * others by what changes.
 * @param base what a change is made to: `cim.yaml` of the change itself does not decide how strictly it is assessed
 */
export function enforcementOf(
  { enforcement }: Pick<Policy, 'enforcement'>,
  snapshot: Snapshot,
  base?: { readonly status?: string },
): Enforcement {
  return enforcement ?? (statusOf(snapshot, base) === 'production' ? 'strict' : 'ratchet');
}

/** The status of a module: the registry's entry, and where it lists none, `cim.yaml`. */
function statusOf({ parts: { registry, files } }: Snapshot, base: { readonly status?: string } | undefined) {
  const listed = registry.read ? registry.value.module?.status : undefined;
  return listed ?? (base ? base.status : files.read ? ownStatus(files.value) : undefined);
}

/** The status that a module claims in its `cim.yaml`. */
export function ownStatus(files: Files): string | undefined {
  const about = cimYamlOf(files);
  return about.read ? about.value.status?.value : undefined;
}
