import { moduleCimYaml } from '../facts/cim-yaml.js';
import type { Files } from '../snapshot/files.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import type { Enforcement, Policy } from './policy.js';

/**
 * How gaps affect the conclusion of a check run. If the policy does not say, it is `strict` for production modules and `ratchet` for
 * others.
 * @param base of a change: the change's own `cim.yaml` must not decide how strictly the change is assessed
 */
export function effectiveEnforcement(
  { enforcement, module }: Pick<Policy, 'enforcement' | 'module'>,
  snapshot: Snapshot,
  base?: { readonly status?: string },
): Enforcement {
  return enforcement ?? (moduleStatus(snapshot, module, base) === 'production' ? 'strict' : 'ratchet');
}

/** The status of a module: that of the registry or, if the registry has none, that of `cim.yaml`. */
function moduleStatus(
  { parts: { registry, files } }: Snapshot,
  module: string | undefined,
  base: { readonly status?: string } | undefined,
) {
  const own = registry.read && module !== undefined ? registry.value.statuses?.get(module) : undefined;
  const listed = own ?? (registry.read ? registry.value.module?.status : undefined);
  return listed ?? (base ? base.status : files.read ? ownStatus(files.value) : undefined);
}

/** The status that a module claims in its `cim.yaml`. */
export function ownStatus(files: Files): string | undefined {
  const about = moduleCimYaml(files);
  return about.read ? about.value.status?.value : undefined;
}
