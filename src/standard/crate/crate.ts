/** A standard for Rust crates that are not modules of a CIM. An example of how a standard is made of criteria of others and its own. */
import { apiStability } from '../api-design/api-stability.js';
import { errorTypes } from '../api-design/error-types.js';
import { standardTraits } from '../api-design/standard-traits.js';
import { dependencyVersions } from '../cargo-toml/dependency-versions.js';
import { examples } from '../cargo-toml/examples.js';
import { featureDocs } from '../cargo-toml/feature-docs.js';
import { ciBuildAndTest } from '../ci-cd/ci-build-and-test.js';
import { ciSecurityScan } from '../ci-cd/ci-security-scan.js';
import { errorHandling } from '../code-structure/error-handling.js';
import { changelog } from '../documentation/changelog.js';
import { publicApiDocs } from '../documentation/public-api-docs.js';
import { readme } from '../documentation/readme.js';
import { securityPolicy } from '../repository-files/security-policy.js';
import { dependencyAudit } from '../security/dependency-audit.js';
import { noSecrets } from '../security/no-secrets.js';
import { unsafeJustified } from '../security/unsafe-justified.js';
import { standard } from '../standard.js';
import { testsPassInCi } from '../testing/tests-pass-in-ci.js';
import { releaseTags } from '../version-control/release-tags.js';
import { semverCriterion } from '../version-control/semver.js';
import { ciClippy } from './ci-clippy.js';
import { ciFormat } from './ci-format.js';
import { crateMetadata } from './crate-metadata.js';
import { msrv } from './msrv.js';

/** Version 1. A change to what a criterion requires raises the revision: src/standard/crate/CHANGELOG.md. */
export const CRATE_STANDARD = standard({
  id: 'crate/v1',
  revision: 1,
  title: 'Crate Readiness Standard',
  docs: 'crate',
  names: {
    command: '/crate',
    readiness: 'Crate readiness',
    commits: 'Crate commits',
    version: 'Crate version',
    documents: 'Crate documents',
  },
  sections: [
    { id: 'package', title: 'Package', criteria: [crateMetadata, msrv, dependencyVersions] },
    {
      id: 'documentation',
      title: 'Documentation',
      criteria: [readme, publicApiDocs, examples, featureDocs, changelog],
    },
    { id: 'api', title: 'API', criteria: [errorTypes, errorHandling, standardTraits, unsafeJustified] },
    { id: 'ci', title: 'CI', criteria: [ciBuildAndTest, testsPassInCi, ciClippy, ciFormat, ciSecurityScan] },
    { id: 'releases', title: 'Releases', criteria: [semverCriterion, releaseTags, apiStability] },
    { id: 'security', title: 'Security', criteria: [dependencyAudit, noSecrets, securityPolicy] },
  ],
});
