/** The standard, executable: its sections in their order. */

import { apiDesign } from './api-design.js';
import { cargoToml } from './cargo-toml.js';
import { ciCd } from './ci-cd.js';
import { codeStructure } from './code-structure.js';
import type { Criterion, Section } from './criterion.js';
import { deployment } from './deployment.js';
import { documentation } from './documentation.js';
import { eventSourcing } from './event-sourcing.js';
import { moduleMetadata } from './module-metadata.js';
import { nats } from './nats.js';
import { performance } from './performance.js';
import { repositoryFiles } from './repository-files.js';
import { security } from './security.js';
import { testing } from './testing.js';
import { versionControl } from './version-control.js';

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
