import { metadataFaults } from '../../cargo/metadata.js';
import type { Package } from '../../cargo/model.js';
import { counted, criterion, type Problem, verdict } from '../criterion.js';
import { withPackages } from '../shared/scope.js';

export const cargoMetadata = criterion({
  id: 'cargo-metadata',
  title: 'Package metadata is complete',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'A crate is found by its keywords, chosen by its description, and built by its edition. What is left out is guessed.',
  looksAt:
    '`description`, `license` or `license-file`, `repository` (this one), one to five `keywords`, `categories` of crates.io, a readme (named, or one that Cargo finds), `edition` and `rust-version`, workspace inheritance followed.',
  looksNotAt: 'Members that are not published. Subcategories: their top alone is compared.',
  remediation:
    'Add to `[package]`: `description = "…"`, `license = "MIT OR Apache-2.0"`, `repository = "https://github.com/OWNER/REPO"`, `keywords = ["cim"]`, `categories = ["data-structures"]`, `edition = "2021"`, `rust-version = "1.79"`.',
  example: {
    met: '```toml\n[package]\ndescription = "Parcels of a delivery, as events"\nlicense = "MIT OR Apache-2.0"\nrepository = "https://github.com/cim/cim-parcel"\nkeywords = ["cim", "parcel"]\ncategories = ["data-structures"]\nedition = "2021"\nrust-version = "1.79"\n```',
    unmet: '```toml\n[package]\nname = "cim-parcel"\nversion = "0.1.0"\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withPackages(files, context, packages => {
      const findings = packages.flatMap(pkg => metadataFaults(files, pkg, context.subject));
      return verdict({
        findings: several(packages, findings),
        met: `the metadata of ${counted(packages.length, 'package')} is complete`,
        unmet: `${counted(findings.length, 'field')} missing or wrong`,
      });
    }),
});

/** Two members that inherit the same wrong field have one finding. */
function several(packages: readonly Package[], findings: readonly Problem[]): readonly Problem[] {
  if (packages.length === 1) return findings;
  return [...new Map(findings.map(each => [`${each.path}:${each.line} ${each.kind} ${each.subject}`, each])).values()];
}
