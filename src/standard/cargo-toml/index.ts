import type { Section } from '../criterion.js';
import { benchTargets } from './bench-targets.js';
import { cargoMetadata } from './cargo-metadata.js';
import { dependencyVersions } from './dependency-versions.js';
import { examples } from './examples.js';
import { featureDocs } from './feature-docs.js';

export const cargoToml: Section = {
  id: 'cargo-toml',
  title: 'Cargo.toml',
  criteria: [cargoMetadata, dependencyVersions, featureDocs, examples, benchTargets],
};
