import { metadataProblems } from '../../cargo/metadata.js';
import { counted, criterion, notApplicable, metOrUnmet } from '../criterion.js';
import { withPackages } from '../shared/scope.js';

/** Fields that crates.io and people who choose a crate can do without. */
const OPTIONAL: ReadonlySet<string> = new Set(['keywords', 'categories', 'edition', 'rust-version', 'readme']);

export const crateMetadata = criterion({
  id: 'crate-metadata',
  title: 'The package can be published',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'crates.io refuses a package without a description and a license, and people look for the repository there.',
  looksAt:
    '`description`, `license` or `license-file`, and `repository` (this one) in each package that can be published. If there are keywords and categories, they must be ones that crates.io accepts. Workspace inheritance is followed.',
  looksNotAt: 'Packages with `publish = false`.',
  remediation:
    'Add to `[package]`: `description = "…"`, `license = "MIT OR Apache-2.0"`, `repository = "https://github.com/OWNER/REPO"`.',
  example: {
    met: '```toml\n[package]\ndescription = "Weighs parcels"\nlicense = "MIT OR Apache-2.0"\nrepository = "https://github.com/acme/parcel"\n```',
    unmet: '```toml\n[package]\nname = "parcel"\nversion = "0.1.0"\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withPackages(files, context, packages => {
      const published = packages.filter(({ publishable }) => publishable);
      if (published.length === 0) return notApplicable('no package can be published');
      const problems = published
        .flatMap(each => metadataProblems(files, each, context.subject))
        .filter(({ kind, subject }) => kind !== 'missing-field' || !OPTIONAL.has(subject));
      return metOrUnmet({
        problems,
        met: `the metadata of ${counted(published.length, 'package')} is complete`,
        unmet: `${counted(problems.length, 'field')} missing or wrong`,
      });
    }),
});
