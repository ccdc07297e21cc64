import { benchFaults, hasBenches } from '../snapshot/cargo/bench-targets.js';
import { examplesOf } from '../snapshot/cargo/examples.js';
import { ownFeatures, undocumentedFeatures } from '../snapshot/cargo/feature-docs.js';
import { metadataFaults } from '../snapshot/cargo/metadata.js';
import type { Dependency, Package } from '../snapshot/cargo/model.js';
import { counted, criterion, type Evidence, met, notApplicable, type Section, unmet, verdict } from './criterion.js';
import { withLibraries, withPackages } from './scope.js';

const cargoMetadata = criterion({
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
function several(packages: readonly Package[], findings: readonly Evidence[]): readonly Evidence[] {
  if (packages.length === 1) return findings;
  return [...new Map(findings.map(each => [`${each.path}:${each.line} ${each.message}`, each])).values()];
}

const dependencyVersions = criterion({
  id: 'dependency-versions',
  title: 'Dependencies have explicit versions',
  severity: 'must',
  kind: 'automatic',
  rationale: 'A dependency of any version, or of whatever a branch holds today, makes every build another program.',
  looksAt:
    'Each dependency of every kind and target: a version requirement that is not `*`; by path and by git too, and by git a `tag` or `rev` besides.',
  looksNotAt: 'Dev-dependencies by path, and the crate’s dependency on itself.',
  remediation:
    'Write the version that you build with: `itoa = "1.0"`. By path: `cim-order = { path = "../cim-order", version = "0.3" }`. By git: `{ git = "…", tag = "v0.3.0", version = "0.3" }`.',
  example: {
    met: '```toml\nserde = "1.0"\ncim-order = { path = "../cim-order", version = "0.3" }\n```',
    unmet: '```toml\nserde = "*"\ncim-order = { path = "../cim-order" }\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withPackages(files, context, packages => {
      const findings = new Map<string, Evidence>();
      let all = 0;
      for (const pkg of packages)
        for (const dependency of pkg.dependencies) {
          all += 1;
          const message = versionFault(pkg, dependency);
          if (message !== undefined)
            findings.set(`${dependency.path}:${dependency.line}:${message}`, {
              path: dependency.path,
              line: dependency.line,
              message,
            });
        }
      return verdict({
        findings: [...findings.values()],
        met: `${counted(all, 'dependency', 'dependencies')}, each with a version`,
        unmet: `${findings.size} of ${counted(all, 'dependency', 'dependencies')} without an explicit version`,
      });
    }),
});

function versionFault(pkg: Package, { name, package: of, kind, source, version, git }: Dependency): string | undefined {
  if (of === pkg.name || (kind === 'dev' && source === 'path')) return undefined;
  if (version?.trim() === '*') return `\`${name}\` takes any version (\`*\`): name the one that you build with`;
  const fixed = git?.tag !== undefined || git?.rev !== undefined;
  if (version === undefined) {
    if (source === 'git')
      return `\`${name}\` comes from git without a version${fixed ? '' : ', a tag or a rev'}: add ${fixed ? 'it' : 'a version, and a tag or rev'}`;
    return `\`${name}\` ${source === 'path' ? 'comes by its path alone' : 'has no version'}: add the version`;
  }
  return source === 'git' && !fixed ? `\`${name}\` comes from git without a tag or rev: add one` : undefined;
}

const featureDocs = criterion({
  id: 'feature-docs',
  title: 'Features are documented',
  severity: 'must',
  kind: 'automatic',
  rationale: 'A feature that nobody explains is switched on to see what happens.',
  looksAt:
    'Each feature besides `default`: a comment on its line or above it (one may head a group, up to the next blank line), or its name as code in the README, the crate’s documentation or a document about features.',
  looksNotAt: 'Features that an optional dependency makes by itself.',
  remediation: 'Write above each feature in Cargo.toml what it switches on: `# Publishes events over NATS.`',
  example: {
    met: '```toml\n[features]\n# Publishes events over NATS.\nnats = ["dep:async-nats"]\n```',
    unmet: '```toml\n[features]\nnats = ["dep:async-nats"]\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withPackages(files, context, packages => {
      const all = packages.flatMap(ownFeatures).length;
      if (all === 0) return notApplicable('there are no features besides `default`');
      const findings = packages.flatMap(pkg =>
        undocumentedFeatures(files, pkg).map(({ name, line }) => ({
          path: pkg.manifestPath,
          line,
          message: `feature \`${name}\` is explained nowhere: put a comment above it`,
        })),
      );
      return verdict({
        findings,
        met: `${counted(all, 'feature')}, each documented`,
        unmet: `${findings.length} of ${counted(all, 'feature')} not documented`,
      });
    }),
});

const examples = criterion({
  id: 'examples',
  title: 'Examples are included',
  severity: 'must',
  kind: 'automatic',
  rationale: 'An example is documentation that the compiler reads too: it cannot be out of date.',
  looksAt:
    'At least one example target with code (`examples/` or `[[example]]`), or an unpublished member called example, demo or sample with code that depends on the crate.',
  looksNotAt: 'Examples in the documentation. Whether an example is a good one.',
  remediation: 'Add `examples/NAME.rs` with a `main` that does the first thing that a user of the crate wants to do.',
  example: {
    met: '```rust\n// examples/deliver.rs\nfn main() {\n    let parcel = Parcel::from_events(&events);\n    println!("{:?}", parcel.state());\n}\n```',
    unmet: '```text\nsrc/lib.rs\ntests/parcel.rs\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withLibraries(files, context, packages => {
      const found = examplesOf(files, packages);
      const real = found.filter(({ hasCode }) => hasCode);
      if (real.length > 0)
        return met(
          counted(real.length, 'example'),
          real.slice(0, 10).map(({ path, name }) => ({ path, line: 1, message: `example \`${name}\`` })),
        );
      const empty = found.map(({ path }) => ({ path, line: 1, message: 'the example has no code' }));
      return unmet(
        'there is no example',
        empty.length > 0 ? empty : [{ message: 'no example: add `examples/NAME.rs`' }],
      );
    }),
});

const benchTargets = criterion({
  id: 'bench-targets',
  title: 'Benchmarks are configured',
  severity: 'must',
  kind: 'automatic',
  rationale: 'A bench with a harness of its own that rustc’s harness runs too reports nothing, and looks as if it had.',
  looksAt:
    'Each `[[bench]]` names a file that exists; benches of criterion, divan and iai set `harness = false`, those that Cargo finds by itself too.',
  looksNotAt: 'Files in `benches/` that are modules of a bench.',
  remediation: 'Add for each: `[[bench]]`, `name = "NAME"` and `harness = false`.',
  example: {
    met: '```toml\n[[bench]]\nname = "replay"\nharness = false\n```',
    unmet: '```text\nbenches/replay.rs      criterion_main!(benches);   and no [[bench]] in Cargo.toml\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withPackages(files, context, packages => {
      const withBenches = packages.filter(hasBenches);
      if (withBenches.length === 0) return notApplicable('there are no benches');
      const findings = withBenches.flatMap(pkg => benchFaults(files, pkg));
      const all = withBenches.flatMap(({ targets }) => targets.filter(({ kind }) => kind === 'bench')).length;
      return verdict({
        findings,
        met: `${counted(all, 'bench', 'benches')}, each configured`,
        unmet: `${findings.length} of ${counted(all, 'bench', 'benches')} not configured`,
      });
    }),
});

export const cargoToml: Section = {
  id: 'cargo-toml',
  title: 'Cargo.toml',
  criteria: [cargoMetadata, dependencyVersions, featureDocs, examples, benchTargets],
};
