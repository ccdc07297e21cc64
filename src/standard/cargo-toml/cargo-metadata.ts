import { metadataProblems } from '../../cargo/metadata.js';
import type { Package } from '../../cargo/model.js';
import { counted, criterion, type Problem, metOrUnmet } from '../criterion.js';
import { withPackages } from '../shared/scope.js';

export const cargoMetadata = criterion({
  id: 'cargo-metadata',
  title: 'Package metadata is complete',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'People find a crate by its keywords and choose it by its description, and Cargo builds it by its edition. They have to guess what is missing.',
  looksAt:
    '`description`, `license` or `license-file`, `repository` (this one), 1 to 5 `keywords`, `categories` of crates.io, a readme (named, or one that Cargo finds), `edition`, and `rust-version`. Workspace inheritance is followed.',
  looksNotAt: 'Members that are not published. Of a subcategory, only the top level is compared.',
  remediation:
    'Add to `[package]`: `description = "…"`, `license = "MIT OR Apache-2.0"`, `repository = "https://github.com/OWNER/REPO"`, `keywords = ["cim"]`, `categories = ["data-structures"]`, `edition = "2021"`, `rust-version = "1.79"`.',
  example: {
    met: '```toml\n[package]\ndescription = "Parcels of a delivery, as events"\nlicense = "MIT OR Apache-2.0"\nrepository = "https://github.com/cim/cim-parcel"\nkeywords = ["cim", "parcel"]\ncategories = ["data-structures"]\nedition = "2021"\nrust-version = "1.79"\n```',
    unmet: '```toml\n[package]\nname = "cim-parcel"\nversion = "0.1.0"\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withPackages(files, context, packages => {
      const problems = packages.flatMap(pkg => metadataProblems(files, pkg, context.subject));
      return metOrUnmet({
        problems: several(packages, problems),
        met: `the metadata of ${counted(packages.length, 'package')} is complete`,
        unmet: `${counted(problems.length, 'field')} missing or wrong`,
      });
    }),
});

/** Members that inherit the same wrong field share one problem. */
function several(packages: readonly Package[], problems: readonly Problem[]): readonly Problem[] {
  if (packages.length === 1) return problems;
  return [...new Map(problems.map(each => [`${each.path}:${each.line} ${each.kind} ${each.subject}`, each])).values()];
}
