import { cimYamlOf } from '../facts/cim-yaml.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import type { Enforcement, Policy } from './policy.js';

/** How gaps bear on a check-run: as the policy says; without its word production modules are judged strictly, others by what changes. */
export function enforcementOf({ enforcement }: Pick<Policy, 'enforcement'>, snapshot: Snapshot): Enforcement {
  return enforcement ?? (statusOf(snapshot) === 'production' ? 'strict' : 'ratchet');
}

/** What a module is: the registry says it, and where that does not list it, `cim.yaml`. */
function statusOf({ parts: { registry, files } }: Snapshot): string | undefined {
  const listed = registry.read ? registry.value.module?.status : undefined;
  if (listed !== undefined) return listed;
  const about = files.read ? cimYamlOf(files.value) : undefined;
  return about?.read ? about.value.status?.value : undefined;
}
