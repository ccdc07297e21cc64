/** The standard, executable: its sections in their order. */

import { apiDesign } from './api-design/index.js';
import { cargoToml } from './cargo-toml/index.js';
import { ciCd } from './ci-cd/index.js';
import { codeStructure } from './code-structure/index.js';
import type { Criterion, Section } from './criterion.js';
import { deployment } from './deployment/index.js';
import { documentation } from './documentation/index.js';
import { eventSourcing } from './event-sourcing/index.js';
import { moduleMetadata } from './module-metadata/index.js';
import { nats } from './nats/index.js';
import { performance } from './performance/index.js';
import { repositoryFiles } from './repository-files/index.js';
import { security } from './security/index.js';
import { testing } from './testing/index.js';
import { versionControl } from './version-control/index.js';

/** CIM Module Production Readiness Standards, v1: 69 criteria. */
export const STANDARD: readonly Section[] = [
  documentation,
  codeStructure,
  testing,
  versionControl,
  ciCd,
  repositoryFiles,
  moduleMetadata,
  cargoToml,
  apiDesign,
  security,
  performance,
  nats,
  eventSourcing,
  deployment,
];

/** Every criterion, in the standard's order. */
export const CRITERIA: readonly Criterion[] = STANDARD.flatMap(section => section.criteria);

/** The ids of all of them, in that order. */
export const CRITERION_IDS: readonly string[] = CRITERIA.map(({ id }) => id);
