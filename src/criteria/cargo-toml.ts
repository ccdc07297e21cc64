import type { Section } from './criterion.js';
import { pending } from './pending.js';

export const cargoToml: Section = {
  id: 'cargo-toml',
  title: 'Cargo.toml',
  criteria: [
    pending('cargo-metadata', 'Package metadata is complete'),
    pending('dependency-versions', 'Dependencies have explicit versions'),
    pending('feature-docs', 'Features are documented'),
    pending('examples', 'Examples are included'),
    pending('bench-targets', 'Benchmarks are configured'),
  ],
};
