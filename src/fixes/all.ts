/** Every fix. A gap that only code or a decision of a person closes has none. */
import { changelog } from './changelog.js';
import { cimYaml } from './cim-yaml.js';
import { codeOfConduct, contributing, gitignore, securityPolicy } from './community-files.js';
import { decisionRecord, nixPackage, readme } from './drafts.js';
import { envConfig } from './environment.js';
import type { Fix } from './fix.js';
import { license } from './license.js';
import { benchTargets, cargoMetadata, dependencyVersions } from './manifest.js';
import { registryNotification } from './policy.js';
import { rustToolchain } from './toolchain.js';
import { testMatrix } from './test-matrix.js';
import { containerImage } from './image.js';
import { docsWorkflow, licensesWorkflow, releaseWorkflow, securityWorkflow, testWorkflow } from './workflows.js';

export const FIXES: readonly Fix[] = [
  license,
  contributing,
  codeOfConduct,
  securityPolicy,
  gitignore,
  rustToolchain,
  cargoMetadata,
  dependencyVersions,
  benchTargets,
  cimYaml,
  readme,
  changelog,
  decisionRecord,
  testMatrix,
  testWorkflow,
  securityWorkflow,
  licensesWorkflow,
  docsWorkflow,
  releaseWorkflow,
  registryNotification,
  envConfig,
  containerImage,
  nixPackage,
];
