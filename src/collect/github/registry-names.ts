/** Which repositories of an organization are modules, beside those whose names or files say so. */
import { listedNames, REGISTRY } from '../../facts/registry/registry.js';
import { POLICY_PATH } from '../../policy/policy.js';
import { assessedPatterns } from '../../policy/repositories.js';
import { ORGANIZATION_REPOSITORY } from './fleet-policy.js';
import { type RememberedFile, rememberedFile } from './remembered-file.js';

export type RegistryNames = RememberedFile<ReadonlySet<string>>;
export type AssessedPatterns = RememberedFile<readonly string[]>;

/** The names in the registry; without a registry, none is listed. */
export function registryNames(): RegistryNames {
  const place = { repo: REGISTRY.repository, path: REGISTRY.modules };
  return rememberedFile<ReadonlySet<string>>(place, listedNames, new Set());
}

/** The patterns by which an organization's policy names the repositories that are assessed. */
export function organizationPatterns(): AssessedPatterns {
  const place = { repo: ORGANIZATION_REPOSITORY, path: POLICY_PATH };
  return rememberedFile<readonly string[]>(place, assessedPatterns, []);
}
