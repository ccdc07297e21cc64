/** The CIM Module Production Readiness Standards, executable. Entry points hold this value and pass it in. */

import { apiDesign } from './api-design/index.js';
import { cargoToml } from './cargo-toml/index.js';
import { ciCd } from './ci-cd/index.js';
import { codeStructure } from './code-structure/index.js';
import { deployment } from './deployment/index.js';
import { documentation } from './documentation/index.js';
import { eventSourcing } from './event-sourcing/index.js';
import { moduleMetadata } from './module-metadata/index.js';
import { nats } from './nats/index.js';
import { performance } from './performance/index.js';
import { repositoryFiles } from './repository-files/index.js';
import { security } from './security/index.js';
import { standard } from './standard.js';
import { testing } from './testing/index.js';
import { versionControl } from './version-control/index.js';

/** Version 1. A change to what a criterion requires raises the revision: src/standard/CHANGELOG.md. */
export const CIM_STANDARD = standard({
  id: 'cim/v1',
  revision: 1,
  title: 'CIM Module Production Readiness Standards',
  sections: [
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
  ],
});
